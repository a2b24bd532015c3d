using Knowledge.Api.Live;
using Knowledge.Api.Postmortems;
using Knowledge.Api.Ui;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Reports;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Overview;

/// <param name="Gaps">How many; null when they cannot be read just now.</param>
public sealed record HomeModel(
    IReadOnlyList<string> Examples,
    IReadOnlyList<Document> Postmortems,
    IReadOnlyList<ServiceRow> Services,
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

    public static void MapHome(this RouteGroupBuilder pages) => pages.MapPage("/", Handle);

    private static RazorComponentResult<HomePage> Handle(LiveKnowledge live, TimeProvider time)
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
                [.. ShowPostmortems.NewestFirst(knowledge).Take(PostmortemsShown)],
                [.. ServiceRow.All(knowledge, time.GetUtcNow()).Take(ServicesShown)],
                knowledge.Documents.Count,
                live.Gaps(Knowledge.Api.Search.ListGaps.MaxGaps)?.Count,
                live.Degraded
            )
        );
    }
}
