using Knowledge.Content.Findings;
using Knowledge.Indexer.Checks;

namespace Knowledge.Tests.Indexer.Checks;

public sealed class StaleTests
{
    [Theory]
    [InlineData(400, 3, 1)]
    [InlineData(400, 399.5, 0)]
    [InlineData(30, 3, 0)]
    public void A_page_is_old_when_what_it_mentions_changed_since(double pageDays, double ruleDays, int findings)
    {
        using var fixture = new Fixture();
        fixture.With("queue-long.md", Checking.Good).With("rules.yaml", Checking.Rules(("QueueLong", "/docs/queue-long")));
        File.SetLastWriteTimeUtc(Path.Combine(fixture.Directory, "queue-long.md"), Checking.Now.UtcDateTime.AddDays(-pageDays));
        File.SetLastWriteTimeUtc(Path.Combine(fixture.Directory, "rules.yaml"), Checking.Now.UtcDateTime.AddDays(-ruleDays));
        var found = CheckRun.Of(fixture.Build(), Checking.Now).Where(f => f.Code == FindingCodes.Stale).ToList();
        Assert.Equal(findings, found.Count);
        Assert.All(found, f => Assert.Contains("by its file time", f.Message, StringComparison.Ordinal));
    }
}
