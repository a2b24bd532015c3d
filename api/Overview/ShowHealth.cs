using Knowledge.Api.Live;
using Knowledge.Api.Ui;
using Knowledge.Indexer.Reports;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Overview;

public sealed record HealthModel(DebtReport Report, IReadOnlyList<DebtDay> Days, DebtPlot Plot);

/// <summary><c>GET /health</c>: what the alerts' runbooks still lack, by service and alert, and how that changes.</summary>
internal static class ShowHealth
{
    public static void MapHealthPage(this RouteGroupBuilder pages) => pages.MapPage("/health", Handle);

    private static RazorComponentResult<HealthPage> Handle(DebtReports reports)
    {
        var days = reports.History();
        return Page.Of<HealthPage, HealthModel>(new(reports.Current(), days, DebtPlot.Of(days)));
    }
}
