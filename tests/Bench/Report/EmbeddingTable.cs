using Knowledge.Bench.Embedding;

namespace Knowledge.Bench.Report;

/// <summary>Encoders as a table.</summary>
internal static class EmbeddingTable
{
    public static string Of(IReadOnlyList<EmbeddingReport> reports)
    {
        var table = new MarkdownTable(
            "generator",
            $"{EmbeddingBenchmark.ShortTokens} tokens, 1 thread, ms: median / 95th percentile",
            "queries/s, 2 threads",
            "tokens/s, 1 thread",
            "tokens/s, 2 threads",
            $"sections of {EmbeddingBenchmark.PassageTokens} tokens/s, 2 threads",
            "load, ms",
            "in memory, MiB"
        );
        foreach (var report in reports)
            table.Row([
                report.Name,
                $"{Figures.Milliseconds(report.ShortMs.Median)} / {Figures.Milliseconds(report.ShortMs.P95)}",
                report.QueriesPerSecond is { } queries ? Figures.Count((long)queries) : "-",
                .. report.TokensPerSecond.Select(speed => Figures.Count((long)speed)),
                Figures.Count((long)(report.TokensPerSecond[1] / EmbeddingBenchmark.PassageTokens)),
                report.LoadMs is { } load ? Figures.Milliseconds(load) : "-",
                report.MemoryBytes is { } memory ? Figures.MiB(memory) : "-",
            ]);
        return $"\n## Embedding\n\nBatches of {EmbeddingBenchmark.BatchSize} texts of {EmbeddingBenchmark.PassageTokens} tokens, "
            + $"from text to vector; PyTorch and ONNX Runtime from token ids, which are not padded. Queries are of "
            + $"{EmbeddingBenchmark.ShortTokens} tokens, one at a time on each thread.\n\n{table}";
    }
}
