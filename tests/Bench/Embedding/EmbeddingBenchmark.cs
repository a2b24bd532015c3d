using System.Diagnostics;
using System.Runtime.Intrinsics;
using Knowledge.Bench.Measuring;
using Knowledge.Indexer.Embeddings.Distillation;
using Knowledge.Indexer.Embeddings.Encoder;
using Knowledge.Indexer.Embeddings.Table;

namespace Knowledge.Bench.Embedding;

/// <param name="Name">What embeds, and with which weights.</param>
/// <param name="LoadMs">From its file or directory to its first vector; null where it was not measured,
/// <paramref name="MemoryBytes"/> alike.</param>
/// <param name="ShortMs">One text of a query's length, one thread.</param>
/// <param name="TokensPerSecond">In batches, with one and with two threads.</param>
/// <param name="QueriesPerSecond">Texts of a query's length, each by itself, on two threads at once; null where it was not
/// measured.</param>
internal sealed record EmbeddingReport(
    string Name,
    double? LoadMs,
    long? MemoryBytes,
    Spread ShortMs,
    IReadOnlyList<double> TokensPerSecond,
    double? QueriesPerSecond = null
);

/// <summary>How fast texts become vectors, by each generator: a query alone, and passages in batches.</summary>
internal static class EmbeddingBenchmark
{
    public const int ShortTokens = 8;
    public const int PassageTokens = 110;
    public const int BatchSize = 64;

    private const ulong Seed = 20260107;
    private const int WarmUps = 20;
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(3);

    /// <param name="model">A directory in the layout of Hugging Face.</param>
    public static EmbeddingReport Encoder(string model, Precision precision)
    {
        var name = $"Knowledge, {(precision == Precision.Int8 ? "int8" : "float32")}, {Registers}";
        return Measure(
            name,
            () => SentenceEncoder.Load(model, precision),
            encoder => (texts, threads) => encoder.Encode(texts, threads),
            _ => Dots
        );
    }

    /// <summary>The table that comes with the product.</summary>
    public static EmbeddingReport Table() =>
        Measure(
            $"Knowledge, built-in table, {Registers}",
            () => BuiltInTable.Value,
            table => (texts, threads) => Embed(table, texts, threads),
            table => new TableTexts(table.Vocabulary.Entries, new(Seed)).Of
        );

    /// <summary>The weights that the built-in encoder was made of, float32, by ONNX Runtime.</summary>
    public static EmbeddingReport Onnx() =>
        Measure($"ONNX Runtime {OnnxEncoder.Version}, float32", OnnxEncoder.Load, encoder => encoder.Encode, _ => Dots);

    /// <param name="texts">Gives a text of so many tokens.</param>
    private static EmbeddingReport Measure<T>(
        string name,
        Func<T> load,
        Func<T, Action<IReadOnlyList<string>, int>> embedder,
        Func<T, Func<int, string>> texts
    )
    {
        Progress.Write($"embedding: {name}");
        var before = GC.GetTotalMemory(true);
        var started = Stopwatch.GetTimestamp();
        var loaded = load();
        var loading = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        var memory = GC.GetTotalMemory(true) - before;

        var (embed, text) = (embedder(loaded), texts(loaded));
        var query = text(ShortTokens);
        string[] batch = [.. Enumerable.Range(0, BatchSize).Select(_ => text(PassageTokens))];
        for (var i = 0; i < WarmUps; i++)
            embed([query], 1);
        var times = new List<double>();
        for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < Each; )
        {
            started = Stopwatch.GetTimestamp();
            embed([query], 1);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        return new(
            name,
            loading,
            memory,
            Spread.Of(times),
            [Throughput(embed, batch, 1), Throughput(embed, batch, 2)],
            Queries(embed, query, threads: 2)
        );
    }

    private static double Queries(Action<IReadOnlyList<string>, int> embed, string query, int threads)
    {
        var count = 0;
        var begun = Stopwatch.GetTimestamp();
        Parallel.For(
            0,
            threads,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            _ =>
            {
                for (; Stopwatch.GetElapsedTime(begun) < Each; Interlocked.Increment(ref count))
                    embed([query], 1);
            }
        );
        return count / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static string Registers =>
        Vector512.IsHardwareAccelerated ? "512 bits"
        : Vector256.IsHardwareAccelerated ? "256 bits"
        : "128 bits";

    private static double Throughput(Action<IReadOnlyList<string>, int> embed, string[] batch, int threads)
    {
        embed(batch, threads);
        var batches = 0;
        var begun = Stopwatch.GetTimestamp();
        for (; Stopwatch.GetElapsedTime(begun) < Each; batches++)
            embed(batch, threads);
        return batches * (double)BatchSize * PassageTokens / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    // As the index does it: documents are divided among the threads.
    private static void Embed(StaticTable table, IReadOnlyList<string> texts, int threads)
    {
        if (threads == 1)
        {
            var rows = new List<int>();
            foreach (var text in texts)
                table.Embed(text, rows);
            return;
        }
        Parallel.For(
            0,
            texts.Count,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            () => new List<int>(),
            (i, _, rows) =>
            {
                table.Embed(texts[i], rows);
                return rows;
            },
            _ => { }
        );
    }

    // Each full stop is a token, and [CLS] and [SEP] are two: arithmetic takes no notice of what a token means.
    private static string Dots(int tokens) => new('.', tokens - 2);
}

/// <summary>
/// Texts of words that a table has a row for, all of them alike often: rows that lie anywhere in memory, which is slower than real
/// text with its frequent words.
/// </summary>
internal sealed class TableTexts(IEnumerable<string> entries, SeededRandom random)
{
    private readonly List<string> words = [.. entries.Where(entry => entry.Length > 1 && entry.All(char.IsAsciiLetterLower))];

    public string Of(int tokens) => string.Join(' ', Enumerable.Range(0, tokens).Select(_ => random.Choose(words)));
}
