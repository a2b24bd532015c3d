using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Knowledge.Bench.Measuring;

/// <summary>
/// Time that the processor worked for this thread, where the system tells it (Linux), else the time that went by: what a search costs on
/// a machine that does other things as well.
/// </summary>
internal static class ProcessorTime
{
    private const int OfThread = 3;

    [StructLayout(LayoutKind.Sequential)]
    private struct Moment
    {
        public long Seconds;
        public long Nanoseconds;
    }

    public static double Milliseconds() =>
        OperatingSystem.IsLinux() && Read(OfThread, out var moment) == 0
            ? moment.Seconds * 1e3 + moment.Nanoseconds / 1e6
            : Stopwatch.GetTimestamp() * 1e3 / Stopwatch.Frequency;

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Read(int clock, out Moment moment);
}
