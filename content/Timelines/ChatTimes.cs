using System.Globalization;
using System.Text.RegularExpressions;

namespace Knowledge.Content.Timelines;

/// <summary>Reads dates and times as chats write them, and puts messages on one line of time.</summary>
internal static partial class ChatTimes
{
    /// <summary>A time of day that lies this much before the one above it is of the next day; less is a message out of order.</summary>
    private static readonly TimeSpan NextDayFrom = TimeSpan.FromHours(2);

    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    // csharpier-ignore
    private static readonly HashSet<string> Asides =
    [
        "today", "yesterday", "day", "changed", "log", "opened", "closed", "session", "start", "of", "ident", "the", "at", "utc",
        "to", "date",
    ];

    /// <summary>
    /// A clock time such as <c>9:35</c>, <c>09:35:01</c>, <c>9:35 PM</c>, and what is said of the zone; null when there is no such
    /// time of day.
    /// </summary>
    public static (TimeSpan TimeOfDay, TimeSpan? Offset)? Clock(string text)
    {
        if (ClockTime().Match(text.Trim()) is not { Success: true } time)
            return null;
        var (hour, minute) = (Number(time.Groups["h"]), Number(time.Groups["m"]));
        var second = time.Groups["s"].Success ? Number(time.Groups["s"]) : 0;
        if (time.Groups["half"].Success)
        {
            if (hour is < 1 or > 12)
                return null;
            hour = hour % 12 + (time.Groups["half"].Value[0] is 'P' or 'p' ? 12 : 0);
        }
        if (hour > 23 || minute > 59 || second > 59)
            return null;
        return (new(hour, minute, second), Offset(time.Groups["zone"].Value));
    }

    /// <summary><c>Z</c>, <c>UTC</c>, <c>+01:00</c>; null for anything else.</summary>
    public static TimeSpan? Offset(string text)
    {
        if (text.Length == 0)
            return null;
        if (text is "Z" or "UTC" or "GMT")
            return TimeSpan.Zero;
        if (ZoneOffset().Match(text) is not { Success: true } zone)
            return null;
        var offset = new TimeSpan(Number(zone.Groups["h"]), Number(zone.Groups["m"]), 0);
        return offset > TimeSpan.FromHours(14) ? null
            : zone.Groups["sign"].Value == "-" ? -offset
            : offset;
    }

    /// <summary>
    /// A date in figures: <c>2026-03-02</c>, <c>2026/03/02</c>, <c>02.03.2026</c>, and <c>13/03/2026</c> where only one order makes
    /// a date.
    /// </summary>
    /// <param name="dayFirst">The order that other dates of the chat show; null when none does.</param>
    public static DateOnly? Date(string text, bool? dayFirst)
    {
        if (NumericDate().Match(text) is not { Success: true } date)
            return null;
        if (date.Groups["y"].Success)
            return Of(Number(date.Groups["y"]), Number(date.Groups["mo"]), Number(date.Groups["d"]));
        var (a, b, year) = (Number(date.Groups["a"]), Number(date.Groups["b"]), Number(date.Groups["year"]));
        if (year < 100)
            year += 2000;
        if (date.Groups["dot"].Success || a > 12 || (a == b && dayFirst is null))
            return Of(year, b, a);
        if (b > 12)
            return Of(year, a, b);
        return dayFirst switch
        {
            true => Of(year, b, a),
            false => Of(year, a, b),
            null => null,
        };
    }

    /// <summary>Whether a date such as <c>13/03/2026</c> tells which of day and month comes first; null when it does not.</summary>
    public static bool? DayFirst(string text) =>
        NumericDate().Match(text) is { Success: true } date && date.Groups["slash"].Success
            ? Number(date.Groups["a"]) > 12
                ? true
                : Number(date.Groups["b"]) > 12
                    ? false
                    : null
            : null;

