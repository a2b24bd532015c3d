using Knowledge.Content.Alerts;
using Knowledge.Content.Documents;
using Knowledge.Indexer;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Indexer.Alerts;

public sealed class AlertMatcherTests
{
    private const string Steps = "\n\n## Remediation\n\n1. Look at the export log and free the disk of the batch host.\n";

    private static readonly KnowledgeBase Knowledge = Build(
        ("runbooks/export.md", "---\naliases: [ExportIsLate]\n---\n# The export is late" + Steps),
        ("runbooks/LoadStale.md", "# Load" + Steps),
        (
            "runbooks/disk.md",
            "---\nalerts:\n  - NodeDiskFull\n  - Disk*Prediction\n  - {alertname: BatchFailed, namespace: batch-*}\n"
                + "  - {namespace: batch-*}\n---\n# Disk"
                + Steps
        ),
        ("runbooks/batch.md", "---\nalerts:\n  - {alertname: BatchFailed}\n---\n# Batch" + Steps),
        ("runbooks/all.md", "# All alerts\n\n## QueueBacklog\n\nStart a second worker.\n\n## QueueStuck\n\nRestart the broker.\n"),
        ("runbooks/KubeJobCompletion.md", "# KubeJobCompletion" + Steps),
        (
            "runbooks/charts.md",
            "# Charts stay empty\n\n## Symptoms\n\n- tiles of the sales board are blank\n\n## Remediation\n"
                + "\nRun the nightly aggregation of the sales board again.\n"
        ),
        ("postmortems/LoadSlow.md", "---\nkind: postmortem\n---\n# LoadSlow\n\n## Root cause\n\nDisk.\n"),
        (
            "rules.yaml",
            "groups:\n- name: g\n  rules:\n  - alert: OnlyInRules\n    expr: up == 0\n    annotations:\n"
                + "      runbook_url: https://kb.example/runbooks/export\n"
        )
    );

    private static KnowledgeBase Build(params (string Path, string Text)[] files)
    {
        using var content = new ContentDirectory();
        foreach (var (path, text) in files)
            content.Write(path, text);
        return content.Serve();
    }

    private static FiredAlert Alert(string name, string? runbook = null, string summary = "", params (string Key, string Value)[] labels) =>
        new()
        {
            Key = "k",
            Name = name,
            State = AlertState.Firing,
            Summary = summary,
            RunbookUrls = runbook is null ? [] : [runbook],
            Labels = [.. labels.Select(l => KeyValuePair.Create(l.Key, l.Value))],
        };

    private static string MatchReason(FiredAlert alert, params IReadOnlyList<RunbookVotes> votes)
    {
        var match = Knowledge.Alerts.Match(alert, votes);
        var guess = match.Suggestion is { } page ? $"; perhaps {page.DocumentId} {page.Reason}" : "";
        return $"{match.DocumentId ?? match.Url ?? "none"} {match.Confidence}: {match.Reason}{guess}";
    }

    [Fact]
    public void Each_way_is_tried_in_order_and_reported()
    {
        Assert.StartsWith(
            "runbooks/export High: the alert names the document",
            MatchReason(Alert("LoadStale") with { DocumentId = "runbooks/export" }),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "runbooks/export High: its runbook link",
            MatchReason(Alert("LoadStale", "https://other.example/runbooks/export.md")),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "runbooks/export High: the runbook link of its rule",
            MatchReason(Alert("OnlyInRules")),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "runbooks/loadstale High: the page has the alert's name",
            MatchReason(Alert("LoadStale")),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "runbooks/disk High: the page says it is for this alert",
            MatchReason(Alert("NodeDiskFull")),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "runbooks/export High: the alert's name is an alias",
            MatchReason(Alert("ExportIsLate")),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "runbooks/disk High: the page is for alerts Disk*Prediction",
            MatchReason(Alert("DiskFullPrediction")),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "runbooks/export High: it solved this alert before (2 times)",
            MatchReason(Alert("Unheard"), new RunbookVotes("runbooks/export", 2, 0)),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "runbooks/kubejobcompletion Medium: the page's name has the same distinctive words",
            MatchReason(Alert("KubeJobNotCompleted")),
            StringComparison.Ordinal
        );
        // Its words only suggest (MatchedByWordsTests).
        Assert.StartsWith(
            "none None: no runbook; perhaps runbooks/charts by its words",
            MatchReason(Alert("BoardCheck", summary: "tiles of the sales board are blank")),
            StringComparison.Ordinal
        );
        Assert.Equal("none None: no runbook", MatchReason(Alert("Broker")));
        // "Not this one": the next, or none.
        Assert.Equal(
            "none None: no runbook",
            MatchReason(Alert("BoardCheck", summary: "tiles of the sales board are blank"), new RunbookVotes("runbooks/charts", 0, 1))
        );
        Assert.Equal(
            "none None: no runbook",
            MatchReason(Alert("KubeJobNotCompleted"), new RunbookVotes("runbooks/kubejobcompletion", 1, 2))
        );
        Assert.StartsWith(
            "runbooks/loadstale High: the page has the alert's name",
            MatchReason(Alert("LoadStale"), new RunbookVotes("runbooks/loadstale", 0, 5)),
            StringComparison.Ordinal
        );
        Assert.Equal("none None: no runbook", MatchReason(Alert("PurpleElephant", summary: "the invoice of the zoo is unpaid")));
    }

