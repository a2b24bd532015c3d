using Knowledge.Indexer.Reports;
using Knowledge.Tests.Indexer.Checks;

namespace Knowledge.Tests.Indexer.Reports;

public sealed class DebtReportTests
{
    private static readonly string Rules = CheckRunner.Rules(
        ("NoLink", null),
        ("Gone", "/docs/gone"),
        ("JobNotCompleted", "/docs/jobnotcompleted"),
        ("Section", "/docs/good#nowhere"),
        ("Readme", "/docs/README"),
        ("Stub", "/docs/stub"),
        ("NoSteps", "/docs/no-remediation"),
        ("NoOwner", "/docs/no-owner"),
        ("Fine", "/docs/good"),
        ("Elsewhere", "https://wiki.example/x")
    );

    [Fact]
    public void Each_alert_has_the_worst_that_its_runbook_lacks()
    {
        var report = Report();
        Assert.Equal(
            [
                ("NoLink", DebtStatus.None, 9),
                ("Gone", DebtStatus.Dead, 8),
                ("JobNotCompleted", DebtStatus.Dead, 8),
                ("Section", DebtStatus.AnchorMissing, 7),
                ("Readme", DebtStatus.Generic, 6),
                ("Stub", DebtStatus.Stub, 5),
                ("NoSteps", DebtStatus.NoRemediation, 4),
                ("NoOwner", DebtStatus.NoOwner, 3),
                ("Fine", DebtStatus.Good, 0),
                ("Elsewhere", DebtStatus.Unchecked, (int?)null),
            ],
            report.Alerts.Select(a => (a.Alert, a.Status, a.Score))
        );
        Assert.Equal("jobcompletion", report.Alerts.Single(a => a.Alert == "JobNotCompleted").RescuedBy);
        Assert.Equal((10, 50), (report.Rules, report.Score));
    }

    [Fact]
    public void Services_come_from_the_alert_or_its_runbook_the_deepest_in_debt_first()
    {
        var services = Report().Services;
        Assert.Equal([null, "shop"], services.Select(s => s.Service));
        Assert.Equal((2, 1, 7), (services[1].Alerts, services[1].Good, services[1].Score));
        Assert.Equal(10, services.Sum(s => s.Alerts));
    }

    [Fact]
    public void Of_rules_with_one_name_the_one_without_a_link_counts()
    {
        using var fixture = new Fixture();
        fixture
            .With("good.md", CheckRunner.Good)
            .With(
                "r.yaml",
                "groups: [{name: g, rules: [{alert: A, expr: a, annotations: {runbook_url: /docs/good}}, {alert: A, expr: b}]}]"
            );
        var alert = Assert.Single(DebtReport.Of(fixture.Build(), CheckRunner.Now).Alerts);
        Assert.Equal((DebtStatus.None, 2), (alert.Status, alert.Rules));
    }

    [Fact]
    public void A_page_that_what_it_mentions_has_outrun_is_stale()
    {
        using var fixture = new Fixture();
        fixture.With("good.md", "---\nowner: x\n---\n" + CheckRunner.Good).With("rules.yaml", CheckRunner.Rules(("Fine", "/docs/good")));
        File.SetLastWriteTimeUtc(Path.Combine(fixture.Directory, "good.md"), CheckRunner.Now.UtcDateTime.AddDays(-400));
        Assert.Equal(DebtStatus.Stale, Assert.Single(DebtReport.Of(fixture.Build(), CheckRunner.Now).Alerts).Status);
        Assert.Equal(DebtStatus.Good, Assert.Single(DebtReport.Of(fixture.Build(), CheckRunner.Now, staleMonths: 24).Alerts).Status);
    }

    [Fact]
    public void The_example_has_no_debt()
    {
        var report = DebtReport.Of(Fixture.Of(Path.Combine(Repository.Root, "runbooks")), CheckRunner.Now);
        Assert.Equal((0, DebtStatus.Good), (report.Score, Assert.Single(report.ByStatus).Status));
    }

    private static DebtReport Report()
    {
        using var fixture = new Fixture();
        fixture
            .With("rules.yaml", Rules)
            .With("JobCompletion.md", CheckRunner.Good)
            .With("good.md", "---\nowner: data\nservices: [shop]\n---\n" + CheckRunner.Good)
            .With("no-owner.md", CheckRunner.Good)
            .With("stub.md", "# S\n\n## Remediation\n\nDo.\n")
            .With("no-remediation.md", CheckRunner.Good.Replace("## Remediation", "## Notes", StringComparison.Ordinal));
        return DebtReport.Of(fixture.Build(), CheckRunner.Now);
    }
}
