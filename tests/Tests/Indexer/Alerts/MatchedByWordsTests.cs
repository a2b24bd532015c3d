using Knowledge.Content.Alerts;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Indexer.Alerts;

/// <summary>What nothing but its words says of an alert is a suggestion, unless the page says what the alert says.</summary>
public sealed class MatchedByWordsTests : IDisposable
{
    private const string Pods = """
        # Disk full on the batch host

        ## Symptoms

        - the pod of the loader keeps restarting, its container is in a crash loop back off
        - no space left on device in the log of the batch host

        ## Remediation

        1. Find what fills the disk.

           ```sh
           sudo du -xh /var | sort -h | tail
           ```
        2. Delete old shards.

           ```sh
           sudo find /var/spool/batch -mtime +7 -delete
           ```

        """;

    private const string Replicas = """
        # Replicas are missing

        ## Meaning

        The stateful set of the ledger has fewer replicas than it was told to have.

        ## Remediation

        1. Restart the controller.

        """;

    private readonly ContentDirectory content = new();

    public void Dispose() => content.Dispose();

    private static FiredAlert Alert(string name, string summary, string? runbook = null, string description = "") =>
        new()
        {
            Key = "k",
            Name = name,
            State = AlertState.Firing,
            Summary = summary,
            Description = description,
            RunbookUrls = runbook is null ? [] : [runbook],
        };

    private AlertMatch Match(FiredAlert alert, params IReadOnlyList<RunbookVotes> votes)
    {
        content.Write("disk.md", Pods);
        content.Write("replicas.md", Replicas);
        return content.Serve().Alerts.Match(alert, votes);
    }

    [Fact]
    public void A_crash_looping_pod_with_its_own_link_gets_that_link_and_a_guess_below_it()
    {
        const string Own = "https://runbooks.prometheus-operator.dev/runbooks/kubernetes/kubepodcrashlooping";
        var match = Match(Alert("KubePodCrashLooping", "Pod is crash looping: container in crash loop back off keeps restarting", Own));
        Assert.Equal((null, Own, Confidence.Low), (match.DocumentId, match.Url, match.Confidence));
        Assert.Equal((Own, SenderLinkState.Elsewhere), Assert.Single(match.Links!.Select(l => (l.Url, l.State))));
        Assert.Equal("disk", match.Suggestion?.DocumentId);
        Assert.False(match.IsByWords);
    }

    [Theory]
    // Half of its runs of three words, and three of them.
    [InlineData("fewer replicas than it was told to have", true)]
    [InlineData("The stateful set of the ledger has fewer replicas", true)]
    [InlineData("the Stateful-Set of the ledger: fewer replicas than it should", true)]
    // The same words in another order, or most of it of something else.
    [InlineData("replicas fewer ledger stateful set controller", false)]
    [InlineData("ledger stateful set: fewer replicas than asked for by whoever deployed the ledger of the other region", false)]
    // Too short to say much.
    [InlineData("stateful set of", false)]
    [InlineData("has fewer replicas", false)]
    public void A_page_that_says_what_the_alert_says_is_its_runbook(string summary, bool isRunbook)
    {
        var match = Match(Alert("Unheard", summary));
        Assert.Equal(isRunbook ? ("replicas", Confidence.High) : (null, Confidence.None), (match.DocumentId, match.Confidence));
        Assert.Equal(isRunbook, match.IsByWords);
        Assert.Equal(isRunbook, match.Suggestion is null);
    }

    [Fact]
    public void Pages_that_say_it_alike_are_no_runbook()
    {
        content.Write("twin.md", Replicas.Replace("Replicas are missing", "Replicas of the cache are missing", StringComparison.Ordinal));
        var match = Match(Alert("Unheard", "fewer replicas than it was told to have"));
        Assert.Null(match.DocumentId);
        Assert.NotNull(match.Suggestion);
    }

    // Rules say of themselves what they fire for.
    [Fact]
    public void The_rule_of_the_alert_is_no_page_that_says_it_alike()
    {
        content.Write(
            "rules.yaml",
            "groups:\n- name: g\n  rules:\n  - alert: Unheard\n    expr: up == 0\n    annotations:\n"
                + "      summary: The stateful set of the ledger has fewer replicas than it was told to have\n"
        );
        Assert.Equal(
            "replicas",
            Match(Alert("Unheard", "The stateful set of the ledger has fewer replicas than it was told to have")).DocumentId
        );
    }

