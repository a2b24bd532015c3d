using Knowledge.Api.Insights;
using Knowledge.Indexer.Insights;
using Knowledge.Indexer.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Pages;

public sealed record InsightsModel(InsightsReport Report, TimesPlot Times, SurfacesPlot Surfaces);

/// <summary><c>GET /insights</c>: what all incidents together tell.</summary>
internal static class ShowInsights
{
    public static void MapInsightsPage(this RouteGroupBuilder pages) => pages.MapPage("/insights", Handle);

    private static RazorComponentResult<InsightsPage> Handle(LiveKnowledge live, LiveAlerts alerts)
    {
        var report = GetInsights.Report(live, alerts);
        return Page.Of<InsightsPage, InsightsModel>(new(report, TimesPlot.Of(report.Incidents), SurfacesPlot.Of(report.Surfaces)));
    }
}
