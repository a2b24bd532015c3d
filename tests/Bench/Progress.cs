using System.Diagnostics;
using System.Globalization;

namespace Knowledge.Bench;

/// <summary>Says what is being done, on stderr: stdout is for results.</summary>
internal static class Progress
{
    private static readonly long Started = Stopwatch.GetTimestamp();

    /// <summary>Where it is said; nowhere unless the program sets it.</summary>
    public static TextWriter Output { get; set; } = TextWriter.Null;

    public static void Write(FormattableString message) =>
        Output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"[{Stopwatch.GetElapsedTime(Started).TotalSeconds, 6:0.0} s] {message.ToString(CultureInfo.InvariantCulture)}"
            )
        );
}
