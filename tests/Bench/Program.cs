using System.Diagnostics;
using System.Globalization;
using Knowledge.Indexer;
using Knowledge.Indexer.Serving;
using Knowledge.Indexer.Sources;
using Microsoft.Extensions.Logging.Abstractions;

// Measures on the published build what README and ARCHITECTURE claim. Usage: Knowledge.Bench [files]
var files = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1000;
var work = Directory.CreateTempSubdirectory("kb-bench-").FullName;
var content = Path.Combine(work, "content");
var samples = Directory.EnumerateFiles(args.Length > 1 ? args[1] : "runbooks", "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
try
{
    Directory.CreateDirectory(content);
    // Each copy has a word of its own, so that no two pages are the same.
    for (var i = 0; i < files; i++)
        File.WriteAllText(Path.Combine(content, $"page-{i:0000}-{Path.GetFileName(samples[i % samples.Count])}"),
            $"{File.ReadAllText(samples[i % samples.Count])}\n\nCopy {i} of host-{i:0000}.\n");

    var options = new ServingOptions([new SourceDirectory("content", content)], Path.Combine(work, "data")) { PollInterval = TimeSpan.FromMilliseconds(200) };
    Console.WriteLine($"| measure ({files} files, {new DirectoryInfo(content).EnumerateFiles().Sum(f => f.Length) / 1024:N0} KiB, {Environment.ProcessorCount} cores) | value |\n|---|---|");
    await using (var first = await Start("start, empty store: ready in", options))
    {
        await Changed(first);
        Searches(first.Current);
    }
    await using (await Start("restart, nothing changed: ready in", options)) { }
    using var process = Process.GetCurrentProcess();
    Console.WriteLine($"| peak memory of this run | {process.PeakWorkingSet64 / 1024 / 1024:N0} MiB |");
}
finally
{
    Directory.Delete(work, recursive: true);
}

static async Task<LiveKnowledge> Start(string name, ServingOptions options)
{
    var started = Stopwatch.GetTimestamp();
    var live = new LiveKnowledge(options, TimeProvider.System, NullLogger<LiveKnowledge>.Instance);
    await live.StartAsync(CancellationToken.None);
    Row(name, Stopwatch.GetElapsedTime(started));
    return live;
}

async Task Changed(LiveKnowledge live)
{
    var started = Stopwatch.GetTimestamp();
    File.WriteAllText(Path.Combine(content, "page-new.md"), "# Zanzibar\n\n## Diagnosis\n\nThe zanzibar relay is upside down.\n");
    while (!live.Current.Search(new("zanzibar relay"), TimeProvider.System.GetUtcNow()).Hits.Any(h => h.DocumentId == "page-new")) await Task.Delay(10);
    Row("a saved file is found after (looked for every 200 ms here, every second by default)", Stopwatch.GetElapsedTime(started));
}

static void Searches(KnowledgeBase knowledge)
{
    string[] queries = ["empty dashboard", "Dashboards not loading!!!", "rows_read: 0", "UI shows no data for our biggest client but all pods are healthy", "nightly ticker load stuck", "emty dashbord", "purple elephant invoice"];
    var times = new List<TimeSpan>();
    for (var i = 0; i < 40; i++)
        foreach (var query in queries)
        {
            var started = Stopwatch.GetTimestamp();
            knowledge.Search(new(query), TimeProvider.System.GetUtcNow());
            if (i >= 10) times.Add(Stopwatch.GetElapsedTime(started));
        }
    times.Sort();
    Row("search with answers, median", times[times.Count / 2]);
    Row("search with answers, 95th percentile", times[times.Count * 95 / 100]);
}

static void Row(string name, TimeSpan time) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {time.TotalMilliseconds:N1} ms |"));
