using System.Text.RegularExpressions;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Postmortems.Surfaces;

namespace Knowledge.Indexer.Postmortems;

/// <summary>
/// What may be told outside of an incident: approved sentences, times, and in general words what was changed. Nothing else of the
/// postmortem is taken, since only people can tell what is internal.
/// </summary>
/// <param name="Title">Of the postmortem, unless an internal name is in it.</param>
/// <param name="Began">When it was noticed; null when that is not written.</param>
/// <param name="Sentences">Approved wording, and what stands under a heading such as Communication or For customers.</param>
/// <param name="Changed">One sentence for each patched surface that a customer would care for.</param>
/// <param name="Withheld">Approved sentences that were left out, each with the internal name in it.</param>
public sealed record CustomerSummary(
    string Title,
    DateOnly? Date,
    DateTimeOffset? Began,
    DateTimeOffset? Ended,
    IReadOnlyList<string> Sentences,
    IReadOnlyList<string> Changed,
    IReadOnlyList<(string Sentence, string Name)> Withheld
)
{
    private static readonly Dictionary<string, string> PublicWording = new()
    {
        ["code"] = "The fault that led to it was fixed.",
        ["data"] = "What was missing was put right.",
        ["detection"] = "Our monitoring now notices this fault itself.",
        ["runbook"] = "Our engineers have instructions for it.",
        ["twin-change"] = "Changes of this kind are now checked together.",
        ["status-page"] = "We tell you sooner and more exactly.",
        ["process"] = "Our way of working was changed so that it is handled faster.",
        ["drill"] = "We practised the case.",
    };

    public static CustomerSummary Of(Document postmortem, KnowledgeBase knowledge)
    {
        var front = postmortem.FrontMatter;
        var names = InternalNames(postmortem, knowledge);
        var approved = front
            .Wording.Select(w => w.Text)
            .Concat(
                postmortem
                    .Sections.Where(s =>
                        s.Kind == SectionKind.Communication || s.Heading.Equals("For customers", StringComparison.OrdinalIgnoreCase)
                    )
                    .SelectMany(s => s.Text.Split('\n'))
            )
            .Select(s => s.Trim())
            .Where(s => s.Length > 0)
            .Distinct()
            .ToList();
        var judged = approved.Select(s => (Sentence: s, Name: NameIn(s, names))).ToList();
        var patched =
            knowledge.Find(postmortem.Id.Value) == postmortem
                ? knowledge.PatchesOf(postmortem, default)
                : PatchMatrix.Of(postmortem, knowledge, default);
        return new(
            NameIn(postmortem.Title, names) is null ? postmortem.Title
                : front.Date is { } day ? $"Incident of {day:yyyy-MM-dd}"
                : "Incident",
            front.Date,
            front.Detected,
            front.Mitigated ?? front.Resolved,
            [
                .. judged
                    .Where(s => s.Name is null)
                    .Select(s =>
                        (front.Mitigated ?? front.Resolved) is { } ended
                            ? s.Sentence.Replace("{time}", $"{ended.UtcDateTime:HH:mm}", StringComparison.OrdinalIgnoreCase)
                            : s.Sentence
                    ),
            ],
            [
                .. patched
                    .Surfaces.Where(s => s.State == SurfaceState.Patched && PublicWording.ContainsKey(s.Name))
                    .Select(s => PublicWording[s.Name]),
            ],
            [.. judged.Where(s => s.Name is not null).Select(s => (s.Sentence, s.Name!))]
        );
    }

    private static HashSet<string> InternalNames(Document postmortem, KnowledgeBase knowledge)
    {
        var front = postmortem.FrontMatter;
        return new(
            knowledge
                .Catalog.Components.Select(c => c.Name)
                .Concat(knowledge.Catalog.Systems.Select(s => s.Name))
                .Concat(front.Services)
                .Concat(front.Failing)
                .Concat(front.Runbooks)
                .Concat(front.Alerts.Select(a => a.Name).OfType<string>())
                .Concat(front.Twins.SelectMany(t => new[] { t.Repository, t.Path }))
                .Concat(knowledge.Catalog.Teams.SelectMany(t => new[] { $"{t.Name} team", $"{t.Name} on-call", $"team {t.Name}" }))
                .Where(n => n.Length > 2),
            StringComparer.OrdinalIgnoreCase
        );
    }

    private static string? NameIn(string sentence, HashSet<string> names) =>
        names.FirstOrDefault(n =>
            Regex.IsMatch(sentence, $@"(^|[^\w-]){Regex.Escape(n)}($|[^\w-])", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)
        );
}
