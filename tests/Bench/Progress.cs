using System.Diagnostics;
using System.Globalization;

namespace Knowledge.Bench;

/// <summary>Says on stderr what is being done; stdout is for results.</summary>
internal static class Progress
{
    private static readonly long Started = Stopwatch.GetTimestamp();

    public static void Say(FormattableString message) =>
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{Stopwatch.GetElapsedTime(Started).TotalSeconds,6:0.0} s] {message.ToString(CultureInfo.InvariantCulture)}"));
}