    [Fact]
    public void A_page_that_was_said_not_to_be_the_one_is_neither_runbook_nor_suggestion()
    {
        var match = Match(Alert("Unheard", "fewer replicas than it was told to have"), new RunbookVotes("replicas", 0, 1));
        Assert.Equal((null, null), (match.DocumentId, match.Suggestion?.DocumentId));
    }

    [Fact]
    public void A_dead_link_leaves_the_words_to_say()
    {
        content.Write("ledger/LedgerSlow.md", "# LedgerSlow\n\n## Remediation\n\n1. Look.\n");
        var match = Match(Alert("Unheard", "fewer replicas than it was told to have", "https://runbooks.example/ledger/ledgergone"));
        Assert.Equal("replicas", match.DocumentId);
        Assert.Equal(SenderLinkState.Dead, Assert.Single(match.Links!).State);
    }

    // What a checklist costs when it is wrong: see MinQuotedShare of AlertMatcher.
    [Fact]
    public void Of_public_alerts_98_of_100_that_get_a_runbook_by_their_words_get_the_right_one()
    {
        var (shown, right, likely, asked) = (0, 0, 0, 0);
        foreach (var (set, queries) in AlertSamples.ByWords)
        {
            var sample = AlertSamples.Read(set, queries);
            foreach (var alert in sample.Alerts)
            {
                var match = sample.Knowledge.Alerts.Match(alert.Fired, []);
                asked++;
                shown += match.DocumentId is null ? 0 : 1;
                right += sample.IsRight(alert.Id, match.DocumentId) ? 1 : 0;
                likely += sample.IsRight(alert.Id, match.DocumentId ?? match.Suggestion?.DocumentId) ? 1 : 0;
                if (match.DocumentId is not null && !sample.IsRight(alert.Id, match.DocumentId))
                    TestContext.Current.TestOutputHelper!.WriteLine($"wrong {alert.Id}: {match}");
            }
        }
        TestContext.Current.TestOutputHelper!.WriteLine($"{asked}: {shown} with a runbook, {right} right; {likely} right or suggested");
        Assert.True(right >= 0.98 * shown, $"{right} of {shown}");
        Assert.True(shown >= 0.15 * asked, $"{shown} of {asked}");
        Assert.True(likely >= 0.75 * asked, $"{likely} of {asked}");
    }

    [Theory]
    [InlineData("queries-named.jsonl", "alert2runbook-prom", 90)]
    [InlineData("queries-named.jsonl", "alert2runbook-sections", 70)]
    public void Of_public_alerts_all_get_the_page_of_their_name(string queries, string set, int atLeast)
    {
        var sample = AlertSamples.Read(set, queries);
        var byName = 0;
        foreach (var alert in sample.Alerts.Where(a => sample.HasPageNamed(a.Fired.Name)))
        {
            var match = sample.Knowledge.Alerts.Match(alert.Fired, []);
            Assert.True(sample.IsRight(alert.Id, match.DocumentId), $"{alert.Id}: {match.DocumentId} {match.Reason}");
            Assert.Equal(Confidence.High, match.Confidence);
            byName++;
        }
        Assert.True(byName > atLeast, $"{byName}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("eval/alert2runbook-sections/corpus")]
    [InlineData("corpora/wild/nais_doc")]
    [InlineData("corpora/wild/rook_rook")]
    public void Alerts_of_another_system_get_no_runbook(string served)
    {
        var rules = Fixture.Of(Samples.Require("corpora/kube-prometheus-rules"));
        var knowledge = Fixture.Of(served.Length == 0 ? Path.Combine(Samples.RepositoryRoot(), "runbooks") : Samples.Require(served));
        var alerts = rules
            .Documents.SelectMany(d => d.Rules)
            .Select(r => Alert(r.Name, r.Words() is [var first, ..] ? first : "", description: string.Join(' ', r.Words().Skip(1))))
            .ToList();
        Assert.True(alerts.Count > 100, $"{alerts.Count}");
        // With and without their own links, which lead to a place that is not read here.
        foreach (
            var alert in alerts.Concat(
                alerts.Select(a => a with { RunbookUrls = [$"https://runbooks.prometheus-operator.dev/x/{a.Name}"] })
            )
        )
        {
            var match = knowledge.Alerts.Match(alert, []);
            Assert.True(match.DocumentId is null, $"{alert.Name}: {match.DocumentId} {match.Reason}");
        }
    }
}
