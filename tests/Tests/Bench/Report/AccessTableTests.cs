using Knowledge.Bench.Http;
using Knowledge.Bench.Report;

namespace Knowledge.Tests.Bench.Report;

public sealed class AccessTableTests
{
    private static AccessRound Round(long requests, double processorMs, long not200 = 0) =>
        new(new(requests, 10, 4, 20, 50, not200, 0), processorMs);

    private static AccessReport Report { get; } =
        new(10_000, [Round(1_000, 500), Round(3_000, 1_500)], [Round(950, 570), Round(2_850, 1_710, not200: 2)]);

    [Fact]
    public void The_share_of_requests_stands_with_what_it_was_made_of()
    {
        var text = AccessTable.Of(Report);

        Assert.Contains("| everybody, without sign-in | 200 |", text, StringComparison.Ordinal);
        Assert.Contains("| 2, 0 of 3,800 | 0.600 |", text, StringComparison.Ordinal);
        Assert.Contains("**0.95** (0.95 to 0.95 by rounds)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_read_as_it_was_written()
    {
        using var fixture = new Fixture();
        ResultsFolder.Write(fixture.Directory, Report);

        var read = Assert.Single(ResultsFolder.Read(fixture.Directory).Access);

        Assert.Equal(Report.Sections, read.Sections);
        Assert.Equal(Report.With, read.With);
        Assert.Equal(Report.Without, read.Without);
    }
}
