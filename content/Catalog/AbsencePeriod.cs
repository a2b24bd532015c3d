using System.Globalization;

namespace Knowledge.Content.Catalog;

/// <summary>Days on which a team is not there, once or every year; both ends included.</summary>
/// <param name="Yearly">Then only month and day of the ends count; a window may cross the end of the year.</param>
public sealed record AbsencePeriod(DateOnly Start, DateOnly End, bool Yearly, string Reason)
{
    /// <summary>The last day of the window that holds <paramref name="day"/>, or null when the team is there.</summary>
    public DateOnly? LastDay(DateOnly day)
    {
        if (!Yearly)
            return day >= Start && day <= End ? End : null;
        // A window such as 12-24..01-02 may have begun in the year before.
        foreach (var year in new[] { day.Year - 1, day.Year })
        {
            if (year < 1)
                continue;
            var start = InYear(Start, year);
            var end = InYear(End, year);
            if (end < start)
                end = InYear(End, year + 1);
            if (day >= start && day <= end)
                return end;
        }
        return null;
    }

    /// <summary>
    /// Reads <c>09-14..09-18 reason</c> or <c>2026-12-24..2027-01-02 reason</c>, several separated by <c>;</c>. What cannot be read
    /// is returned in <paramref name="bad"/>.
    /// </summary>
    public static IReadOnlyList<AbsencePeriod> ParseAll(string text, out IReadOnlyList<string> bad)
    {
        var windows = new List<AbsencePeriod>();
        var unread = new List<string>();
        foreach (var part in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Parse(part) is { } window)
                windows.Add(window);
            else
                unread.Add(part);
        }
        bad = unread;
        return windows;
    }

    private static AbsencePeriod? Parse(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var range = space < 0 ? text : text[..space];
        var reason = space < 0 ? "away" : text[(space + 1)..].Trim();
        if (range.Split("..") is not [var from, var to])
            return null;
        if (Date(from) is { } start && Date(to) is { } end && end >= start)
            return new(start, end, false, reason);
        return MonthDay(from) is { } first && MonthDay(to) is { } last ? new(first, last, true, reason) : null;
    }

    private static DateOnly? Date(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    // 2000 is a leap year, so 02-29 can be written.
    private static DateOnly? MonthDay(string text) => Date($"2000-{text}");

    private static DateOnly InYear(DateOnly date, int year) =>
        new(year, date.Month, Math.Min(date.Day, DateTime.DaysInMonth(year, date.Month)));
}
