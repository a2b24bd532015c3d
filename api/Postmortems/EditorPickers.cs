using Knowledge.Content.Documents;
using Knowledge.Indexer;

namespace Knowledge.Api.Postmortems;

/// <summary>What fields of the editor offer; any of them takes free text as well.</summary>
/// <param name="Services">Components and systems of the catalog, and what pages name.</param>
/// <param name="Alerts">Names of rules.</param>
/// <param name="Runbooks">Ids of pages.</param>
public sealed record EditorPickers(
    IReadOnlyList<string> Teams,
    IReadOnlyList<string> Services,
    IReadOnlyList<string> Alerts,
    IReadOnlyList<string> Runbooks,
    IReadOnlyList<string> Severities
)
{
    // A list that nobody scrolls through makes the page heavy.
    private const int MaxOffered = 1_000;

    private static readonly string[] CommonSeverities = ["sev1", "sev2", "sev3"];

    public static EditorPickers Of(KnowledgeBase knowledge) =>
        new(
            Offered(knowledge.Catalog.Teams.Select(t => t.Name)),
            Offered(
                knowledge
                    .Catalog.Components.Select(c => c.Name)
                    .Concat(knowledge.Catalog.Systems.Select(s => s.Name))
                    .Concat(knowledge.Documents.SelectMany(d => d.FrontMatter.Services))
            ),
            Offered(knowledge.Documents.Where(d => d.Kind == DocumentKind.Alert).Select(d => d.Title)),
            Offered(knowledge.Documents.Where(d => d.Kind == DocumentKind.Runbook).Select(d => d.Id.Value)),
            Offered(
                knowledge
                    .Documents.Where(d => d.Kind == DocumentKind.Postmortem)
                    .Select(d => d.FrontMatter.Severity)
                    .OfType<string>()
                    .Concat(CommonSeverities)
            )
        );

    private static IReadOnlyList<string> Offered(IEnumerable<string> names) =>
        [.. names.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase).Take(MaxOffered)];
}
