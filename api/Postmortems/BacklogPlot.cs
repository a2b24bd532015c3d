using Knowledge.Api.Ui.Plots;
using Knowledge.Indexer.Reports;

namespace Knowledge.Api.Postmortems;

/// <summary>Open actions, a column a day, the overdue ones at the bottom.</summary>
internal static class BacklogPlot
{
    public const int MaxDays = 120;

    public static IReadOnlyList<PlotSeries> Series { get; } = [new("Overdue", "f-red"), new("Open, not overdue", "f-amber")];

    /// <param name="days">In order; of many the last are drawn.</param>
    /// <returns>Null while actions were counted on fewer than two days.</returns>
    public static PlotPicture? Of(IReadOnlyList<DebtDay> days)
    {
        var counted = days.Where(d => d.Actions is not null).ToList();
        if (counted.Count < 2)
            return null;
        var columns = Days.Of(counted, d => d.Day, MaxDays)
            .Select(d => Days.Column(d.Day, [d.Value?.Actions!.Overdue, d.Value?.Actions!.Open - d.Value?.Actions!.Overdue]))
            .ToList();
        return ColumnPlot.Of(
            "Open actions, day by day",
            "One column a day, the overdue ones at the bottom. The figures are in the table.",
            "Day",
            PlotAxis.OfCounts(columns.Max(c => c.Values.Sum()) ?? 0),
            Series,
            columns
        );
    }
}
