using System.Globalization;

namespace Knowledge.Content.Documents;

/// <summary>Lengths of time as people write them in options: <c>15m</c>, <c>1h</c>, <c>2d</c>, <c>3y</c>.</summary>
public static class DurationParser
{
    private const int MaxAmount = 100_000;
    private const int MaxYears = 200;

    /// <summary>Null for anything but a whole number of minutes, hours, days or years of 365 days.</summary>
    public static TimeSpan? Parse(string text)
    {
        if (
            text.Length < 2
            || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number > MaxAmount
        )
            return null;
        return text[^1] switch
        {
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            'y' when number <= MaxYears => TimeSpan.FromDays(365 * number),
            _ => null,
        };
    }
}
