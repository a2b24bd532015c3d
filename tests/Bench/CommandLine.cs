using System.Globalization;
using Knowledge.Bench.Archives;
using Knowledge.Bench.Calibration;
using Knowledge.Bench.Corpus;
using Knowledge.Bench.Embedding;
using Knowledge.Bench.Http;
using Knowledge.Bench.Meaning;
using Knowledge.Bench.Peers;
using Knowledge.Bench.Phrases;
using Knowledge.Bench.Report;
using Knowledge.Bench.Small;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Encoder;

namespace Knowledge.Bench;

/// <summary>The parts of a run, each a process of its own, so that none warms up, or fills the memory of, another.</summary>
internal static class CommandLine
{
    private const string Usage = """
        usage: Knowledge.Bench PART ...      (tests/Bench/run calls the parts in order)
          corpus CACHE PACKAGES|- SIZE...    makes corpora and queries that are not in the cache yet; PACKAGES: unpacked packages
          peer RESULTS CACHE knowledge|lucene|lucene-net|fts5|postgres SIZE THREADS [index]
                                             measures one engine; "index": without searches.
                                             PostgreSQL: connection string in KB_BENCH_POSTGRES
          archive-build RESULTS CACHE SIZE DIR
                                             builds an archive in DIR
          archive-search RESULTS CACHE SIZE DIR
                                             searches it as the server does
          archive-lucene RESULTS CACHE SIZE  the same sections by Java's Lucene, read while they are indexed with two threads
          archive-hot RESULTS CACHE SIZE ARCHIVED
                                             searches SIZE served sections while an archive of ARCHIVED ones is built
          phrases RESULTS CACHE SIZE         measures words in quotes and expressions, and compares with reading every text
          http RESULTS CACHE SIZE API        measures the server published to the folder API
          access RESULTS CACHE SIZE API      measures the same with sign-in and hidden pages beside one without
          versions CACHE SIZE none|table|built-in ROUNDS BEFORE NOW
                                             loads two versions of the server in turn, published to the folders BEFORE and NOW
          restart RESULTS CACHE SIZE API     kills it and starts it again, with a file and with the PostgreSQL of KB_BENCH_POSTGRES
          alerts RESULTS RUNBOOKS API        measures hooks and /r/NAME of the server published to the folder API
          small RESULTS RUNBOOKS FILES KB    measures copies of runbooks, and kb published to the folder KB
          embed RESULTS table|built-in|onnx  measures the built-in table, the built-in encoder, or ONNX Runtime on the same weights
          embed RESULTS float32 MODEL        measures the encoder in a directory with float32 weights
          meaning RESULTS CACHE SIZE table|built-in
                                             measures search by meaning, by the built-in table or encoder
          calibrate FILE KIND RELATED... -- UNRELATED...
                                             fits how sure answers are to what `kb eval --signs` wrote (tests/Bench/calibrate calls it)
          reliability OUT.svg KIND=FILE...   draws how often the first page was right against how likely that was said to be
          report RESULTS OUT.md PLOT.svg SDK writes tables and plot; 1 when results do not agree. SDK: version of the .NET SDK
        """;

