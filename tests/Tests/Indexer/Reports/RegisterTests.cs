using Knowledge.Indexer;
using Knowledge.Indexer.Reports;

namespace Knowledge.Tests.Indexer.Reports;

public sealed class RegisterTests
{
    private static KnowledgeBase Example => Fixture.Of(Path.Combine(Repository.Root, "runbooks"));

    private static KnowledgeBase With(params (string Path, string Front)[] files)
    {
        using var content = new Fixture();
        foreach (var (path, front) in files)
            content.With(path, $"---\n{front}---\n# {path}\n\n## Root cause\n\nIt was full.\n");
        return content.Build();
    }

    [Fact]
    public void A_check_in_other_words_is_one_check()
    {
        var checks = StaysGreenRegister.Of(Example);
        var load = checks[0];
        Assert.Equal(("nightly-ticker.service is active (running)", 3, new DateOnly(2026, 3, 2)), (load.Words, load.Incidents, load.Last));
        Assert.Equal(
            [
                "postmortems/2026-03-02-empty-dashboards",
                "postmortems/2025-11-18-disk-full-core-dumps",
                "postmortems/2025-06-30-late-exchange-file",
            ],
            load.In.Take(3).Select(i => i.DocumentId)
        );
        Assert.Contains(
            load.BlindTo,
            b => b is { Text: "It waited for room on the disk.", DocumentId: "postmortems/2025-11-18-disk-full-core-dumps" }
        );
        var pods = checks.Single(c => c.Words.StartsWith("All pods", StringComparison.Ordinal));
        Assert.Equal(["All pods in namespaces dashboards and batch are Running and Ready"], pods.OtherWords);
        Assert.Contains(pods.In, i => i.DocumentId == "dashboards-empty");
        // One word apart, and about something else.
        var ended = checks.Where(c => c.Words.Contains("exit code 0", StringComparison.Ordinal)).ToList();
        Assert.Equal(["The SFTP job ended with exit code 0"], ended.Where(c => c.In.Count > 1).Select(c => c.Words));
        Assert.All(ended, c => Assert.Empty(c.OtherWords));
        Assert.Equal(3, checks.Count(c => c.Words.Contains("active (running)", StringComparison.Ordinal)));
        Assert.True(checks.Zip(checks.Skip(1), (a, b) => a.Incidents >= b.Incidents).All(x => x));
    }

    [Fact]
    public void The_most_expensive_dead_end_is_first_and_warnings_of_runbooks_cost_nothing()
    {
        var ends = DeadEndRegister.Of(Example);
        Assert.Equal(("The database is slow", 35), (ends[0].Suspicion, ends[0].MinutesLost));
        Assert.Equal(20, ends.Single(e => e.Suspicion == "Browser cache").MinutesLost);
        var key = ends.Single(e => e.Suspicion == "Our SFTP key has expired");
        Assert.Equal((1, 2), (key.Incidents, key.In.Count));
        var market = ends.Single(e => e.Suspicion == "Deleted files still held open by a process");
        Assert.Null(market.MinutesLost);
        Assert.Equal(0, market.Incidents);
        Assert.Equal(ends.Sum(e => e.MinutesLost ?? 0), DeadEndRegister.MinutesLost(ends));
    }

    [Fact]
    public void Minutes_of_several_incidents_are_added()
    {
        var ends = DeadEndRegister.Of(
            With(
                (
                    "a.md",
                    "kind: postmortem\ndate: 2026-01-01\ndead-ends:\n  - {suspicion: Browser cache, why: "
                        + "Empty elsewhere too, minutes-lost: 20}\n  - The cable\n"
                ),
                (
                    "b.md",
                    "kind: postmortem\ndate: 2026-02-01\ndead-ends:\n  - {suspicion: The browser's cache, "
                        + "why: A fresh one was empty, minutes-lost: 25}\n"
                ),
                ("c.md", "kind: postmortem\ndate: 2026-03-01\ndead-ends:\n  - {suspicion: the browser cache}\n"),
                ("r.md", "kind: runbook\ndead-ends:\n  - {suspicion: Browser cache, minutes-lost: 99}\n")
            )
        );
        var cache = ends[0];
        Assert.Equal(
            ("the browser cache", 45, 3, new DateOnly(2026, 3, 1), 4),
            (cache.Suspicion, cache.MinutesLost, cache.Incidents, cache.Last, cache.In.Count)
        );
        Assert.Equal(["A fresh one was empty", "Empty elsewhere too"], cache.Why.Select(w => w.Text));
        Assert.Null(ends[1].MinutesLost);
    }

    [Fact]
    public void A_service_narrows_both_down()
    {
        Assert.All(
            StaysGreenRegister.Of(Example, "price-gateway"),
            c => Assert.DoesNotContain(c.In, i => i.DocumentId == "postmortems/2026-03-02-empty-dashboards")
        );
        Assert.NotEmpty(StaysGreenRegister.Of(Example, "Ticker-Loader"));
        Assert.Empty(StaysGreenRegister.Of(Example, "absent"));
        Assert.Empty(DeadEndRegister.Of(Example, "absent"));
        Assert.True(DeadEndRegister.Of(Example, "ticker-loader").Count < DeadEndRegister.Of(Example, " ").Count);
    }

    [Fact]
    public void Any_number_of_minutes_can_be_added_and_any_words_be_compared()
    {
        var ends = DeadEndRegister.Of(
            With(
                (
                    "a.md",
                    "kind: postmortem\ndead-ends:\n  - {suspicion: \"?\", minutes-lost: 2147483647}\n"
                        + "  - {suspicion: \"the of\", minutes-lost: 1}\n"
                ),
                ("b.md", "kind: postmortem\ndead-ends:\n  - {suspicion: \"?\", minutes-lost: 2147483647}\n  - {suspicion: \"!\"}\n")
            )
        );
        Assert.Equal((int.MaxValue, 2), (ends[0].MinutesLost, ends[0].Incidents));
        Assert.Equal(3, ends.Count);
        Assert.Empty(StaysGreenRegister.Of(KnowledgeBase.Empty));
    }
}
