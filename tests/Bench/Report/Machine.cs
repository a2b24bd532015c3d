using System.Globalization;
using System.Runtime.InteropServices;

namespace Knowledge.Bench.Report;

/// <summary>What the figures depend on beside the code.</summary>
internal static class Machine
{
    private const string Processors = "/proc/cpuinfo";
    private const string Memory = "/proc/meminfo";

    /// <param name="sdk">Version of the .NET SDK that published what was measured.</param>
    public static string Describe(string sdk) =>
        $"{Environment.ProcessorCount} cores ({Value(Processors, "model name") ?? "unknown processor"}), {Gibibytes()} GiB memory, "
        + $"{RuntimeInformation.OSDescription}, .NET SDK {sdk}, {RuntimeInformation.FrameworkDescription}";

    private static string Gibibytes() =>
        Value(Memory, "MemTotal") is { } text
        && long.TryParse(text.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var kib)
            ? Figures.Count(kib / 1024 / 1024)
            : "?";

    private static string? Value(string file, string key) =>
        File.Exists(file)
            ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            : null;
}
