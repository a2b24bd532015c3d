using System.Globalization;
using Knowledge.Api.Ui;
using Knowledge.Indexer.Reports;

namespace Knowledge.Api.Overview;

/// <summary>
/// Times of incidents as columns on a linear scale; what took far longer than the others is cut, and says how long it took.
/// </summary>
/// <param name="Drawn">The series of which any of them has a time.</param>
/// <param name="Medians">A line for each series.</param>
public sealed record TimesPlot(
    IReadOnlyList<TimesPlot.Series> Drawn,
    IReadOnlyList<TimesPlot.Column> Columns,
    IReadOnlyList<TimesPlot.Tick> Ticks,
    IReadOnlyList<TimesPlot.MedianLine> Medians
)
{
    public const int Width = 640;
    public const int Height = 220;
    public const int Axis = 80;
    private const int Left = Axis + 4;
    private const int MaxColumns = 40;
    private const double MaxColumnWidth = 56;
    private const int MaxTicks = 6;

    // So much longer than four of five is cut, or the others could not be told apart.
    private const double CutFrom = 2;
    private const double OthersShare = .8;

    private static readonly double[] Steps = [10, 30, 60, 120, 240, 720, 1_440, 2_880, 10_080, 43_200, 525_600];

    /// <param name="Style">Name of its class.</param>
    public sealed record Series(string Name, string Style, Func<IncidentLine, TimeSpan?> Time);

    public sealed record Column(IncidentLine Incident, IReadOnlyList<Bar> Bars);

    /// <summary>A rectangle in the plot's own units; y grows downwards.</summary>
    /// <param name="IsCut">It took longer than the scale reaches.</param>
    public sealed record Bar(Series Series, TimeSpan Time, string X, string Y, string Width, string Height, bool IsCut);

    public sealed record Tick(string Name, int Y);

    public sealed record MedianLine(Series Series, TimeSpan Time, int Y);

    public static IReadOnlyList<Series> AllSeries { get; } =
    [
        new("To detect", "s-detect", l => l.Times.ToDetect),
        new("To the runbook", "s-find", l => l.Times.ToRunbook),
        new("To mitigate", "s-mitigate", l => l.Times.ToMitigate),
    ];

    /// <param name="incidents">The newest first; of many the newest are drawn, from left to right as they happened.</param>
    public static TimesPlot Of(IReadOnlyList<IncidentLine> incidents)
    {
        var drawn = incidents
            .Where(l => l.Date is not null && AllSeries.Any(s => s.Time(l) is not null))
            .Take(MaxColumns)
            .Reverse()
            .ToList();
        var series = AllSeries.Where(s => drawn.Any(l => s.Time(l) is not null)).ToList();
        var top = TopOf([.. drawn.SelectMany(l => series.Select(s => s.Time(l)?.TotalMinutes)).OfType<double>().Order()]);
        var step = Math.Min(MaxColumnWidth, (Width - Left) / (double)Math.Max(1, drawn.Count));
        var columns = drawn.Select(
            (line, i) =>
            {
                var x = Left + i * step;
                var width = step * 0.85 / series.Count;
                return new Column(
                    line,
                    [
                        .. series
                            .Select((s, n) => (Series: s, X: x + n * width, Time: s.Time(line)))
                            .Where(b => b.Time is not null)
                            .Select(b => (b.Series, b.X, Time: b.Time!.Value, High: HeightOf(b.Time.Value.TotalMinutes, top)))
                            .Select(b => new Bar(
                                b.Series,
                                b.Time,
                                Number(b.X),
                                Number(Height - b.High),
                                Number(width),
                                Number(b.High),
                                b.Time.TotalMinutes > top
                            )),
                    ]
                );
            }
        );
        return new(series, [.. columns], [.. TicksOf(top)], [.. MediansOf(series, drawn, top)]);
    }

    private static double TopOf(IReadOnlyList<double> minutes)
    {
        if (minutes.Count == 0)
            return 60;
        var others = minutes[(int)((minutes.Count - 1) * OthersShare)];
        return Math.Max(30, minutes[^1] > others * CutFrom ? others * CutFrom : minutes[^1]);
    }

    private static IEnumerable<Tick> TicksOf(double top)
    {
        var step = Steps.FirstOrDefault(s => top / s <= MaxTicks, Steps[^1]);
        for (var i = 1; i * step <= top && i <= MaxTicks; i++)
            yield return new(Elapsed.Of(TimeSpan.FromMinutes(i * step)), (int)(Height - HeightOf(i * step, top)));
    }

    private static IEnumerable<MedianLine> MediansOf(List<Series> series, List<IncidentLine> drawn, double top) =>
        from s in series
        let median = Indexer.Reports.Medians.Median([.. drawn.Select(s.Time).OfType<TimeSpan>().Order()])
        where median is not null && median.Value.TotalMinutes <= top
        select new MedianLine(s, median.Value, (int)(Height - HeightOf(median.Value.TotalMinutes, top)));

    // What took less than a minute still has a line.
    private static double HeightOf(double minutes, double top) => Math.Clamp(Height * minutes / top, 2, Height);

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
