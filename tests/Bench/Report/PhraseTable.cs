using Knowledge.Bench.Measuring;
using Knowledge.Bench.Phrases;

namespace Knowledge.Bench.Report;

/// <summary>Words in quotes and expressions as a table.</summary>
internal static class PhraseTable
{
    public static string Of(IReadOnlyList<PhraseReport> reports)
    {
        var table = new MarkdownTable(
            "what",
            "sections",
            "queries",
            "until the documents are known, ms",
            "whole search with its answer, ms",
            "documents found",
            "lost",
            "wrong"
        );
        foreach (var report in reports)
        foreach (var row in report.Rows)
            table.Row(
                row.Name,
                Figures.Count(report.Size),
                Figures.Count(row.Queries),
                row.FindingMs is { } finding ? Times(finding) : "-",
                Times(row.SearchMs),
                row.Lost is null ? "-" : Figures.Count(row.Found),
                row.Lost is { } lost ? Figures.Count(lost) : "-",
                row.Wrong is { } wrong ? Figures.Count(wrong) : "-"
            );
        return $"\n## Words in quotes, and expressions\n\nDrawn from the sections, frequent words as they come; one thread, milliseconds "
            + $"that the processor works: median / 99th percentile / longest. Lost and wrong: against reading every text.\n\n{table}";
    }

    private static readonly int[] Shown = [50, 99, 100];

    private static string Times(IReadOnlyList<double> times) =>
        string.Join(" / ", Shown.Select(p => Figures.Milliseconds(Percentile.Of(times, p))));
}
