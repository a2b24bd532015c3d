using Knowledge.Bench.Corpus;
using Knowledge.Bench.Meaning;
using Knowledge.Indexer.Embeddings;

namespace Knowledge.Bench.Http;

/// <summary>What was measured of a published server over HTTP on loopback.</summary>
/// <param name="FirstStartMs">From the start of the process with an empty store until it is ready.</param>
/// <param name="ChangedMs">From a file in place until a search finds it, without load.</param>
/// <param name="TakenInMs">Of the same changes, from the look at the files that saw it until it could be found.</param>
/// <param name="Loads">For each way to compare meanings the load, by queries that come again; all else belongs to
/// <see cref="EmbedderSettings.BuiltIn"/>, the default.</param>
/// <param name="Fresh">The same of the default by queries of which none comes again.</param>
/// <param name="LagMs">The same under load; a file that was not found in <see cref="HttpBenchmark.LongestLag"/> counts as that.</param>
/// <param name="Written">Documents written during the load.</param>
/// <param name="CaughtUpMs">Until the last of them is found, which was written as the load ended; null when it was not in
/// <see cref="HttpBenchmark.LongestLag"/>.</param>
/// <param name="Empty">Of <see cref="HttpBenchmark.Sampled"/> queries of the load, asked once more: how many gave nothing.</param>
/// <param name="RestartMs">From the start of the process, after a kill, until the first right answer.</param>
internal sealed record HttpReport(
    int Documents,
    int Sections,
    double FirstStartMs,
    IReadOnlyList<double> ChangedMs,
    IReadOnlyList<double> TakenInMs,
    IReadOnlyList<EmbedderLoad> Loads,
    EmbedderLoad Fresh,
    IReadOnlyList<double> LagMs,
    int Written,
    double? CaughtUpMs,
    int Empty,
    IReadOnlyList<double> RestartMs,
    long PeakBytes
);

/// <summary>Load on a server that compares meanings in one way.</summary>
/// <param name="Embedder">As <c>--embedder</c> has it; of a directory its name.</param>
/// <param name="NotDegraded">Of <paramref name="Asked"/> queries that were asked beside the load, how many were answered without
/// <c>degraded</c>: for want of time an encoder leaves the others to the table.</param>
internal sealed record EmbedderLoad(string Embedder, LoadResult Load, int NotDegraded, int Asked);

/// <summary>Searches over HTTP while documents come in; restart; a changed file.</summary>
internal static class HttpBenchmark
{
    public const int Changes = 15;
    public const int Sampled = 200;
    public const int Restarts = 3;
    public const int LoadSeconds = 30;

    private const int WarmUpSeconds = 10;
    private const int FreshQueries = 200_000;

    // Few beside thousands of the load.
    private static readonly TimeSpan BetweenAsked = TimeSpan.FromMilliseconds(200);

    public static readonly TimeSpan LongestLag = TimeSpan.FromSeconds(60);

    /// <param name="size">Sections; the corpus folder has them as Markdown files.</param>
    /// <param name="program">The folder that the server was published to.</param>
    public static async Task<HttpReport> Run(CorpusFolder corpus, int size, string program)
    {
        var words = await Other(corpus, size, program, EmbedderSettings.None);
        var table = await Other(corpus, size, program, EmbedderSettings.Table);
        Progress.Write($"HTTP: vectors of the pages' passages");
        var vectors = await PageVectors.Make(corpus, size, await EncodedPassages.Load(EmbedderSettings.BuiltIn));
        var report = await Default(corpus, size, program, vectors);
        return report with { Loads = [words, table, .. report.Loads] };
    }

