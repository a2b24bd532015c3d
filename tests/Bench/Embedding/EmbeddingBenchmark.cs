using System.Diagnostics;
using System.Runtime.Intrinsics;
using Knowledge.Bench.Measuring;
using Knowledge.Indexer.Embeddings.Encoder;

namespace Knowledge.Bench.Embedding;

/// <param name="Name">What encodes, and with which weights.</param>
/// <param name="LoadMs">From the directory to an encoder; null where it was not measured, <paramref name="MemoryBytes"/> alike.</param>
/// <param name="ShortMs">One text of a query's length, one thread.</param>
/// <param name="TokensPerSecond">In batches, with one and with two threads.</param>
internal sealed record EmbeddingReport(string Name, double? LoadMs, long? MemoryBytes, ShortTimes ShortMs, IReadOnlyList<double> TokensPerSecond);

internal sealed record ShortTimes(double Median, double P95);

/// <summary>How fast the sentence encoder is, with weights of each precision: a query alone, and passages in batches.</summary>
internal static class EmbeddingBenchmark
{
    public const int ShortTokens = 8;
    public const int PassageTokens = 110;
    public const int BatchSize = 64;

    private const int WarmUps = 20;
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(3);

    /// <param name="model">A directory in the layout of Hugging Face.</param>
    public static EmbeddingReport Run(string model, Precision precision)
    {
        Progress.Say($"embedding: {precision}");
        var before = GC.GetTotalMemory(true);
        var started = Stopwatch.GetTimestamp();
        var encoder = SentenceEncoder.Load(model, precision);
        var load = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        var memory = GC.GetTotalMemory(true) - before;

        string[] query = [Text(ShortTokens)];
        string[] batch = [.. Enumerable.Repeat(Text(PassageTokens), BatchSize)];
        for (var i = 0; i < WarmUps; i++) encoder.Encode(query);
        var times = new List<double>();
        for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < Each;)
        {
            started = Stopwatch.GetTimestamp();
            encoder.Encode(query);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        return new($"Knowledge, {(precision == Precision.Int8 ? "int8" : "float32")}, {Registers}", load, memory, new(Percentile.Median(times), Percentile.Of(times, 95)), [Throughput(encoder, batch, 1), Throughput(encoder, batch, 2)]);
    }

    private static string Registers => Vector512.IsHardwareAccelerated ? "512 bits" : Vector256.IsHardwareAccelerated ? "256 bits" : "128 bits";

    private static double Throughput(SentenceEncoder encoder, string[] batch, int threads)
    {
        encoder.Encode(batch, threads);
        var batches = 0;
        var begun = Stopwatch.GetTimestamp();
        for (; Stopwatch.GetElapsedTime(begun) < Each; batches++) encoder.Encode(batch, threads);
        return batches * (double)BatchSize * PassageTokens / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    // Each full stop is a token, and [CLS] and [SEP] are two: arithmetic takes no notice of what a token means.
    private static string Text(int tokens) => new('.', tokens - 2);
}
