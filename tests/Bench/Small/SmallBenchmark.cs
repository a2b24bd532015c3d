using System.Diagnostics;
using Knowledge.Api.Background;
using Knowledge.Api.Live;
using Knowledge.Bench.Measuring;
using Knowledge.Indexer;
using Microsoft.Extensions.Logging.Abstractions;

namespace Knowledge.Bench.Small;

/// <param name="KiB">Size of all files.</param>
internal sealed record SmallReport(int Files, long KiB, IReadOnlyList<SmallMeasure> Measures);

/// <param name="Unit">ms or MiB.</param>
internal sealed record SmallMeasure(string Name, double Value, string Unit);

/// <summary>A knowledge base of usual size, made of copies of the example runbooks: start, change, search, <c>kb</c>.</summary>
internal static class SmallBenchmark
{
    private const int FilesForKb = 500;
    private const int KbRuns = 5;
    private const int WarmUps = 10;
    private const int Rounds = 30;

    private static readonly string[] Queries =
    [
        "empty dashboard",
        "Dashboards not loading!!!",
        "rows_read: 0",
        "UI shows no data for our biggest client but all pods are healthy",
        "nightly ticker load stuck",
        "emty dashbord",
        "purple elephant invoice",
    ];

    /// <param name="samples">The example knowledge base.</param>
    /// <param name="kb">The folder that <c>kb</c> was published to.</param>
    public static async Task<SmallReport> Run(string samples, int files, string kb)
    {
        var work = Directory.CreateTempSubdirectory("kb-bench-small-").FullName;
        try
        {
            var content = Path.Combine(work, "content");
            Copy(samples, content, files);
            var kib = new DirectoryInfo(content).EnumerateFiles().Sum(f => f.Length) / 1024;
            var options = new ServingOptions([new("content", content)], Path.Combine(work, "data"))
            {
                PollInterval = TimeSpan.FromMilliseconds(200),
            };
            var measures = new List<SmallMeasure>();
            Progress.Write($"small: {files:N0} files");
            await using (var first = await Start("start, empty store: ready in", options, measures))
            {
                measures.Add(await Changed(first, content));
                measures.AddRange(Searches(first.Whole));
            }
            await using (await Start("restart, nothing changed: ready in", options, measures)) { }
            using (var process = Process.GetCurrentProcess())
                measures.Add(new("peak memory of this part", process.PeakWorkingSet64 / 1024.0 / 1024, "MiB"));

            var some = Path.Combine(work, "some");
            Copy(samples, some, FilesForKb);
            measures.Add(new($"`kb search` over {FilesForKb} files, whole process, median of {KbRuns}", KbSearch(kb, some), "ms"));
            return new(files, kib, measures);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    // Each copy has a word of its own, so that no two pages are the same.
    private static void Copy(string samples, string target, int files)
    {
        Directory.CreateDirectory(target);
        var pages = Directory
            .EnumerateFiles(samples, "*.md", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(p => (Name: Path.GetFileName(p), Text: File.ReadAllText(p)))
            .ToList();
        for (var i = 0; i < files; i++)
            File.WriteAllText(
                Path.Combine(target, $"page-{i:0000}-{pages[i % pages.Count].Name}"),
                $"{pages[i % pages.Count].Text}\n\nCopy {i} of host-{i:0000}.\n"
            );
    }

    private static async Task<LiveKnowledge> Start(string name, ServingOptions options, List<SmallMeasure> measures)
    {
        var started = Stopwatch.GetTimestamp();
        var loops = new BackgroundLoops(TimeProvider.System, NullLogger<BackgroundLoops>.Instance);
        var live = new LiveKnowledge(options, loops, TimeProvider.System, NullLogger<LiveKnowledge>.Instance);
        await live.StartAsync(CancellationToken.None);
        measures.Add(Since(name, started));
        return live;
    }

    private static async Task<SmallMeasure> Changed(LiveKnowledge live, string content)
    {
        var started = Stopwatch.GetTimestamp();
        File.WriteAllText(Path.Combine(content, "page-new.md"), "# Zanzibar\n\n## Diagnosis\n\nThe zanzibar relay is upside down.\n");
        while (!live.Whole.Search(new("zanzibar relay"), TimeProvider.System.GetUtcNow()).Hits.Any(h => h.DocumentId == "page-new"))
            await Task.Delay(10);
        return Since("a saved file is found after (looked for every 200 ms here)", started);
    }

    private static IEnumerable<SmallMeasure> Searches(KnowledgeBase knowledge)
    {
        var times = new List<double>();
        for (var i = 0; i < WarmUps + Rounds; i++)
            foreach (var query in Queries)
            {
                var started = Stopwatch.GetTimestamp();
                knowledge.Search(new(query), TimeProvider.System.GetUtcNow());
                if (i >= WarmUps)
                    times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        yield return new("search with answers, median", Percentile.Median(times), "ms");
        yield return new("search with answers, 95th percentile", Percentile.Of(times, 95), "ms");
    }

    private static double KbSearch(string kb, string content) =>
        Percentile.Median(
            Enumerable
                .Range(0, KbRuns)
                .Select(_ =>
                {
                    var started = Stopwatch.GetTimestamp();
                    using var process = Process.Start(
                        new ProcessStartInfo(Path.Combine(kb, "kb"), ["search", "--content", content, "empty", "dashboard"])
                        {
                            RedirectStandardOutput = true,
                        }
                    )!;
                    process.StandardOutput.ReadToEnd();
                    process.WaitForExit();
                    if (process.ExitCode != 0)
                        throw new InvalidOperationException($"kb search ended with exit code {process.ExitCode}.");
                    return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                })
                .ToList()
        );

    private static SmallMeasure Since(string name, long started) => new(name, Stopwatch.GetElapsedTime(started).TotalMilliseconds, "ms");
}
