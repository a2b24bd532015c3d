using System.Globalization;
using Knowledge.Indexer.Reports;

namespace Knowledge.Api.Overview;

/// <summary>Times of incidents as columns on a logarithmic scale: minutes and days do not fit on another.</summary>
/// <param name="Drawn">The series of which any of them has a time.</param>
public sealed record TimesPlot(
    IReadOnlyList<TimesPlot.Series> Drawn,
    IReadOnlyList<TimesPlot.Column> Columns,
    IReadOnlyList<TimesPlot.Tick> Ticks
)
{
    public const int Width = 640;
    public const int Height = 220;
    public const int Axis = 80;
    private const int Left = Axis + 4;
    private const int MaxColumns = 40;
    private const double MaxColumnWidth = 56;

    private static readonly (string Name, double Minutes)[] Marks =
    [
        ("1 min", 1),
        ("10 min", 10),
        ("1 h", 60),
        ("6 h", 360),
        ("1 d", 1440),
        ("1 w", 10080),
        ("10 w", 100800),
    ];

    /// <param name="Style">Name of its class.</param>
    public sealed record Series(string Name, string Style, Func<IncidentLine, TimeSpan?> Time);

    public sealed record Column(IncidentLine Incident, IReadOnlyList<Bar> Bars);

    /// <summary>A rectangle in the plot's own units; y grows downwards.</summary>
    public sealed record Bar(Series Series, TimeSpan Time, string X, string Y, string Width, string Height);

    public sealed record Tick(string Name, int Y);

    public static IReadOnlyList<Series> AllSeries { get; } =
    [
        new("To detect", "time-detect", l => l.Times.ToDetect),
        new("To the runbook", "time-runbook", l => l.Times.ToRunbook),
        new("To mitigate", "time-mitigate", l => l.Times.ToMitigate),
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
        var max = Math.Max(60, drawn.SelectMany(l => series.Select(s => s.Time(l)?.TotalMinutes ?? 0)).DefaultIfEmpty(0).Max());
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
                            .Select(b => (b.Series, b.X, Time: b.Time!.Value, High: HeightOf(b.Time.Value.TotalMinutes, max)))
                            .Select(b => new Bar(b.Series, b.Time, Number(b.X), Number(Height - b.High), Number(width), Number(b.High))),
                    ]
                );
            }
        );
        return new(
            series,
            [.. columns],
            [.. Marks.Where(m => m.Minutes <= max).Select(m => new Tick(m.Name, (int)(Height - HeightOf(m.Minutes, max))))]
        );
    }

    // What took less than a minute still has a line; a minute is a little higher.
    private static double HeightOf(double minutes, double max) => Math.Max(2, Height * Math.Log(1 + minutes) / Math.Log(1 + max));

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