    [Fact]
    public void Of_pages_that_solved_it_the_most_helpful_one_is_meant()
    {
        RunbookVotes export = new("runbooks/export", 3, 1),
            batch = new("runbooks/batch", 1, 0);
        Assert.StartsWith("runbooks/export High", MatchReason(Alert("Unheard"), export, batch), StringComparison.Ordinal);
        Assert.StartsWith(
            "runbooks/batch High",
            MatchReason(Alert("Unheard"), new RunbookVotes("runbooks/export", 1, 1), batch),
            StringComparison.Ordinal
        );
        // A page that is not served any more solves nothing.
        Assert.Equal("none None: no runbook", MatchReason(Alert("Unheard"), new RunbookVotes("gone", 1, 0)));
    }

    // By all pairs and triples of some words, so that what is just enough and what is just too little are among them.
    [Fact]
    public void Words_suggest_a_page_with_two_of_them_in_common_and_no_low_confidence()
    {
        string[] words = ["tiles", "sales", "board", "blank", "nightly", "aggregation", "export", "disk", "batch", "zebra", "invoice"];
        var texts =
            from a in words
            from b in words
            from c in words.Append("")
            where string.CompareOrdinal(a, b) < 0 && (c.Length == 0 || string.CompareOrdinal(b, c) < 0)
            select $"{a} {b} {c}".TrimEnd();
        var (justEnough, tooFew, tooLow) = (0, 0, 0);
        foreach (var text in texts)
        {
            var alert = Alert("Unheard", summary: text);
            var response = Knowledge.Search(new(AlertMatcher.TextOf(alert), 10), default);
            var hit = response.Hits.FirstOrDefault(h => h.Kind is DocumentKind.Runbook or DocumentKind.Article);
            var (reasons, isConfident) = (hit?.Why.Count ?? 0, response.Confidence >= Confidence.Medium);
            var match = Knowledge.Alerts.Match(alert, []);
            Assert.Equal(isConfident && reasons >= 2 ? hit!.DocumentId : null, match.Suggestion?.DocumentId);
            Assert.Equal((null, null, Confidence.None), (match.DocumentId, match.Url, match.Confidence));
            justEnough += isConfident && reasons == 2 ? 1 : 0;
            tooFew += isConfident && reasons == 1 ? 1 : 0;
            tooLow += !isConfident && reasons >= 2 ? 1 : 0;
        }
        Assert.True(justEnough > 0, "none is just enough");
        Assert.True(tooLow > 0, "none is too low");
        TestContext.Current.TestOutputHelper!.WriteLine($"{justEnough} just enough, {tooFew} too few, {tooLow} too low");
    }

