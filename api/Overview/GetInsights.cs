using Knowledge.Api.Live;
using Knowledge.Indexer.Reports;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Overview;

/// <summary><c>GET /api/insights</c>: what all incidents together tell.</summary>
internal static class GetInsights
{
    private const int MaxGaps = 20;
    private const int MaxAlerts = 200;

    public static void MapInsights(this RouteGroupBuilder api) =>
        api.MapGet("/insights", Handle)
            .WithName("GetInsights")
            .WithSummary(
                "Time to detect, to the runbook and to mitigate, by incident and year; surfaces most often "
                    + "left open; recurring causes; searches that found nothing."
            );

    public static InsightsReport Report(VisibleKnowledge live, LiveAlerts alerts) =>
        InsightsReport.Of(live.Current, live.Gaps(MaxGaps), alerts.FirstSteps(MaxAlerts, live.Current));

    private static Ok<InsightsReport> Handle(VisibleKnowledge live, LiveAlerts alerts) => TypedResults.Ok(Report(live, alerts));
}
