using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Knowledge.Bench.Measuring;

namespace Knowledge.Bench.Peers;

/// <summary>Runs <c>LuceneSearch.java</c> in a Java process and reads what it wrote.</summary>
internal sealed class LucenePeer : IPeer
{
    private static readonly string[] Jars = ["lucene-core", "lucene-analyzers-common"];

    // Beyond it texts are read while they are indexed; the index lies in memory maps, outside of the heap.
    private const int MaxInMemory = 1_000_000;

    public string Name => "Lucene";

    public PeerReport Run(PeerTask task)
    {
        var folder = Directory.CreateTempSubdirectory("kb-bench-lucene-").FullName;
        try
        {
            var (index, report) = (Path.Combine(folder, "index"), Path.Combine(folder, "report.json"));
            var effort = task.Streams ? Effort.Full with { WarmUpPasses = 1 } : Effort.Full;
            string[] arguments =
            [
                task.Streams || task.Size > MaxInMemory ? "-Xmx2g" : "-Xmx6g",
                $"-Dstreams={(task.Streams || task.Size > MaxInMemory ? "true" : "false")}",
                "-cp",
                string.Join(':', Jars.Select(Jar)),
                Path.Combine(AppContext.BaseDirectory, "LuceneSearch.java"),
                task.Corpus.SectionsPath(task.Size),
                task.Search ? task.Corpus.QueriesPath(task.Size) : "-",
                index,
                task.Threads.ToString(CultureInfo.InvariantCulture),
                effort.WarmUpPasses.ToString(CultureInfo.InvariantCulture),
                effort.WarmUpSeconds.ToString(CultureInfo.InvariantCulture),
                effort.Rounds.ToString(CultureInfo.InvariantCulture),
                effort.SecondsPerKind.ToString(CultureInfo.InvariantCulture),
                report,
            ];
            using var java = Process.Start(new ProcessStartInfo("java", arguments))!;
            java.WaitForExit();
            if (java.ExitCode != 0)
                throw new InvalidOperationException($"LuceneSearch.java ended with exit code {java.ExitCode}; what it said stands above.");
            return JsonSerializer.Deserialize<PeerReport>(File.ReadAllText(report))!;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The package has each jar with its version; the name without one is not always there.
    private static string Jar(string name) =>
        Directory.EnumerateFiles("/usr/share/java", name + "-8*.jar").Order(StringComparer.Ordinal).LastOrDefault()
        ?? throw new FileNotFoundException($"There is no {name}-8*.jar in /usr/share/java: install liblucene8-java.");
}
