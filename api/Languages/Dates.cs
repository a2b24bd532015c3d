using System.Globalization;

namespace Knowledge.Api.Languages;

/// <summary>Days, points in time and numbers as the reader's language writes them. Times are UTC.</summary>
internal static class Dates
{
    private static CultureInfo Format => Language.Current.Format;

    /// <summary>A day, such as 3 Mar 2026.</summary>
    public static string Day(DateOnly day) => day.ToString("d", Format);

    /// <summary>A day of any year, such as 3 Mar.</summary>
    public static string DayOfYear(DateOnly day) => day.ToString("m", Format);

    /// <summary>A month, such as Mar 2026.</summary>
    public static string Month(DateOnly month) => month.ToString("y", Format);

    /// <summary>A point in time, such as 3 Mar 2026 09:40 UTC.</summary>
    public static string Minute(DateTimeOffset at) => $"{Day(at)} {Clock(at)} UTC";

    /// <summary>The hour of today, the day and hour of the last week, the date before that; without UTC.</summary>
    public static string Short(DateTimeOffset at, DateTimeOffset now)
    {
        var (time, today) = (at.UtcDateTime, now.UtcDateTime);
        return time.Date == today.Date ? Clock(at)
            : today - time < TimeSpan.FromDays(6) ? time.ToString("ddd HH:mm", Format)
            : Day(at);
    }

    /// <summary>Hours and minutes, such as 09:40.</summary>
    public static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A point in time for programs.</summary>
    public static string Exact(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A whole number, such as 12,345.</summary>
    public static string Count(long count) => count.ToString("N0", Format);

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d", Format);
}
