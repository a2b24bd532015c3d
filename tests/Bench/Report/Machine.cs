using System.Runtime.InteropServices;

namespace Knowledge.Bench.Report;

/// <summary>What the figures depend on beside the code.</summary>
internal static class Machine
{
    private const string Processors = "/proc/cpuinfo";
    private const string Memory = "/proc/meminfo";

    public static string Describe() =>
        $"{Environment.ProcessorCount} cores ({Value(Processors, "model name") ?? "unknown processor"}), {Value(Memory, "MemTotal")} memory, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";

    private static string? Value(string file, string key) => File.Exists(file)
        ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
        : null;
}
