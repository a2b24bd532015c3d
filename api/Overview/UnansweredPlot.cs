using Knowledge.Api.Ui.Plots;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Overview;

/// <summary>Words that found nothing, by the week in which somebody asked them first.</summary>
internal static class UnansweredPlot
{
    public const int MaxWeeks = 26;

    private static readonly PlotSeries Asked = new("New words without an answer", "f-4");

    /// <param name="first">When each was asked first.</param>
    /// <param name="keptFor">Words that nobody asked again for so long are deleted; null for never.</param>
    /// <returns>Null when there are none.</returns>
    public static PlotPicture? Of(IReadOnlyList<DateTimeOffset> first, DateOnly today, TimeSpan? keptFor)
    {
        var perWeek = first.CountBy(f => WeekOf(DateOnly.FromDateTime(f.UtcDateTime))).ToDictionary();
        var last = WeekOf(today);
        // Of weeks before the first words nothing is known, and of weeks from which words were deleted too little.
        var begin = perWeek.Keys.Where(w => w <= last).DefaultIfEmpty(DateOnly.MaxValue).Min();
        var oldest = last.AddDays(-7 * (MaxWeeks - 1));
        if (keptFor is { } kept && WeekOf(today.AddDays(-(int)kept.TotalDays)).AddDays(7) is var whole && whole > oldest)
            oldest = whole;
        if (begin < oldest)
            begin = oldest;
        if (begin > last)
            return null;
        var columns = Enumerable
            .Range(0, (last.DayNumber - begin.DayNumber) / 7 + 1)
            .Select(n => begin.AddDays(7 * n))
            .Select(w => new PlotColumn(T("Week of {0}", Days.Whole(w)), Days.Short(w), [perWeek.GetValueOrDefault(w)]))
            .ToList();
        return ColumnPlot.Of(
            "Searches without an answer, by the week in which they were first asked",
            "One column a week; words that were asked again count once. The figures are in the table.",
            "Week",
            PlotAxis.OfCounts(columns.Max(c => c.Values[0]) ?? 0),
            [Asked],
            columns
        );
    }

    // Weeks begin on Monday.
    private static DateOnly WeekOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