    // Only load: all else is the same.
    private static async Task<EmbedderLoad> Other(CorpusFolder corpus, int size, string program, string embedder)
    {
        var work = Directory.CreateTempSubdirectory("kb-bench-http-").FullName;
        try
        {
            var (content, data) = Folders(corpus, size, work);
            Progress.Write($"HTTP: starting a server with --embedder {embedder}");
            using var server = new Server(program, content, data, "--embedder", embedder);
            await server.WaitUntilReady();
            Progress.Write($"HTTP: warming up for {WarmUpSeconds} s, then load for {LoadSeconds} s");
            await Load.Run(server.Address, corpus.LoadPath(size), WarmUpSeconds);
            var (load, _, _, _, whole, asked) = await LoadWhileWriting(
                server,
                new(content, work, corpus.Sections(size)),
                corpus.LoadPath(size)
            );
            Progress.Write($"HTTP: {load.PerSecond:N0} requests/s");
            return new(embedder, load, whole, asked);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>A directory of pages of its own for a server, and one for its data.</summary>
    internal static (string Content, string Data) Folders(CorpusFolder corpus, int size, string work)
    {
        var (content, data) = (Path.Combine(work, "content"), Path.Combine(work, "data"));
        Directory.CreateDirectory(content);
        foreach (var file in Directory.EnumerateFiles(corpus.MarkdownPath(size)))
            File.Copy(file, Path.Combine(content, Path.GetFileName(file)));
        return (content, data);
    }

    private static async Task<HttpReport> Default(CorpusFolder corpus, int size, string program, string vectors)
    {
        var work = Directory.CreateTempSubdirectory("kb-bench-http-").FullName;
        try
        {
            var (content, data) = Folders(corpus, size, work);
            var writer = new ContentWriter(content, work, corpus.Sections(size));
            PageVectors.Give(vectors, data);

            Progress.Write($"HTTP: starting a server with {size / Section.PerDocument:N0} documents");
            var server = new Server(program, content, data);
            try
            {
                var firstStart = await server.WaitUntilReady();
                Progress.Write($"HTTP: ready after {firstStart.TotalSeconds:0.0} s; changing files");
                var (changed, takenIn) = await Change(server, writer);
                await server.WaitUntilEmbedded();
                Progress.Write($"HTTP: all passages have their vectors after {server.SinceStart.TotalSeconds:0.0} s");
                Progress.Write($"HTTP: warming up for {WarmUpSeconds} s, then load for {LoadSeconds} s");
                await Load.Run(server.Address, corpus.LoadPath(size), WarmUpSeconds);
                var (load, lag, written, caughtUp, whole, asked) = await LoadWhileWriting(server, writer, corpus.LoadPath(size));
                // A server that answers fast with nothing would look good.
                var empty = 0;
                foreach (var query in File.ReadLines(corpus.LoadPath(size)).Take(Sampled))
                    if ((await server.Search(query)).Count == 0)
                        empty++;
                var peak = server.PeakBytes;
                Progress.Write($"HTTP: {load.PerSecond:N0} requests/s; now queries that do not come again");
                var fresh = Path.Combine(work, "fresh.txt");
                WriteFresh(corpus.LoadPath(size), fresh);
                var (freshLoad, _, _, _, freshWhole, freshAsked) = await LoadWhileWriting(server, writer, fresh);
                Progress.Write($"HTTP: {freshLoad.PerSecond:N0} requests/s; restarting");
                var restarts = new List<double>();
                for (var i = 0; i < Restarts; i++)
                {
                    server.Dispose();
                    server = new(program, content, data);
                    restarts.Add((await server.WaitUntilFound(writer.Last!.Mark, writer.Last.DocumentId)).TotalMilliseconds);
                    await server.WaitUntilReady();
                }
                return new(
                    size / Section.PerDocument,
                    size,
                    firstStart.TotalMilliseconds,
                    changed,
                    takenIn,
                    [new(EmbedderSettings.BuiltIn, load, whole, asked)],
                    new($"{EmbedderSettings.BuiltIn}, no query twice", freshLoad, freshWhole, freshAsked),
                    lag,
                    written,
                    caughtUp?.TotalMilliseconds,
                    empty,
                    restarts,
                    peak
                );
            }
            finally
            {
                server.Dispose();
            }
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    // The words of one query and those of another behind it: more of them than are asked in the time.
    private static void WriteFresh(string queries, string to)
    {
        var lines = File.ReadAllLines(queries);
        File.WriteAllLines(to, Enumerable.Range(0, FreshQueries).Select(i => Fresh(lines, i)));
    }

    private static string Fresh(string[] lines, int number)
    {
        var (round, at) = Math.DivRem(number, lines.Length);
        return $"{lines[at]} {lines[(at + 17 * (round + 1)) % lines.Length].Split(' ')[0]}";
    }

    private static async Task<(List<double> ChangedMs, List<double> TakenInMs)> Change(Server server, ContentWriter writer)
    {
        var (times, takenIn) = (new List<double>(), new List<double>());
        for (var i = 0; i < Changes; i++)
        {
            var document = writer.Write();
            times.Add(
                (await server.WaitUntilFound(document.Mark, document.DocumentId, document.At, LongestLag) ?? LongestLag).TotalMilliseconds
            );
            takenIn.Add(1000 * await server.Metric("kb_index_last_change_duration_seconds"));
            // Not in step with a server that looks at its files at intervals.
            await Task.Delay(37 * (i + 1));
        }
        return (times, takenIn);
    }

    internal static async Task<(
        LoadResult Load,
        List<double> LagMs,
        int Written,
        TimeSpan? CaughtUp,
        int Document,
        int Asked
    )> LoadWhileWriting(Server server, ContentWriter writer, string queries, int seconds = LoadSeconds)
    {
        using var stop = new CancellationTokenSource();
        var before = writer.Written;
        var writing = writer.WriteUntil(stop.Token);
        var lagging = Lag(server, writer, stop.Token);
        var asking = Ask(server, queries, stop.Token);
        var load = await Load.Run(server.Address, queries, seconds);
        var written = writer.Written - before;
        await stop.CancelAsync();
        await writing;
        var caughtUp = server.WaitUntilFound(writer.Last!.Mark, writer.Last.DocumentId, writer.Last.At, LongestLag);
        var (whole, asked) = await asking;
        return (load, await lagging, written, await caughtUp, whole, asked);
    }

    private static async Task<(int Document, int Asked)> Ask(Server server, string queries, CancellationToken stop)
    {
        var (whole, asked) = (0, 0);
        foreach (var query in File.ReadLines(queries))
        {
            if (stop.IsCancellationRequested)
                break;
            asked++;
            if (await server.IsWhole(query))
                whole++;
            await Task.Delay(BetweenAsked, CancellationToken.None);
        }
        return (whole, asked);
    }

    // One document at a time is looked for, the newest when the one before was found.
    private static async Task<List<double>> Lag(Server server, ContentWriter writer, CancellationToken stop)
    {
        var times = new List<double>();
        var before = writer.Last;
        while (!stop.IsCancellationRequested)
        {
            if (writer.Last is { } last && last != before)
            {
                before = last;
                times.Add((await server.WaitUntilFound(last.Mark, last.DocumentId, last.At, LongestLag) ?? LongestLag).TotalMilliseconds);
            }
            await Task.Delay(20, CancellationToken.None);
        }
        return times;
    }
}
