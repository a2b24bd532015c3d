using System.Globalization;
using Knowledge.Api.Overview;
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
        Assert.Equal(4, plot.Max);
        var parts = plot.Columns[0].Parts;
        Assert.Equal(["debt-lost", "debt-thin", "debt-good"], parts.Select(p => p.Series.Style));
        Assert.Equal(DebtPlot.Height, parts.Sum(p => Number(p.Height)));
        Assert.Equal(DebtPlot.Height, Number(parts[0].Y) + Number(parts[0].Height));
        Assert.Equal(DebtPlot.Height / 2.0, Number(Assert.Single(plot.Columns[1].Parts).Y));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void Any_number_of_days_fits(int days)
    {
        var plot = DebtPlot.Of([.. Enumerable.Range(0, days).Select(i => new DebtDay(Day.AddDays(i), 1, 9, [new(DebtStatus.None, 1)]))]);
        Assert.All(plot.Columns.SelectMany(c => c.Parts), p => Assert.InRange(Number(p.X) + Number(p.Width), 0, DebtPlot.Width));
        Assert.Equal(Day.AddDays(days - 1), plot.Columns[^1].Day);
    }

    [Fact]
    public void Every_status_is_drawn() =>
        Assert.Equal(Enum.GetValues<DebtStatus>().Order(), DebtPlot.AllSeries.SelectMany(s => s.Statuses).Order());

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
