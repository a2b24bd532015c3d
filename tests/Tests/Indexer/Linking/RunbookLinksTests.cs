using Knowledge.Content.Documents;
using Knowledge.Indexer;
using Knowledge.Indexer.Linking;
using Knowledge.Indexer.Sources;

namespace Knowledge.Tests.Indexer.Linking;

public sealed class RunbookLinksTests : IDisposable
{
    private readonly Fixture fixture = new();

    [Theory]
    [InlineData("https://books.example/ops/node/DiskFull.md", RunbookLinkOutcome.Exact, "node/diskfull")]
    [InlineData("https://books.example/ops/NODE/DISKFULL/", RunbookLinkOutcome.Exact, "node/diskfull")]
    [InlineData("/docs/node/diskfull", RunbookLinkOutcome.Exact, "node/diskfull")]
    [InlineData("https://elsewhere.example/wiki/diskFULL.html?page=1", RunbookLinkOutcome.Tail, "node/diskfull")]
    [InlineData("https://books.example/ops/node/diskfull#fix-it", RunbookLinkOutcome.Anchor, "node/diskfull")]
    [InlineData("https://books.example/ops/node/diskfull#user-content-fix-it", RunbookLinkOutcome.Anchor, "node/diskfull")]
    [InlineData("https://books.example/ops/node/diskfull#Fix_it", RunbookLinkOutcome.Anchor, "node/diskfull")]
    [InlineData("https://books.example/ops/node/diskfull#L10-L20", RunbookLinkOutcome.Exact, "node/diskfull")]
    [InlineData("https://books.example/ops/node/diskfull#call-somebody", RunbookLinkOutcome.AnchorMissing, "node/diskfull")]
    [InlineData("https://books.example/ops/README.md", RunbookLinkOutcome.Generic, null)]
    [InlineData("https://books.example/ops/node/", RunbookLinkOutcome.Generic, null)]
    [InlineData("https://wiki.example/", RunbookLinkOutcome.Generic, null)]
    [InlineData("https://books.example/ops/node/absent", RunbookLinkOutcome.Dead, null)]
    [InlineData("https://books.example/ops/grafana/absent", RunbookLinkOutcome.Dead, null)]
    [InlineData("docs/absent.md", RunbookLinkOutcome.Dead, null)]
    [InlineData("https://books.example/other-place/absent", RunbookLinkOutcome.External, null)]
    // Its last directory is one here.
    [InlineData("https://other.example/ops/node/absent", RunbookLinkOutcome.Dead, null)]
    [InlineData("https://other.example/overview", RunbookLinkOutcome.External, null)]
    [InlineData("https://books.example/ops/{{ $labels.pod }}", RunbookLinkOutcome.External, null)]
    [InlineData("https://books.example/ops/jobs/JobNotCompleted", RunbookLinkOutcome.Rescued, "jobs/jobcompletion")]
    [InlineData("ftp://books.example/ops/node/diskfull", RunbookLinkOutcome.External, null)]
    public void Tells_where_a_link_leads(string url, RunbookLinkOutcome outcome, string? id)
    {
        var links = Books().RunbookLinks;
        var link = links.Resolve("SomeAlert", url);
        Assert.Equal((outcome, id), (link.Outcome, link.Target?.Id.Value));
    }

    // No rule file says where the source is published.
    [Theory]
    [InlineData(
        "JobNotCompleted",
        "https://runbooks.example/runbooks/jobs/jobnotcompleted",
        RunbookLinkOutcome.Rescued,
        "content/jobs/jobcompletion"
    )]
    [InlineData(
        "SpoolLong",
        "https://git.example/ops/blob/main/content/jobs/SpoolLong.md",
        RunbookLinkOutcome.Rescued,
        "content/jobs/queue"
    )]
    [InlineData("JobGone", "https://runbooks.example/jobs/jobgone/", RunbookLinkOutcome.Dead, null)]
    [InlineData("JobGone", "https://runbooks.example/JOBS/JobGone.html?from=mail", RunbookLinkOutcome.Dead, null)]
    [InlineData("TapeFull", "https://runbooks.example/team/runbooks/tapefull", RunbookLinkOutcome.Dead, null)]
    // Of another place: no directory of ours, one that stands before the last, one whose name every place has.
    [InlineData("JobGone", "https://runbooks.example/tapes/jobgone", RunbookLinkOutcome.External, null)]
    [InlineData("JobGone", "https://runbooks.example/jobs/old/jobgone", RunbookLinkOutcome.External, null)]
    [InlineData("JobGone", "https://runbooks.example/jobgone", RunbookLinkOutcome.External, null)]
    [InlineData("JobGone", "https://runbooks.example/jobs-of-others/jobgone", RunbookLinkOutcome.External, null)]
    [InlineData("JobGone", "https://wiki.example/runbooks/jobgone", RunbookLinkOutcome.External, null)]
    public void A_link_into_a_directory_of_a_source_belongs_to_it(string alert, string url, RunbookLinkOutcome outcome, string? id)
    {
        const string Steps = "\n\n## Remediation\n\n1. Look at the log.\n";
        fixture
            .With("content/jobs/JobCompletion.md", "# JobCompletion" + Steps)
            .With("content/jobs/queue.md", "---\nalerts: [SpoolLong]\n---\n# Queues" + Steps)
            .With("team/runbooks/TapeSlow.md", "# TapeSlow" + Steps);
        var link = fixture.Build().RunbookLinks.Resolve(alert, url);
        Assert.Equal((outcome, id), (link.Outcome, link.Target?.Id.Value));
    }

