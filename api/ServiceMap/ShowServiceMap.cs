using Knowledge.Api.Live;
using Knowledge.Api.Ui;
using Knowledge.Content.Catalog;
using Knowledge.Indexer.Reports;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.ServiceMap;

/// <summary><c>GET /map</c>: which service needs which, what fires, who owns it.</summary>
internal static class ShowServiceMap
{
    private const int MaxAlerts = 1_000;

    public static void MapServiceMapPage(this RouteGroupBuilder pages) => pages.MapPage("/map", Handle);

    private static RazorComponentResult<ServiceMapPage> Handle(
        VisibleKnowledge live,
        LiveAlerts alerts,
        TimeProvider time,
        string? service = null,
        string? system = null,
        string? owner = null
    )
    {
        var knowledge = live.Current;
        var firing = alerts
            .List(new("open"), MaxAlerts)
            ?.Where(a => a.Service is not null)
            .CountBy(a => a.Service!, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
        return Page.Of<ServiceMapPage, ServiceMapView>(
            ServiceMapView.Of(
                ServiceGraph.Of(knowledge.Catalog),
                [.. ServiceRow.All(knowledge, time.GetUtcNow())],
                firing,
                new(Given(service), Given(system), Given(owner))
            )
        );
    }

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
