using Knowledge.Api.Overview;
using Knowledge.Api.Ui.Plots;
using Knowledge.Indexer.Reports;

namespace Knowledge.Tests.Api.Overview;

public sealed class DebtPlotTests
{
    private static readonly DateOnly Day = new(2026, 11, 2);

    [Fact]
    public void Columns_are_as_high_as_there_are_alerts_the_worst_at_the_bottom()
    {
        var plot = DebtPlot.Of([
            new(Day, 4, 0, [new(DebtStatus.Dead, 1), new(DebtStatus.Stub, 1), new(DebtStatus.Good, 2)]),
            new(Day.AddDays(1), 2, 0, [new(DebtStatus.Good, 2)]),
        ]);
        var first = plot.Shapes.Where(s => s.X == 0).ToList();
        Assert.Equal(["f-red", "f-amber", "f-green"], first.Select(s => s.Style));
        Assert.Equal(ColumnPlot.Height - ColumnPlot.Head, first.Sum(s => s.Height), 6);
        Assert.Equal(ColumnPlot.Height, first[0].Y + first[0].Height, 6);
        Assert.Equal((ColumnPlot.Height - ColumnPlot.Head) / 2.0, Assert.Single(plot.Shapes, s => s.X > 0).Height, 6);
        Assert.Equal(["2 Nov 2026", "1", "1", "0", "2", "0"], plot.Rows[0]);
    }

    [Fact]
    public void A_day_of_which_nothing_was_kept_is_not_a_day_without_alerts()
    {
        var plot = DebtPlot.Of([new(Day, 1, 9, [new(DebtStatus.None, 1)]), new(Day.AddDays(2), 1, 0, [new(DebtStatus.Good, 1)])]);
        Assert.Equal(["f-red", PlotSeries.Unknown.Style, "f-green"], plot.Shapes.Select(s => s.Style));
        Assert.Equal("3 Nov 2026: not known", plot.Shapes[1].Title);
        Assert.Equal("not known", plot.Rows[1][1]);
        Assert.Contains(PlotSeries.Unknown, plot.Keys);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void Any_number_of_days_fits(int days)
    {
        var plot = DebtPlot.Of([.. Enumerable.Range(0, days).Select(i => new DebtDay(Day.AddDays(i), 1, 9, [new(DebtStatus.None, 1)]))]);
        Assert.Equal(Math.Min(days, DebtPlot.MaxDays), plot.Shapes.Count);
        Assert.All(plot.Shapes, s => Assert.InRange(s.X + s.Width, 0, 100));
        Assert.Equal(Days.Whole(Day.AddDays(days - 1)), plot.Rows[^1][0]);
    }

    [Fact]
    public void Every_status_is_drawn() =>
        Assert.Equal(Enum.GetValues<DebtStatus>().Order(), DebtPlot.Groups.SelectMany(g => g.Statuses).Order());
}