    [Fact]
    public void A_name_that_two_pages_have_is_no_page()
    {
        fixture.With("a/overload.md", "# A\n\n## Remediation\n\n1. x").With("b/overload.md", "# B\n\n## Remediation\n\n1. x");
        Assert.Equal(RunbookLinkOutcome.External, fixture.Build().RunbookLinks.Resolve("Overload", "https://x.example/z/overload").Outcome);
    }

    [Fact]
    public void One_address_for_many_alerts_is_generic_unless_the_page_names_them()
    {
        fixture
            .With("oncall.md", "# On call\n\n## Remediation\n\n1. Look.\n\n## Alert3\n\nDo this.\n")
            .With("declared.md", "---\nalerts: [Alert1, Alert2, Alert3, Alert4, Alert5]\n---\n# Declared\n\n## Remediation\n\n1. Look.\n")
            .With("rules.yaml", Rules([.. Enumerable.Range(1, 5).Select(n => ($"Alert{n}", "https://x.example/oncall"))]))
            .With("more.yaml", Rules([.. Enumerable.Range(1, 5).Select(n => ($"Alert{n}", "https://x.example/declared"))]))
            .With("few.yaml", Rules([.. Enumerable.Range(1, 4).Select(n => ($"Few{n}", "https://y.example/oncall"))]));
        var links = fixture.Build().RunbookLinks;
        Assert.Equal(RunbookLinkOutcome.Generic, links.Resolve("Alert1", "https://x.example/oncall").Outcome);
        Assert.Equal(
            (RunbookLinkOutcome.Anchor, "alert3"),
            (links.Resolve("Alert3", "https://x.example/oncall").Outcome, links.Resolve("Alert3", "https://x.example/oncall").Section)
        );
        Assert.Equal(RunbookLinkOutcome.Exact, links.Resolve("Alert1", "https://x.example/declared").Outcome);
        Assert.Equal(RunbookLinkOutcome.Exact, links.Resolve("Few1", "https://y.example/oncall").Outcome);
    }

    [Fact]
    public void The_page_that_declares_the_alert_or_is_named_like_it_rescues_a_dead_link()
    {
        fixture
            .With("moved.md", "---\nalerts: [QueueLong]\n---\n# Queues\n\n## Remediation\n\n1. x")
            .With("db/SlowQueries.md", "# q\n\n## Remediation\n\n1. x")
            .With(
                "rules.yaml",
                Rules(("QueueLong", "docs/old-name.md"), ("SlowQueries", "docs/other-old-name.md"), ("Gone", "docs/gone.md"))
            );
        var knowledge = fixture.Build();
        Assert.Equal("moved", knowledge.RunbookLinks.Resolve("QueueLong", "docs/old-name.md").Target?.Id.Value);
        Assert.Equal("db/slowqueries", knowledge.RunbookLinks.Resolve("SlowQueries", "docs/other-old-name.md").Target?.Id.Value);
        Assert.Equal(RunbookLinkOutcome.Dead, knowledge.RunbookLinks.Resolve("Gone", "docs/gone.md").Outcome);
        // Rescued links are links for those who read: the alert's page leads on.
        Assert.Equal("moved", Assert.Single(knowledge.NeighboursOf(knowledge.Find("alerts/queuelong")!).Runbooks).Id.Value);
    }

    [Fact]
    public void Two_pages_that_could_be_meant_rescue_nothing()
    {
        fixture
            .With("a/JobCompletion.md", "# a\n\n## Remediation\n\n1. x")
            .With("b/JobCompleted.md", "# b\n\n## Remediation\n\n1. x")
            .With("rules.yaml", Rules(("JobNotCompleted", "docs/jobnotcompleted")));
        Assert.Equal(RunbookLinkOutcome.Dead, Assert.Single(AllLinks(fixture.Build())).Outcome);
    }

    [Fact]
    public void The_page_of_another_alert_rescues_nothing()
    {
        fixture
            .With("JobCompletion.md", "# a\n\n## Remediation\n\n1. x")
            .With("rules.yaml", Rules(("JobCompletion", "/docs/jobcompletion"), ("JobNotCompleted", "/docs/jobnotcompleted")));
        Assert.Equal([RunbookLinkOutcome.Exact, RunbookLinkOutcome.Dead], AllLinks(fixture.Build()).Select(l => l.Outcome));
    }

