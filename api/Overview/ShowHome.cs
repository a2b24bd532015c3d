using Knowledge.Api.Access;
using Knowledge.Api.Documents;
using Knowledge.Api.Live;
using Knowledge.Api.Postmortems;
using Knowledge.Api.Search;
using Knowledge.Api.Store;
using Knowledge.Api.Ui;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Reports;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Knowledge.Api.Overview;

/// <param name="Firing">Alerts that fire, the most urgent first; null when they cannot be read just now.</param>
/// <param name="Folders">Where documents lie, the largest first.</param>
/// <param name="Saved">Searches of who is signed in; null when they cannot be read just now.</param>
/// <param name="Gaps">How many; null when they cannot be read just now.</param>
public sealed record HomeModel(
    IReadOnlyList<string> Examples,
    IReadOnlyList<AlertRecord>? Firing,
    IReadOnlyList<Document> Postmortems,
    IReadOnlyList<ServiceRow> Services,
    IReadOnlyList<(string Folder, int Count)> Folders,
    IReadOnlyList<SavedSearch>? Saved,
    int Documents,
    int? Gaps,
    IReadOnlyList<string> Degraded
);

/// <summary><c>GET /</c>.</summary>
internal static class ShowHome
{
    private const int ExamplesShown = 6;
    private const int PostmortemsShown = 6;
    private const int ServicesShown = 12;
    private const int FiringRead = 100;
    private const int FiringShown = 5;
    private const int FoldersShown = 8;

    public static void MapHome(this RouteGroupBuilder pages) => pages.MapPage("/", Handle);

    private static RazorComponentResult<HomePage> Handle(
        HttpContext http,
        VisibleKnowledge live,
        [FromServices] SavedSearches saved,
        LiveAlerts alerts,
        TimeProvider time
    )
    {
        var knowledge = live.Current;
        var examples = knowledge
            .Documents.Where(d => d.Kind != DocumentKind.Alert && d.Symptoms.Count > 0)
            .Select(d => d.Symptoms[0])
            .Where(s => s.Length <= 80)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Take(ExamplesShown);
        return Page.Of<HomePage, HomeModel>(
            new(
                [.. examples],
                MostUrgent(alerts.List(new("firing"), FiringRead)),
                [.. ShowPostmortems.NewestFirst(knowledge).Take(PostmortemsShown)],
                [.. ServiceRow.All(knowledge, time.GetUtcNow()).Take(ServicesShown)],
                [
                    .. knowledge
                        .Documents.CountBy(ShowRunbooks.FolderOf)
                        .OrderByDescending(f => f.Value)
                        .ThenBy(f => f.Key, StringComparer.Ordinal)
                        .Take(FoldersShown)
                        .Select(f => (f.Key, f.Value)),
                ],
                saved.Of(Caller.Of(http)),
                knowledge.Documents.Count,
                live.Gaps(ListGaps.MaxGaps)?.Count,
                live.Degraded
            )
        );
    }

    // In the order of the list of alerts.
    private static IReadOnlyList<AlertRecord>? MostUrgent(IReadOnlyList<AlertRecord>? firing) =>
        firing is null
            ? null
            :
            [
                .. firing
                    .OrderBy(a => AlertSeverity.Order(a.Severity))
                    .ThenBy(a => a.Holder is null ? 0 : 1)
                    .ThenBy(a => a.StartsAt)
                    .ThenBy(a => a.Id, StringComparer.Ordinal)
                    .Take(FiringShown),
            ];
}
