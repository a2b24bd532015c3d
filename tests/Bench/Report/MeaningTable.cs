using Knowledge.Bench.Meaning;
using Knowledge.Bench.Measuring;
using Knowledge.Bench.Peers;
using Knowledge.Indexer.Embeddings;

namespace Knowledge.Bench.Report;

/// <summary>Search by meaning as a table.</summary>
internal static class MeaningTable
{
    public static string Of(IReadOnlyList<DenseSearchReport> reports)
    {
        var table = new MarkdownTable(
            "generator",
            "sections",
            "passages",
            "by words",
            "by words and meaning",
            "the query's vector",
            $"first {DenseSearchBenchmark.Best} as by a full comparison: the same, in the same order",
            "vectors in memory, MiB",
            "bytes per passage"
        );
        foreach (var report in reports)
            table.Row(
                report.Generator,
                Figures.Count(report.Size),
                Figures.Count(report.Passages),
                Times(report.Lexical),
                Times(report.Hybrid),
                Times(report.QueryVector),
                report.Compared is { } same
                    ? $"{Figures.Count(same.Ten)}, {Figures.Count(same.Order)} of {Figures.Count(report.Queries)}"
                    : "all are compared",
                Figures.MiB(report.MemoryBytes),
                Figures.Count(report.MemoryBytes / Math.Max(1, report.Passages))
            );
        return $"\n## Search by meaning\n\nTop {IPeer.Top} documents, {MarkdownReport.AllWords}, one thread, milliseconds: median "
            + $"/ 95th percentile. With the {EmbedderSettings.Table} the query's vector counts with the "
            + $"search, with an encoder it comes on top.\n\n{table}";

        static string Times(Spread times) => $"{Figures.Milliseconds(times.Median)} / {Figures.Milliseconds(times.P95)}";
    }
}
