using Knowledge.Bench.Http;
using Knowledge.Bench.Measuring;

namespace Knowledge.Bench.Report;

/// <summary>What sign-in and hidden pages cost, as a table.</summary>
internal static class AccessTable
{
    public static string Of(AccessReport report)
    {
        var table = new MarkdownTable(
            "who asks",
            "requests/s",
            "median, ms",
            "99th percentile, ms",
            "longest, ms",
            "error statuses, socket errors",
            "processor time of the server per request, ms"
        );
        table.Row(RowOf("everybody, without sign-in", report.Without));
        table.Row(RowOf($"somebody with a session, every {AccessBenchmark.HiddenEvery}th page for a group", report.With));
        var ratios = report.With.Zip(report.Without, (with, without) => with.Load.PerSecond / without.Load.PerSecond).ToList();
        return $"\n## With sign-in, {Figures.Count(report.Sections)} sections\n\nBy words alone, "
            + $"{AccessBenchmark.Rounds} rounds of {AccessBenchmark.RoundSeconds} s on each of two servers in turn, while "
            + $"{ContentWriter.PerSecond} documents a second are written to the one that is asked. The second runs with `--auth oidc`; "
            + $"whoever asks is in one of the two groups. Medians are over the rounds.\n\n{table}\nRequests/s with sign-in as a share of "
            + $"those without: **{Figures.Share(PerSecond(report.With) / PerSecond(report.Without))}** "
            + $"({Figures.Share(ratios.Min())} to {Figures.Share(ratios.Max())} by rounds); 0.90 is the least that is wanted.\n";
    }

    private static string[] RowOf(string name, IReadOnlyList<AccessRound> rounds)
    {
        var loads = rounds.Select(r => r.Load).ToList();
        var requests = loads.Sum(l => l.Requests);
        return
        [
            name,
            Figures.Count((long)PerSecond(rounds)),
            Figures.Milliseconds(Percentile.Median(loads.Select(l => l.MedianMs))),
            Figures.Milliseconds(Percentile.Median(loads.Select(l => l.P99Ms))),
            Figures.Milliseconds(loads.Max(l => l.MaxMs)),
            $"{Figures.Count(loads.Sum(l => l.Not200))}, {Figures.Count(loads.Sum(l => l.SocketErrors))} of {Figures.Count(requests)}",
            Figures.Milliseconds(rounds.Sum(r => r.ProcessorMs) / Math.Max(1, requests)),
        ];
    }

    private static double PerSecond(IReadOnlyList<AccessRound> rounds) =>
        rounds.Sum(r => r.Load.Requests) / rounds.Sum(r => r.Load.Seconds);
}
