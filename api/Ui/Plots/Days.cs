using Knowledge.Api.Languages;

namespace Knowledge.Api.Ui.Plots;

/// <summary>Puts what was kept of days on an axis of days: those in between of which nothing was kept are there too.</summary>
internal static class Days
{
    /// <param name="kept">In order.</param>
    /// <param name="most">Of more days the last are taken.</param>
    /// <returns>Every day from the first that was kept; without a value where nothing was.</returns>
    public static IReadOnlyList<(DateOnly Day, T? Value)> Of<T>(IReadOnlyList<T> kept, Func<T, DateOnly> dayOf, int most)
        where T : class
    {
        if (kept.Count == 0)
            return [];
        var byDay = kept.GroupBy(dayOf).ToDictionary(g => g.Key, g => g.Last());
        var last = dayOf(kept[^1]);
        var first = kept.Select(dayOf).First(d => d > last.AddDays(-most));
        return
        [
            .. Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays).Select(d => (d, byDay.GetValueOrDefault(d))),
        ];
    }

    public static PlotColumn Column(DateOnly day, IEnumerable<double?> values) => new(Whole(day), Short(day), [.. values]);

    public static string Whole(DateOnly day) => Dates.Day(day);

    public static string Short(DateOnly day) => Dates.DayOfYear(day);
}
