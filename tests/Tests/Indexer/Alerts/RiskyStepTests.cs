using Knowledge.Content.Documents;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Tests.Indexer.Alerts;

public sealed class RiskyStepTests
{
    [Theory]
    [InlineData("Look at the log", "sudo journalctl -u loader")]
    [InlineData("Free space", "find /var/spool -mtime +7 -delete")]
    [InlineData("Free space", "rm -rf /var/spool/old")]
    [InlineData("Make room", "psql -c 'TRUNCATE jobs'")]
    [InlineData("Calm it", "kubectl scale deploy/web --replicas=0")]
    [InlineData("Take it out", "systemctl stop loader")]
    [InlineData("Stop the loader and wait", null)]
    [InlineData("Then delete the oldest shards", null)]
    [InlineData("Restart the pod", null)]
    [InlineData("Run `sudo -i`", null)]
    public void What_deletes_stops_or_takes_more_rights_is_risky(string text, string? command) =>
        Assert.True(RiskyStep.Is(new(text, command)));

    [Theory]
    [InlineData("Look at the log", "journalctl -u loader")]
    [InlineData("See whether the load has stopped", "kubectl get pods")]
    [InlineData("See which rows were deleted", null)]
    [InlineData("Look for a stopwatch in the formula", null)]
    [InlineData("Ask the owner", null)]
    public void What_only_looks_is_not(string text, string? command) => Assert.False(RiskyStep.Is(new(text, command)));

    [Fact]
    public void A_block_that_is_no_command_counts_too() =>
        Assert.True(RiskyStep.Is(new Step("Clean up the queue", null) { Code = "DELETE FROM jobs;", Language = "sql" }));
}
