using System.Text.RegularExpressions;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Postmortems.Surfaces;

namespace Knowledge.Indexer.Postmortems;

/// <summary>A sentence for customers, and where it was taken from.</summary>
/// <param name="Source">For the author, never for customers: a field or a section of the postmortem.</param>
/// <param name="IsVerified">False when it is told because a postmortem declares it, and nobody looked whether it holds.</param>
public sealed record CustomerSentence(string Text, string Source, bool IsVerified = true);

/// <summary>
/// What may be told outside after an incident: approved sentences that tell of what is over, times, and in general words what was
/// changed. Nothing else of the postmortem is taken, since only people can tell what is internal.
/// </summary>
/// <param name="Title">Of the postmortem, unless an internal name is in it.</param>
/// <param name="Began">When it was noticed; null when that is not written.</param>
/// <param name="Sentences">Approved wording, and what stands under a heading such as Communication or For customers, as far as it
/// tells of what is over.</param>
/// <param name="Seen">What customers saw, in their words.</param>
/// <param name="Changed">One sentence for each patched surface that a customer would care for, and of which no action is open.</param>
/// <param name="Withheld">Approved sentences that were left out, each with why.</param>
public sealed partial record CustomerSummary(
    string Title,
    DateOnly? Date,
    DateTimeOffset? Began,
    DateTimeOffset? Ended,
    IReadOnlyList<CustomerSentence> Sentences,
    IReadOnlyList<string> Seen,
    IReadOnlyList<CustomerSentence> Changed,
    IReadOnlyList<(string Sentence, string Reason)> Withheld
)
{
    // What is seen to hold, and no more. Of what is only declared, with a link that nobody opened here: that it was made, not that it
    // helped.
    private static readonly Dictionary<string, string> PublicWording = new()
    {
        ["code"] = "A change was made that is meant to fix the fault that led to it.",
        ["data"] = "A correction of the data was made.",
        ["detection"] = "Our monitoring watches the part that failed.",
        ["runbook"] = "Instructions for our engineers were written.",
        ["twin-change"] = "We wrote down what has to be changed together.",
        ["status-page"] = "We agreed on what to tell you, and when.",
        ["process"] = "We agreed on a change of how we work.",
        ["drill"] = "We practised the case.",
    };

    public static CustomerSummary Of(Document postmortem, KnowledgeBase knowledge)
    {
        var front = postmortem.FrontMatter;
        var names = InternalNames(postmortem, knowledge);
        var ended = front.Mitigated ?? front.Resolved;
        var judged = front
            .Wording.Select((w, i) => new CustomerSentence(w.Text.Trim(), $"what to tell customers, {i + 1}"))
            .Concat(
                postmortem
                    .Sections.Where(s =>
                        s.Kind == SectionKind.Communication || s.Heading.Equals("For customers", StringComparison.OrdinalIgnoreCase)
                    )
                    .SelectMany(s => s.Text.Split('\n').Select(line => new CustomerSentence(line.Trim(), $"section {s.Heading}")))
            )
            .Where(s => s.Text.Length > 0)
            .DistinctBy(s => s.Text)
            .Select(s => (Sentence: s with { Text = WithTime(s.Text, ended) }, Reason: ReasonAgainst(s.Text, names, ended)))
            .ToList();
        // What an open action is about is not done yet, whatever is declared.
        var unfinished = (postmortem.Postmortem?.Actions ?? [])
            .Where(a => a.Done == false)
            .SelectMany(a => ActionSurfaces.Of(a.Text))
            .ToHashSet();
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
            [.. judged.Where(s => s.Reason is null).Select(s => s.Sentence)],
            [.. front.Symptoms.Where(s => NameIn(s, names) is null).Take(MaxSeen)],
            [
                .. patched
                    .Surfaces.Where(s =>
                        s.State == SurfaceState.Patched && PublicWording.ContainsKey(s.Name) && !unfinished.Contains(s.Name)
                    )
                    .Select(s => new CustomerSentence(
                        PublicWording[s.Name],
                        SurfaceQuestion.Of(s.Name).Question,
                        s.Verification is { Holds: true }
                    )),
            ],
            [.. judged.Where(s => s.Reason is not null).Select(s => (s.Sentence.Text, s.Reason!))]
        );
    }

    private const int MaxSeen = 3;

    private static string WithTime(string sentence, DateTimeOffset? ended) =>
        ended is { } time ? sentence.Replace("{time}", $"{time.UtcDateTime:HH:mm}", StringComparison.OrdinalIgnoreCase) : sentence;

    private static string? ReasonAgainst(string sentence, HashSet<string> names, DateTimeOffset? ended) =>
        NameIn(sentence, names) is { } name ? $"it names {name}"
        : ended is null && sentence.Contains("{time}", StringComparison.OrdinalIgnoreCase) ? "the time at which it was over is not known"
        : Going().IsMatch(sentence) || Present().IsMatch(sentence) && !Past().IsMatch(sentence)
            ? "it is meant for the time of the incident: it is in the present tense"
        : null;

    // “We are loading”, “will be complete”: what was said that morning is untrue afterwards.
    [GeneratedRegex(
        @"\b(am|are|is) (currently |still |now )?[a-z]+ing\b|\b(we're|we’re) [a-z]+ing\b|\b(will|we'll|we’ll|shall)\b|\b(currently|"
            + @"right now|at the moment|as soon as|next update)\b",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Going();

    [GeneratedRegex(@"\b(am|are|is|has|have|cannot|can)\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Present();

    [GeneratedRegex(@"\b(was|were|had|did|been|could|[a-z]+ed)\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Past();

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
