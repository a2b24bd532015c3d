using System.Globalization;

namespace Knowledge.Api.Hosting;

/// <summary>How many connections are taken: as many as there are descriptors and memory for, and some left for everything else.</summary>
internal static class ConnectionLimit
{
    public const int Most = 10_000;
    public const int Least = 64;

    /// <summary>
    /// Descriptors for modules of the program (some three hundred files), the store, sources, and what goes out; without one left not even
    /// a thread can be started, and the process ends.
    /// </summary>
    public const int ReservedDescriptors = 512;

    /// <summary>Below this it would end as soon as somebody comes.</summary>
    public const int Needed = ReservedDescriptors + Least;

    /// <summary>Enough for as many connections as are taken at most.</summary>
    public const int Advised = 16_384;

    /// <summary>How many connections beyond those that are taken may wait to be refused; the rest wait in the system's queue.</summary>
    public const int RefusedAtOnce = 32;

    /// <summary>Of one connection that is slow: its buffers, its request, and its share of the sockets' own.</summary>
    public const int BytesOfOne = 16 * 1024;

    // What a cgroup or the machine gives; connections may have a quarter of it.
    private const int MemoryShare = 4;

    // So many addresses must be at it together to take all of them.
    private const int AddressShare = 4;

    /// <summary>How many of all one address may have.</summary>
    public static int OfOneAddress(int all) => Math.Max(Least / AddressShare, all / AddressShare);

    public static int OfThisProcess() => Of(OpenFiles, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>Why this process could not serve, as a line that says what to do; null when it can.</summary>
    public static string? Shortage() => ShortageOf(OpenFiles);

    /// <param name="descriptors">Null when nobody says.</param>
    public static string? ShortageOf(long? descriptors) =>
        descriptors < Needed
            ? $"this process may have {descriptors} files open, and the server needs at least {Needed}: raise the limit "
                + $"(`ulimit -n {Advised}` in the shell that starts it, LimitNOFILE={Advised} for systemd, "
                + $"--ulimit nofile={Advised} for a container)"
            : null;

    /// <param name="descriptors">Null when nobody says.</param>
    public static int Of(long? descriptors, long memoryBytes) =>
        (int)Math.Max(Least, Math.Min(Math.Min(Most, memoryBytes / MemoryShare / BytesOfOne), descriptors - ReservedDescriptors ?? Most));

    /// <summary>The soft limit of open files; null when the text does not tell one.</summary>
    public static long? DescriptorsIn(string limits)
    {
        var line = limits.Split('\n').FirstOrDefault(l => l.StartsWith("Max open files", StringComparison.Ordinal));
        return
            line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, var soft, ..]
            && long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : null;
    }

    private static long? OpenFiles => DescriptorsIn(TryRead("/proc/self/limits"));

    private static string TryRead(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file) : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
