using Knowledge.Api.Live;
using Knowledge.Api.Ui;
using Knowledge.Api.Ui.Plots;
using Knowledge.Indexer.Postmortems;
using Knowledge.Indexer.Reports;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Overview;

/// <summary>What the page draws; of a picture that is null there is nothing to draw.</summary>
/// <param name="Uncounted">Suspicions that were wrong, of which no incident counted the minutes.</param>
/// <param name="KnowsSearches">False when searches without an answer cannot be read just now.</param>
public sealed record InsightsModel(
    InsightsReport Report,
    PlotPicture? Times,
    PlotPicture Surfaces,
    PlotPicture? Ages,
    PlotPicture? Lost,
    int Uncounted,
    PlotPicture? Quality,
    PlotPicture? Unanswered,
    bool KnowsSearches
);

/// <summary><c>GET /insights</c>: what all incidents together tell.</summary>
internal static class ShowInsights
{
    public static void MapInsightsPage(this RouteGroupBuilder pages) => pages.MapPage("/insights", Handle);

    private static RazorComponentResult<InsightsPage> Handle(VisibleKnowledge live, LiveAlerts alerts, DebtReports debt, TimeProvider time)
    {
        var report = GetInsights.Report(live, alerts);
        var (knowledge, now) = (live.Current, time.GetUtcNow());
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var ends = DeadEndRegister.Of(knowledge);
        var asked = live.GapsFirstAsked();
        return Page.Of<InsightsPage, InsightsModel>(
            new(
                report,
                TimesPlot.Of(report.Incidents),
                SurfacesPlot.Of(report.Surfaces),
                ActionAgesPlot.Of(knowledge.ActionsOn(now).Actions, today),
                LostMinutesPlot.Of(ends),
                ends.Count(e => e.MinutesLost is null),
                debt.Of(knowledge).Alerts.Count == 0 ? null : DebtPlot.Of(debt.History(knowledge)),
                asked is null ? null : UnansweredPlot.Of(asked, today, live.GapsKeptFor),
                asked is not null
            )
        );
    }
}