    /// <summary>
    /// A line that is nothing but a date, as chats put between days: <c>Monday, March 2nd, 2026</c>, <c>--- Day changed Mon Mar 02
    /// 2026</c>; without a year the date is null.
    /// </summary>
    public static (bool IsDateLine, DateOnly? Date) DateLine(string line)
    {
        if (line.Length > 80)
            return (false, null);
        var words = DateWords().Matches(line.ToLowerInvariant()).Select(m => m.Value).ToList();
        if (words.Count is 0 or > 9)
            return (false, null);
        if (
            line.Any(c =>
                !char.IsLetterOrDigit(c)
                && c is not (' ' or ',' or '.' or '-' or '–' or '—' or '=' or '*' or '#' or ':' or '/' or '[' or ']' or '_' or '\t')
            )
        )
            return (false, null);
        if (Date(line.Trim(' ', '-', '–', '—', '=', '*', '#', '[', ']', '_'), null) is { } numeric)
            return (true, numeric);
        int? year = null,
            month = null,
            day = null;
        foreach (var word in words)
            if (Clock(word) is not null || Asides.Contains(word) || IsWeekday(word))
                continue;
            else if (
                word.Length >= 3
                && Array.FindIndex(Months, m => word.StartsWith(m, StringComparison.Ordinal)) is >= 0 and var at
                && IsMonthName(word, at)
            )
                month = at + 1;
            else if (
                DayNumber().Match(word) is { Success: true } number
                && Number(number.Groups[1]) is >= 1 and <= 31 and var d
                && day is null
            )
                day = d;
            else if (
                word.Length == 4
                && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var y)
                && y is > 1970 and < 2200
            )
                year = y;
            else
                return (false, null);
        return month is { } m2 && day is { } d2 ? (true, year is { } y2 ? Of(y2, m2, d2) : null) : (false, null);
    }

    /// <summary>Puts each message on the line of time.</summary>
    /// <param name="firstDay">The day of the first time of day that has no date.</param>
    /// <param name="offset">From UTC, of times that do not say it.</param>
    /// <returns>For each message when it was, and how long after the first that has a time; null where that cannot be told.</returns>
    public static IReadOnlyList<(DateTimeOffset? At, TimeSpan? Elapsed)> Place(
        IReadOnlyList<ChatMessage> messages,
        DateOnly? firstDay,
        TimeSpan offset
    )
    {
        var placed = new List<(DateTimeOffset?, TimeSpan?)>(messages.Count);
        DateOnly? day = null;
        TimeSpan? last = null,
            first = null;
        var days = 0;
        foreach (var message in messages)
        {
            if (message.Time is not { TimeOfDay: { } clock } time)
            {
                if (message.Time?.Date is { } only)
                    (day, last) = (only, null);
                placed.Add((null, null));
                continue;
            }
            if (time.Date is { } date)
            {
                if (day is { } before)
                    days += date.DayNumber - before.DayNumber;
                else if (last is { } earlier && clock + NextDayFrom < earlier)
                    days++;
                day = date;
            }
            else
            {
                day ??= first is null ? firstDay : null;
                if (last is { } before && clock + NextDayFrom < before)
                {
                    days++;
                    day = day < DateOnly.MaxValue ? day.Value.AddDays(1) : null;
                }
            }
            last = clock;
            var sinceFirstMidnight = TimeSpan.FromDays(days) + clock;
            first ??= sinceFirstMidnight;
            placed.Add((day is { } known ? At(known, clock, time.Offset ?? offset) : null, sinceFirstMidnight - first));
        }
        return placed;
    }

    private static DateTimeOffset? At(DateOnly day, TimeSpan clock, TimeSpan offset)
    {
        var ticks = day.ToDateTime(TimeOnly.MinValue).Ticks + clock.Ticks;
        var utc = ticks - offset.Ticks;
        return utc < 0 || utc > DateTime.MaxValue.Ticks ? null : new DateTimeOffset(new DateTime(utc), TimeSpan.Zero);
    }

    private static DateOnly? Of(int year, int month, int day) =>
        year is >= 1971 and <= 2199 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new(year, month, day)
            : null;

    private static bool IsWeekday(string word) =>
        word.Length >= 3
        && "sunday monday tuesday wednesday thursday friday saturday".Split(' ').Any(d => d.StartsWith(word, StringComparison.Ordinal));

    private static bool IsMonthName(string word, int month) =>
        CultureInfo.InvariantCulture.DateTimeFormat.MonthNames[month].StartsWith(word.TrimEnd('.'), StringComparison.OrdinalIgnoreCase)
        || word == "sept";

    private static int Number(Group group) => int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    public const string TimePattern = @"[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,6})?)?( ?[AaPp]\.?[Mm]\.?)?";
    public const string DatePattern = @"([0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}|[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{2,4})";

    [GeneratedRegex(
        @"^(?<h>[0-9]{1,2}):(?<m>[0-9]{2})(:(?<s>[0-9]{2})([.,][0-9]{1,6})?)?( ?(?<half>[AaPp])\.?[Mm]\.?)?( "
            + @"?(?<zone>Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}))?$",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex ClockTime();

    [GeneratedRegex(@"^(?<sign>[+-])(?<h>[0-9]{2}):?(?<m>[0-5][0-9])$", RegexOptions.NonBacktracking)]
    private static partial Regex ZoneOffset();

    [GeneratedRegex(
        @"^((?<y>[0-9]{4})[-/](?<mo>[0-9]{1,2})[-/](?<d>[0-9]{1,2})|(?<a>[0-9]{1,2})((?<dot>\.)|"
            + @"(?<slash>/))(?<b>[0-9]{1,2})[./](?<year>[0-9]{2}|[0-9]{4}))$",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex NumericDate();

    [GeneratedRegex(@"[a-z0-9:]+", RegexOptions.NonBacktracking)]
    private static partial Regex DateWords();

    [GeneratedRegex(@"^([0-9]{1,2})(st|nd|rd|th)?$", RegexOptions.NonBacktracking)]
    private static partial Regex DayNumber();
}
