using Knowledge.Bench.Http;
using Knowledge.Bench.Report;

namespace Knowledge.Tests.Bench.Report;

public sealed class VersionsTableTests
{
    private static VersionRound Round(long requests, double p99Ms, double processorMs, params double[] lagMs) =>
        new(new(requests, 10, 4, p99Ms, 50, 1, 0), processorMs, lagMs);

    [Fact]
    public void Ratios_are_of_rounds_that_followed_each_other()
    {
        // The machine was twice as fast in the second round, for both.
        var text = VersionsTable.Of(
            new(
                10_000,
                "table",
                [Round(1_000, 40, 500, 900), Round(2_000, 20, 1_000, 1_100), Round(1_000, 40, 500)],
                [Round(1_100, 20, 550, 1_000), Round(2_200, 10, 1_100, 3_000), Round(1_100, 20, 550)]
            )
        );

        Assert.Contains("| before | 100 | 4.00 | 40.0 | 50.0 | 0.500 | 900, 1,100 | 3, 0 of 4,000 |", text, StringComparison.Ordinal);
        Assert.Contains("| now | 110 | 4.00 | 20.0 | 50.0 | 0.500 | 1,000, 3,000 | 3, 0 of 4,400 |", text, StringComparison.Ordinal);
        Assert.Contains("median | 1.10 | 1.00 | 0.50 | 1.00 | 1.00 |  |  |", text, StringComparison.Ordinal);
        Assert.Contains("3 rounds of 12 s on each in turn, 10,000 sections, `--embedder table`", text, StringComparison.Ordinal);
    }
}
