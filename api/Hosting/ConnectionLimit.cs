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

    /// <summary>Of one connection that is slow: its buffers, its request, and its share of the sockets' own.</summary>
    public const int BytesOfOne = 16 * 1024;

    // What a cgroup or the machine gives; connections may have a quarter of it.
    private const int MemoryShare = 4;

    // So many addresses must be at it together to take all of them.
    private const int AddressShare = 4;

    /// <summary>How many of all one address may have.</summary>
    public static int OfOneAddress(int all) => Math.Max(Least / AddressShare, all / AddressShare);

    public static int OfThisProcess() => Of(DescriptorsIn(TryRead("/proc/self/limits")), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

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
