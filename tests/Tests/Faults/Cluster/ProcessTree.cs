using System.Diagnostics;
using System.Globalization;

namespace Knowledge.Tests.Faults.Cluster;

/// <summary>Processes that tests kill, stop and let go on, with all that they started.</summary>
internal static class ProcessTree
{
    /// <summary>A process and those below it; empty when it has ended.</summary>
    public static IReadOnlyList<int> Of(int root)
    {
        var parents = new Dictionary<int, int>();
        foreach (var directory in Directory.GetDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
                try
                {
                    // After the name, which may hold anything: the state, and the parent.
                    var stat = File.ReadAllText(Path.Combine(directory, "stat"));
                    parents[pid] = int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // It has ended meanwhile.
                }
        if (!parents.ContainsKey(root))
            return [];
        var tree = new List<int> { root };
        for (var i = 0; i < tree.Count; i++)
            tree.AddRange(parents.Where(p => p.Value == tree[i]).Select(p => p.Key));
        return tree;
    }

    /// <param name="signal">KILL, STOP or CONT.</param>
    public static void Signal(string signal, params IEnumerable<int> processes)
    {
        var all = processes.Select(p => $"{p}").ToList();
        if (all.Count == 0)
            return;
        // One of them may have ended, which is no fault.
        using var kill = Process.Start(
            new ProcessStartInfo("kill", [$"-{signal}", .. all]) { RedirectStandardError = true, RedirectStandardOutput = true }
        )!;
        kill.WaitForExit();
    }
}