    [Fact]
    public void The_narrowest_label_rule_wins()
    {
        Assert.StartsWith("runbooks/disk ", MatchReason(Alert("BatchFailed", labels: ("namespace", "batch-eu"))), StringComparison.Ordinal);
        Assert.StartsWith("runbooks/batch ", MatchReason(Alert("BatchFailed", labels: ("namespace", "web"))), StringComparison.Ordinal);
        Assert.StartsWith(
            "runbooks/disk ",
            MatchReason(Alert("SomethingElse", labels: ("namespace", "batch-eu"))),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void More_labels_are_narrower_than_fewer()
    {
        using var content = new ContentDirectory();
        content.Write("a.md", "---\nkind: runbook\nalerts:\n  - {zone: eu-west-*}\n---\n# Zone" + Steps);
        content.Write("b.md", "---\nkind: runbook\nalerts:\n  - {zone: e*, tier: a*}\n---\n# Both" + Steps);
        content.Write("c.md", "---\nkind: runbook\nalerts:\n  - {zone: eu-*}\n---\n# Area" + Steps);
        var knowledge = content.Serve();
        string? Found(params (string, string)[] labels) => knowledge.Alerts.Match(Alert("Unheard", labels: labels), []).DocumentId;
        Assert.Equal("b", Found(("zone", "eu-west-1"), ("tier", "a1")));
        Assert.Equal("a", Found(("zone", "eu-west-1"), ("tier", "b1")));
        Assert.Equal("c", Found(("zone", "eu-east-1"), ("tier", "b1")));
    }

    [Fact]
    public void Of_pages_with_one_name_it_is_whose_own_it_is_then_a_runbook_then_the_first()
    {
        using var content = new ContentDirectory();
        content.Write("a/alias.md", "---\nkind: runbook\naliases: [SpoolFull]\n---\n# Something" + Steps);
        content.Write("b/own.md", "---\nkind: runbook\n---\n# SpoolFull" + Steps);
        content.Write("b/second.md", "---\nkind: runbook\n---\n# SpoolFull" + Steps);
        content.Write("c/article.md", "---\nkind: article\n---\n# GaugeStuck\n\nOn gauges.\n");
        content.Write("d/runbook.md", "---\nkind: runbook\n---\n# GaugeStuck" + Steps);
        var knowledge = content.Serve();
        Assert.Equal("b/own", knowledge.Alerts.Match(Alert("SpoolFull"), []).DocumentId);
        Assert.Equal("d/runbook", knowledge.Alerts.Match(Alert("GaugeStuck"), []).DocumentId);
    }

    [Fact]
    public void A_page_with_a_name_like_it_is_left_out_when_more_people_say_no_than_yes()
    {
        static RunbookVotes Votes(int helped, int rejected) => new("runbooks/kubejobcompletion", helped, rejected);
        const string Near = "runbooks/kubejobcompletion Medium: the page's name has the same distinctive words";
        Assert.Equal(Near, MatchReason(Alert("KubeJobNotCompleted")));
        Assert.Equal(Near, MatchReason(Alert("KubeJobNotCompleted"), Votes(1, 1)));
        Assert.NotEqual(Near, MatchReason(Alert("KubeJobNotCompleted"), Votes(1, 2)));
    }

    [Fact]
    public void A_link_to_a_section_leads_to_the_section() =>
        Assert.Equal(
            "/docs/runbooks/all#queuestuck",
            Knowledge.Alerts.Match(Alert("Other", "https://kb.example/runbooks/all#queuestuck"), []).Url
        );

    [Theory]
    [InlineData("Queue Is Full", false)]
    [InlineData("Queueisfull", false)]
    [InlineData("QueueIsFull", true)]
    public void A_heading_is_the_name_of_an_alert_when_it_is_written_like_one(string heading, bool isName)
    {
        using var content = new ContentDirectory();
        content.Write("a.md", $"---\nkind: runbook\n---\n# All\n\n## {heading}\n\nStart a second worker.\n");
        var reason = content.Serve().Alerts.Match(Alert(heading), []).Reason;
        Assert.Equal(isName, reason == "a section has the alert's name");
    }

    [Fact]
    public void A_section_per_alert_is_led_to()
    {
        var match = Knowledge.Alerts.Match(Alert("QueueStuck"), []);
        Assert.Equal(("/docs/runbooks/all#queuestuck", Confidence.High), (match.Url, match.Confidence));
    }

    [Fact]
    public void Our_own_redirects_lead_to_the_alert_they_name() =>
        Assert.StartsWith(
            "runbooks/all High: its runbook link names an alert",
            MatchReason(Alert("Other", "https://kb.example/r/QueueStuck?x=1")),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_dead_link_falls_back_and_a_renamed_page_is_reported()
    {
        var rescued = Knowledge.Alerts.Match(Alert("KubeJobNotCompleted", "https://kb.example/runbooks/kubejobnotcompleted"), []);
        Assert.Equal(
            ("runbooks/kubejobcompletion", Confidence.Medium, "https://kb.example/runbooks/kubejobnotcompleted"),
            (rescued.DocumentId, rescued.Confidence, rescued.RescuedFrom)
        );
        Assert.StartsWith(
            "runbooks/loadstale High: its runbook link is dead",
            MatchReason(Alert("LoadStale", "https://kb.example/runbooks/never-written")),
            StringComparison.Ordinal
        );
        Assert.Equal(
            "https://wiki.example/x Low: its runbook link leads to a place that is not read here; it was not checked",
            MatchReason(Alert("Unheard", "https://wiki.example/x"))
        );
    }
}
