using Knowledge.Bench.Http;
using Knowledge.Bench.Measuring;

namespace Knowledge.Bench.Report;

/// <summary>Restarts as a table.</summary>
internal static class RestartTable
{
    public static string Of(IReadOnlyList<RestartReport> reports)
    {
        var table = new MarkdownTable(
            "store",
            "sections",
            "first start, ms",
            $"restart, ms: median, longest of {RestartBenchmark.Restarts}"
        );
        foreach (var report in reports)
            table.Row(
                report.Store,
                Figures.Count(report.Sections),
                double.IsNaN(report.FirstStartMs) ? "-" : Figures.Milliseconds(report.FirstStartMs),
                $"{Figures.Milliseconds(Percentile.Median(report.RestartMs))}, {Figures.Milliseconds(Percentile.Of(report.RestartMs, 100))}"
            );
        return $"\n## Restart\n\nFrom the start of the process until it is ready, with an empty store; and after a kill until the first "
            + $"right answer, with the default encoder.\n\n{table}";
    }
}
