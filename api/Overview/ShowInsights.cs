using Knowledge.Api.Live;
using Knowledge.Api.Ui;
using Knowledge.Indexer.Reports;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Overview;

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
