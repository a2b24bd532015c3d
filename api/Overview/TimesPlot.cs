using Knowledge.Api.Ui;
using Knowledge.Api.Ui.Plots;
using Knowledge.Indexer.Reports;

namespace Knowledge.Api.Overview;

/// <summary>
/// Times of incidents as columns on a linear scale; what took far longer than the others is cut, and says how long it took.
/// </summary>
internal static class TimesPlot
{
    public const int MaxIncidents = 40;
    private const int MaxTicks = 6;

    // So much longer than four of five is cut, or the others could not be told apart.
    private const double CutFrom = 2;
    private const double OthersShare = .8;

    // Minutes.
    private static readonly double[] Steps = [10, 30, 60, 120, 240, 720, 1_440, 2_880, 10_080, 43_200, 525_600];

    /// <summary>One of the times, and where an incident has it.</summary>
    /// <param name="Median">Of it over all incidents.</param>
    public sealed record Time(PlotSeries Series, Func<IncidentLine, TimeSpan?> Of, Func<Medians, TimeSpan?> Median);

    public static IReadOnlyList<Time> Times { get; } =
    [
        new(new("To detect", "f-2"), l => l.Times.ToDetect, m => m.ToDetect),
        new(new("To the runbook", "f-1"), l => l.Times.ToRunbook, m => m.ToRunbook),
        new(new("To mitigate", "f-3"), l => l.Times.ToMitigate, m => m.ToMitigate),
    ];

    /// <param name="incidents">The newest first; of many the newest are drawn, from left to right as they happened.</param>
    /// <returns>Null when no incident has both a date and a time.</returns>
    public static PlotPicture? Of(IReadOnlyList<IncidentLine> incidents)
    {
        var drawn = incidents.Where(l => l.Date is not null && Times.Any(t => t.Of(l) is not null)).Take(MaxIncidents).Reverse().ToList();
        if (drawn.Count == 0)
            return null;
        var times = Times.Where(t => drawn.Any(l => t.Of(l) is not null)).ToList();
        var top = TopOf([.. drawn.SelectMany(l => times.Select(t => t.Of(l)?.TotalMinutes)).OfType<double>().Order()]);
        return ColumnPlot.Of(
            "Time to detect, to the runbook and to mitigate, by incident",
            "The scale is linear and begins at zero; dashed lines are medians. A column that reaches the upper edge took longer, and its "
                + "title says how long. The figures are in the table.",
            "Incident",
            new(top, TicksOf(top), m => Elapsed.Of(TimeSpan.FromMinutes(m))),
            [.. times.Select(t => t.Series)],
            [.. drawn.Select(l => new PlotColumn(l.Title, Days.Short(l.Date!.Value), [.. times.Select(t => t.Of(l)?.TotalMinutes)]))],
            grouped: true,
            [.. MediansOf(times, drawn)]
        );
    }

    private static double TopOf(IReadOnlyList<double> minutes)
    {
        var others = minutes[(int)((minutes.Count - 1) * OthersShare)];
        return Math.Max(30, minutes[^1] > others * CutFrom ? others * CutFrom : minutes[^1]);
    }

    private static List<double> TicksOf(double top)
    {
        var step = Steps.FirstOrDefault(s => top / s <= MaxTicks, Steps[^1]);
        return [.. Enumerable.Range(1, MaxTicks).Select(i => i * step).Where(t => t <= top)];
    }

    private static IEnumerable<PlotMedian> MediansOf(List<Time> times, List<IncidentLine> drawn) =>
        from t in times
        let median = Medians.Median([.. drawn.Select(t.Of).OfType<TimeSpan>().Order()])
        where median is not null
        select new PlotMedian(t.Series, median.Value.TotalMinutes);
}
