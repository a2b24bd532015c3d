using Knowledge.Api.Ui.Plots;
using Knowledge.Indexer.Reports;

namespace Knowledge.Api.Overview;

/// <summary>
/// Alerts by the state of their runbook, a column a day, the worst at the bottom, where one sees best whether it shrinks. A day for
/// which no figure was kept is a day of which nothing is known.
/// </summary>
internal static class DebtPlot
{
    /// <summary>More would be thinner than a line.</summary>
    public const int MaxDays = 120;

    /// <summary>A group of statuses that is drawn as one.</summary>
    public sealed record Group(PlotSeries Series, IReadOnlyList<DebtStatus> Statuses);

    public static IReadOnlyList<Group> Groups { get; } =
    [
        new(new("No runbook link that works", "f-red"), [DebtStatus.None, DebtStatus.Dead, DebtStatus.AnchorMissing, DebtStatus.Generic]),
        new(new("Runbook incomplete", "f-amber"), [DebtStatus.Stub, DebtStatus.NoRemediation]),
        new(new("No owner, or out of date", "f-4"), [DebtStatus.NoOwner, DebtStatus.Stale, DebtStatus.NeverUsed]),
        new(new("Complete", "f-green"), [DebtStatus.Good]),
        new(new("On another site, not checked", "f-grey"), [DebtStatus.Unchecked]),
    ];

    /// <param name="days">In order; of many the last are drawn.</param>
    public static PlotPicture Of(IReadOnlyList<DebtDay> days)
    {
        var columns = Days.Of(days, d => d.Day, MaxDays).Select(d => Days.Column(d.Day, Groups.Select(g => Count(d.Value, g)))).ToList();
        return ColumnPlot.Of(
            "Alerts by the state of their runbook, day by day",
            "One column a day; the worst states are at the bottom. The figures are in the table.",
            "Day",
            PlotAxis.OfCounts(columns.Max(c => c.Values.Sum()) ?? 0),
            [.. Groups.Select(g => g.Series)],
            columns
        );
    }

    private static double? Count(DebtDay? day, Group group) =>
        day?.ByStatus.Where(s => group.Statuses.Contains(s.Status)).Sum(s => s.Alerts);
}
