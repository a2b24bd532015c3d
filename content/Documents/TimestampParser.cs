using System.Globalization;
using System.Text.RegularExpressions;

namespace Knowledge.Content.Documents;

/// <summary>
/// Reads points in time as people write them: ISO 8601 with <c>T</c> or a space, seconds optional, UTC unless an offset is given; and
/// dates with the name of a month, in the languages of the lexicon.
/// </summary>
public static partial class TimestampParser
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd HH:mm:ssK",
        "yyyy-MM-dd HH:mmK",
        "yyyy-MM-dd HH:mm:ss zzz",
        "yyyy-MM-dd HH:mm zzz",
        "yyyy-MM-dd",
    ];

    public static bool TryParse(string text, out DateTimeOffset time)
    {
        text = text.Trim();
        if (DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time))
            return true;
        if (Clock().Match(text) is not { Success: true } clock || WrittenDate.Read(text[..clock.Index]) is not { } date)
            return false;
        var of = clock.Groups["clock"].Value;
        string[] clocks = ["H:mm", "H:mm:ss"];
        if (!TimeOnly.TryParseExact(of.Length == 0 ? "0:00" : of, clocks, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
            return false;
        time = new(date.ToDateTime(at), TimeSpan.Zero);
        return true;
    }

    // What stands behind a date in words: a time of day, or nothing.
    [GeneratedRegex(
        """
            (([\s,T]|\s(at|um|à|a\slas|às|alle|om|kl\.?|v|o)\s)\s*
            (?<clock>\d{1,2}:\d{2}(:\d{2})?)(\s*(UTC|Z|Uhr))?)?$
            """,
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Clock();
}
