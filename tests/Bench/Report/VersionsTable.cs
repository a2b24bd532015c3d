using Knowledge.Bench.Http;
using Knowledge.Bench.Measuring;

namespace Knowledge.Bench.Report;

/// <summary>What two versions of the server do with the same load, and the ratios round by round, as a table.</summary>
internal static class VersionsTable
{
    public static string Of(VersionsReport report)
    {
        var table = new MarkdownTable(
            "version",
            "requests/s",
            "median, ms",
            "99th percentile, ms",
            "longest, ms",
            "processor time of the server per request, ms",
            "a written document is found after: median, longest, ms",
            "error statuses, socket errors"
        );
        table.Row(RowOf("before", report.Before));
        table.Row(RowOf("now", report.Now));
        table.Row(
            "now as a share of before, round by round: median",
            Ratio(r => r.Load.PerSecond),
            Ratio(r => r.Load.MedianMs),
            Ratio(r => r.Load.P99Ms),
            Ratio(r => r.Load.MaxMs),
            Ratio(ProcessorMs),
            "",
            ""
        );
        return $"{report.Before.Count} rounds of {VersionsBenchmark.RoundSeconds} s on each in turn, "
            + $"{Figures.Count(report.Sections)} sections, `--embedder {report.Embedder}`, while {ContentWriter.PerSecond} documents a "
            + $"second are written to the one that is asked; medians over the rounds.\n\n{table}";

        string Ratio(Func<VersionRound, double> of) =>
            Figures.Share(Percentile.Median(report.Now.Zip(report.Before, (now, before) => of(now) / of(before))));
    }

    private static string[] RowOf(string name, IReadOnlyList<VersionRound> rounds)
    {
        var lags = rounds.SelectMany(r => r.LagMs).ToList();
        return
        [
            name,
            Figures.Count((long)Median(r => r.Load.PerSecond)),
            Figures.Milliseconds(Median(r => r.Load.MedianMs)),
            Figures.Milliseconds(Median(r => r.Load.P99Ms)),
            Figures.Milliseconds(Median(r => r.Load.MaxMs)),
            Figures.Milliseconds(Median(ProcessorMs)),
            $"{Figures.Milliseconds(Percentile.Median(lags))}, {Figures.Milliseconds(Percentile.Of(lags, 100))}",
            $"{Figures.Count(rounds.Sum(r => r.Load.Not200))}, {Figures.Count(rounds.Sum(r => r.Load.SocketErrors))} of "
                + Figures.Count(rounds.Sum(r => r.Load.Requests)),
        ];

        double Median(Func<VersionRound, double> of) => Percentile.Median(rounds.Select(of));
    }

    private static double ProcessorMs(VersionRound round) => round.ProcessorMs / Math.Max(1, round.Load.Requests);
}