    /// <summary>
    /// Each of the 26 addresses without a page, judged by reading the names and pages that are there: only KubeJobCompletion ("Job
    /// is taking more than 1h to complete") is the page of
    /// the alert under an older name. The nearest names are about something else: one instance is not the whole (…Down), inodes are
    /// not bytes, a deployment is no daemon set.
    /// </summary>
    public static TheoryData<string, string?> DeadLinks =>
        new()
        {
            { "alertmanager/alertmanagerclusterfailedpeers", null },
            { "grafana/grafanarequestsfailing", null },
            { "kubernetes/kubeapiinstanceunreachable", null },
            { "kubernetes/kubecontrollermanagerinstanceunreachable", null },
            { "kubernetes/kubedeploymentrolloutstuck", null },
            { "kubernetes/kubejobnotcompleted", "kubernetes/KubeJobCompletion.md" },
            { "kubernetes/kubeletinstanceunreachable", null },
            { "kubernetes/kubenodeeviction", null },
            { "kubernetes/kubenodepressure", null },
            { "kubernetes/kubepdbnotenoughhealthypods", null },
            { "kubernetes/kubepersistentvolumeinodesfillingup", null },
            { "kubernetes/kubeschedulerinstanceunreachable", null },
            { "node/nodebondingdegraded", null },
            { "node/nodecpuhighusage", null },
            { "node/nodediskiosaturation", null },
            { "node/nodememoryhighutilization", null },
            { "node/nodememorymajorpagesfaults", null },
            { "node/nodesystemdservicecrashlooping", null },
            { "node/nodesystemdservicefailed", null },
            { "node/nodesystemsaturation", null },
            { "prometheus-operator/prometheusoperatorstatusupdateerrors", null },
            { "prometheus/prometheushighqueryload", null },
            { "prometheus/prometheuskuberneteslistwatchfailures", null },
            { "prometheus/prometheusscrapebodysizelimithit", null },
            { "prometheus/prometheusscrapesamplelimithit", null },
            { "prometheus/prometheussdrefreshfailure", null },
        };

    [Theory]
    [MemberData(nameof(DeadLinks))]
    public void Judges_the_dead_links_of_kube_prometheus_as_a_person_does(string tail, string? rescuedBy)
    {
        var link = Assert.Single(AllLinks(KubePrometheus()), l => l.Url == $"https://runbooks.prometheus-operator.dev/runbooks/{tail}");
        Assert.Equal(rescuedBy is null ? RunbookLinkOutcome.Dead : RunbookLinkOutcome.Rescued, link.Outcome);
        Assert.Equal(rescuedBy, link.Target?.Path);
    }

    [Fact]
    public void Finds_every_other_page_of_kube_prometheus()
    {
        var links = AllLinks(KubePrometheus());
        Assert.Equal(125, links.Select(l => l.Url).Distinct().Count());
        var dead = links.Where(l => l.Outcome is RunbookLinkOutcome.Dead or RunbookLinkOutcome.Rescued).Select(l => l.Url).Distinct();
        Assert.Equal(
            DeadLinks.Select(d => d.Data.Item1).Order(),
            dead.Select(u => u["https://runbooks.prometheus-operator.dev/runbooks/".Length..]).Order()
        );
        Assert.All(
            links.Where(l => l.Target is not null && l.Outcome != RunbookLinkOutcome.Rescued),
            l =>
                Assert.Equal(
                    l.Url[(l.Url.LastIndexOf('/') + 1)..],
                    PageFormats.WithoutExtension(Path.GetFileName(l.Target!.Path)).ToLowerInvariant()
                )
        );
    }

    public void Dispose() => fixture.Dispose();

    private static KnowledgeBase? kubePrometheus;

    private static KnowledgeBase KubePrometheus() =>
        kubePrometheus ??= KnowledgeBase.Build([
            DirectoryReader.Read(new("runbooks", Samples.Require("corpora/prometheus-operator-runbooks"))),
            DirectoryReader.Read(new("rules", Samples.Require("corpora/kube-prometheus-rules"))),
        ]);

    private KnowledgeBase Books() =>
        fixture
            .With("node/DiskFull.md", "# Disk full\n\n## Remediation\n\n1. Look.\n\n## Fix it\n\nDo.\n")
            .With("jobs/JobCompletion.md", "# Job\n\n## Remediation\n\n1. Look.\n")
            .With("node/overview.md", "# Overview\n\n## Remediation\n\n1. Look.\n")
            .With("rules.yaml", Rules(("DiskFull", "https://books.example/ops/node/diskfull")))
            .Build();

    private static List<RunbookLink> AllLinks(KnowledgeBase knowledge) => [.. knowledge.Documents.SelectMany(knowledge.RunbookLinks.Of)];

    private static string Rules(params (string Alert, string Url)[] rules) =>
        "groups:\n  - name: g\n    rules:\n"
        + string.Concat(
            rules.Select(r =>
                $"      - alert: {r.Alert}\n        expr: up == 0\n        annotations:\n          runbook_url: \"{r.Url}\"\n"
            )
        );
}
