using Knowledge.Content.Findings;
using Knowledge.Indexer.Checks;
using Knowledge.Indexer.Sources.History;
using Knowledge.Tests.Indexer.Sources.History;

namespace Knowledge.Tests.Indexer.Checks;

public sealed class StalePageTests
{
    [Theory]
    [InlineData(400, 3, 1)]
    [InlineData(400, 399.5, 0)]
    [InlineData(30, 3, 0)]
    public void A_page_is_old_when_what_it_mentions_changed_since(double pageDays, double ruleDays, int findings)
    {
        using var fixture = new Fixture();
        fixture.With("queue-long.md", CheckRunner.Good).With("rules.yaml", CheckRunner.Rules(("QueueLong", "/docs/queue-long")));
        File.SetLastWriteTimeUtc(Path.Combine(fixture.Directory, "queue-long.md"), CheckRunner.Now.UtcDateTime.AddDays(-pageDays));
        File.SetLastWriteTimeUtc(Path.Combine(fixture.Directory, "rules.yaml"), CheckRunner.Now.UtcDateTime.AddDays(-ruleDays));
        var found = CheckRun.Of(fixture.Build(), CheckRunner.Now).Where(f => f.Code == FindingCodes.Stale).ToList();
        Assert.Equal(findings, found.Count);
        Assert.All(found, f => Assert.Contains("by its file time", f.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData("Start a third worker.", 0)]
    public async Task Git_history_counts_where_there_is_one_and_a_date_is_no_change(string? more, int findings)
    {
        using var repository = new GitRepository();
        repository.With("queue-long.md", $"---\nreviewed: 2025-01-01\n---\n{CheckRunner.Good}").Commit("2025-01-01");
        repository.With("rules.yaml", CheckRunner.Rules(("QueueLong", "/docs/queue-long"))).Commit("2026-10-20");
        repository
            .With("queue-long.md", $"---\nreviewed: 2026-10-25\n---\n{CheckRunner.Good}{(more is null ? "" : $"\n{more}\n")}")
            .Commit("2026-10-25");
        var histories = new Dictionary<string, SourceHistory> { ["content"] = (await repository.ReadAsync())! };
        var found = CheckRun
            .Of(Fixture.Of(repository.Root), CheckRunner.Now, histories: histories)
            .Where(f => f.Code == FindingCodes.Stale)
            .ToList();
        Assert.Equal(findings, found.Count);
        Assert.All(
            found,
            f => Assert.Contains("Not really changed since 2025-01-01 by its git history", f.Message, StringComparison.Ordinal)
        );
    }
}
