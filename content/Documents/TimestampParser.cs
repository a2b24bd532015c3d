using System.Globalization;

namespace Knowledge.Content.Documents;

/// <summary>
/// Reads points in time as people write them: ISO 8601 with <c>T</c> or a space, seconds optional, UTC unless an offset is given.
/// </summary>
public static class TimestampParser
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

    public static bool TryParse(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text.Trim(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
}