    public static async Task<int> Run(string[] arguments)
    {
        try
        {
            switch (arguments)
            {
                case ["corpus", var cache, var packages, .. { Length: > 0 } sizes]:
                    new CorpusFolder(cache).Make(packages == "-" ? null : packages, [.. sizes.Select(CorpusFolder.ParseSize)]);
                    return 0;
                case ["peer", var results, var cache, var name, var size, var threads]:
                    return Peer(results, cache, name, size, threads, search: true);
                case ["peer", var results, var cache, var name, var size, var threads, "index"]:
                    return Peer(results, cache, name, size, threads, search: false);
                case ["archive-build", var results, var cache, var size, var directory]:
                    ResultsFolder.Write(results, ArchiveBenchmark.Build(new(cache), CorpusFolder.ParseSize(size), directory));
                    return 0;
                case ["archive-search", var results, var cache, var size, var directory]:
                    ResultsFolder.Write(
                        results,
                        ArchiveBenchmark.Search(new(cache), ResultsFolder.ReadBuild(results, CorpusFolder.ParseSize(size)), directory)
                    );
                    return 0;
                case ["archive-lucene", var results, var cache, var size]:
                    ResultsFolder.WriteRival(
                        results,
                        new LucenePeer().Run(new(new(cache), CorpusFolder.ParseSize(size), 2, true) { Streams = true })
                    );
                    return 0;
                case ["archive-hot", var results, var cache, var size, var archived]:
                    ResultsFolder.Write(
                        results,
                        await HotBenchmark.Run(new(cache), CorpusFolder.ParseSize(size), CorpusFolder.ParseSize(archived))
                    );
                    return 0;
                case ["phrases", var results, var cache, var size]:
                    ResultsFolder.Write(results, PhraseBenchmark.Run(new(cache), CorpusFolder.ParseSize(size)));
                    return 0;
                case ["http", var results, var cache, var size, var program]:
                    ResultsFolder.Write(results, await HttpBenchmark.Run(new(cache), CorpusFolder.ParseFileSize(size), program));
                    return 0;
                case ["access", var results, var cache, var size, var program]:
                    ResultsFolder.Write(results, await AccessBenchmark.Run(new(cache), CorpusFolder.ParseFileSize(size), program));
                    return 0;
                case [
                    "versions",
                    var cache,
                    var size,
                    var embedder
                    and (EmbedderSettings.None or EmbedderSettings.Table or EmbedderSettings.BuiltIn),
                    var rounds,
                    var before,
                    var now,
                ]:
                    Console.Write(
                        VersionsTable.Of(
                            await VersionsBenchmark.Run(
                                new(cache),
                                CorpusFolder.ParseFileSize(size),
                                embedder,
                                Number(rounds, 1, 100),
                                before,
                                now
                            )
                        )
                    );
                    return 0;
                case ["restart", var results, var cache, var size, var program]:
                    foreach (var report in await Restart(new(cache), CorpusFolder.ParseFileSize(size), program))
                        ResultsFolder.Write(results, report);
                    return 0;
                case ["alerts", var results, var runbooks, var program]:
                    ResultsFolder.Write(results, await AlertsBenchmark.Run(Number(runbooks, 1, 100_000), program));
                    return 0;
                case ["small", var results, var samples, var files, var kb]:
                    ResultsFolder.Write(results, await SmallBenchmark.Run(samples, Number(files, 1, 100_000), kb));
                    return 0;
                case ["embed", var results, EmbedderSettings.Table]:
                    ResultsFolder.Write(results, EmbeddingBenchmark.Table());
                    return 0;
                case ["embed", var results, EmbedderSettings.BuiltIn]:
                    ResultsFolder.Write(results, EmbeddingBenchmark.Encoder(BuiltInEncoder.Directory, Precision.Int8));
                    return 0;
                case ["embed", var results, "onnx"]:
                    ResultsFolder.Write(results, EmbeddingBenchmark.Onnx());
                    return 0;
                case ["embed", var results, "float32", var model]:
                    ResultsFolder.Write(results, EmbeddingBenchmark.Encoder(model, Precision.Float32));
                    return 0;
                case ["meaning", var results, var cache, var size, var generator and (EmbedderSettings.Table or EmbedderSettings.BuiltIn)]:
                    ResultsFolder.Write(
                        results,
                        await DenseSearchBenchmark.Run(
                            new(cache),
                            CorpusFolder.ParseSize(size),
                            generator == EmbedderSettings.Table ? null : generator
                        )
                    );
                    return 0;
                case ["calibrate", var file, var kind, .. var files] when Array.IndexOf(files, "--") is > 0 and var end:
                    CalibrationFit.Run(file, kind, files[..end], files[(end + 1)..]);
                    return 0;
                case ["reliability", var plot, .. var files] when files.Length > 0:
                    ReliabilityPlot.Run(plot, files);
                    return 0;
                case ["report", var results, var document, var plot, var sdk]:
                    return Report(results, document, plot, sdk);
                default:
                    Console.Error.WriteLine(Usage);
                    return 2;
            }
        }
        catch (ArgumentException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }

    private static Task<IReadOnlyList<RestartReport>> Restart(CorpusFolder corpus, int size, string program) =>
        RestartBenchmark.Run(
            corpus,
            size,
            program,
            Environment.GetEnvironmentVariable("KB_BENCH_POSTGRES") ?? throw new ArgumentException("set KB_BENCH_POSTGRES")
        );

    private static int Peer(string results, string cache, string name, string size, string threads, bool search)
    {
        IPeer peer = name switch
        {
            "knowledge" => new KnowledgePeer(),
            "lucene" => new LucenePeer(),
            "lucene-net" => new LuceneNetPeer(),
            "fts5" => new Fts5Peer(),
            "postgres" => new PostgresPeer(
                Environment.GetEnvironmentVariable("KB_BENCH_POSTGRES") ?? throw new ArgumentException("KB_BENCH_POSTGRES is not set.")
            ),
            _ => throw new ArgumentException($"There is no engine '{name}'."),
        };
        ResultsFolder.Write(results, peer.Run(new(new(cache), CorpusFolder.ParseSize(size), Number(threads, 1, 64), search)));
        return 0;
    }

    private static int Report(string folder, string document, string plot, string sdk)
    {
        var results = ResultsFolder.Read(folder);
        var relative = Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(document))!, Path.GetFullPath(plot)).Replace('\\', '/');
        var text = MarkdownReport.Of(
            results,
            Machine.Describe(sdk),
            DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime),
            relative
        );
        Console.Write(text);
        File.WriteAllText(document, text);
        if (results.Sizes.Count > 1)
            File.WriteAllText(plot, GrowthPlot.Draw(GrowthPlot.Lines(results)));
        var disagreements = MarkdownReport.Disagreements(results);
        foreach (var disagreement in disagreements)
            Console.Error.WriteLine(disagreement);
        return disagreements.Count == 0 ? 0 : 1;
    }

    private static int Number(string text, int min, int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new ArgumentException($"'{text}' is no number from {min} to {max}.");
}
