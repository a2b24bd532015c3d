using Knowledge.Api.Live;
using Knowledge.Api.Ui;
using Knowledge.Api.Ui.Plots;
using Knowledge.Indexer.Reports;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Overview;

/// <summary>What narrows the list of alerts to fix down; null for all.</summary>
public sealed record DebtFilter(string? Text, string? State, string? Service, string? Owner)
{
    public bool IsEmpty => Text is null && State is null && Service is null && Owner is null;

    public bool Fits(AlertDebt alert) =>
        (Text is null || alert.Alert.Contains(Text, StringComparison.OrdinalIgnoreCase))
        && Same(State, AlertDebt.Name(alert.Status))
        && Same(Service, alert.Service)
        && Same(Owner, alert.Owner);

    private static bool Same(string? wanted, string? value) =>
        wanted is null || string.Equals(wanted, value, StringComparison.OrdinalIgnoreCase);
}

/// <param name="Days">What was kept of the days before, and today.</param>
/// <param name="Bad">All alerts that are not good.</param>
/// <param name="Shown">Those of them that the filter leaves.</param>
public sealed record HealthModel(
    DebtReport Report,
    IReadOnlyList<DebtDay> Days,
    PlotPicture Plot,
    IReadOnlyList<AlertDebt> Bad,
    Paged<AlertDebt> Shown,
    DebtFilter Filter
);

/// <summary><c>GET /health</c>: what the alerts' runbooks still lack, by service and alert, and how that changes.</summary>
internal static class ShowHealth
{
    public static void MapHealthPage(this RouteGroupBuilder pages) => pages.MapPage("/health", Handle);

    private static RazorComponentResult<HealthPage> Handle(
        VisibleKnowledge live,
        DebtReports reports,
        string? q = null,
        string? state = null,
        string? service = null,
        string? owner = null,
        string? page = null
    )
    {
        var (report, days) = (reports.Of(live.Current), reports.History(live.Current));
        var bad = report.Alerts.Where(a => a.Status != DebtStatus.Good).ToList();
        var filter = new DebtFilter(Given(q), Given(state), Given(service), Given(owner));
        return Page.Of<HealthPage, HealthModel>(
            new(report, days, DebtPlot.Of(days), bad, bad.Where(filter.Fits).ToList().PageOf(page), filter)
        );
    }

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
