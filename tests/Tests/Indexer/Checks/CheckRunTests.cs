using Knowledge.Content.Findings;
using Knowledge.Indexer.Checks;

namespace Knowledge.Tests.Indexer.Checks;

public sealed class CheckRunTests
{
    [Fact]
    public void Every_check_has_a_code_that_is_described()
    {
        Assert.Equal(FindingCodes.All.Order(), FindingCatalog.All.Keys.Order());
        Assert.All(FindingCatalog.All.Values, e => Assert.True(e.What.Length > 10 && e.Advice.Length > 20, e.Code));
    }

    [Fact]
    public void The_example_knowledge_base_is_clean_but_for_a_drill_that_is_still_to_come() =>
        Assert.All(
            CheckRunner.Of(("runbooks", Path.Combine(Repository.Root, "runbooks"))),
            f => Assert.EndsWith("; left: drill.", f.Message, StringComparison.Ordinal)
        );

    [Fact]
    public void A_good_page_is_left_in_peace() =>
        Assert.Equal([FindingCodes.NoOwner], Checks(("queue-long.md", CheckRunner.Good)).Select(f => f.Code));

    [Fact]
    public void Findings_of_reading_are_in_the_same_list()
    {
        var findings = Checks(("a.md", "---\nonwer: x\n---\n# A\n\nTODO\n"), ("B.md", CheckRunner.Good), ("b.markdown", CheckRunner.Good));
        Assert.All(
            [FindingCodes.MisspelledKey, FindingCodes.TodoLeft, FindingCodes.IdClash],
            code => Assert.Contains(code, findings.Select(f => f.Code))
        );
        Assert.All(findings, f => Assert.Null(f.Source));
        Assert.Equal(findings.OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line), findings);
    }

    [Fact]
    public void Kube_prometheus_with_its_runbooks_is_as_it_was_counted()
    {
        var findings = CheckRunner.Of(
            ("runbooks", Samples.Require("corpora/prometheus-operator-runbooks")),
            ("rules", Samples.Require("corpora/kube-prometheus-rules"))
        );
        int Count(string code) => findings.Count(f => f.Code == code);

        var dead = findings.Where(f => f.Code == FindingCodes.DeadRunbookLink).ToList();
        Assert.Equal((26, 26), (dead.Count, dead.Select(f => f.Subject).Distinct().Count()));
        Assert.Equal(["kubernetes/kubejobcompletion"], dead.Select(f => f.RescuedBy).OfType<string>());
        Assert.Equal(
            (0, 0, 0),
            (Count(FindingCodes.AlertWithoutRunbook), Count(FindingCodes.GenericRunbookLink), Count(FindingCodes.RunbookAnchorMissing))
        );
        // Files below 500 characters; sections empty or only TODO, by kind; pages that lack one; pages without any code (53
        // files have no backtick; four of them say nothing of what to look at, or only where to look).
        Assert.Equal(26, Count(FindingCodes.Stub));
        var sections = findings.Where(f => f.Code == FindingCodes.RequiredSection).ToLookup(f => (f.Subject, f.Line > 1));
        Assert.Equal((10, 14), (sections[("diagnosis", true)].Count(), sections[("remediation", true)].Count()));
        Assert.Equal((3, 4), (sections[("diagnosis", false)].Count(), sections[("remediation", false)].Count()));
        Assert.Equal(49, Count(FindingCodes.NoCommand));
        // Errors are what is certainly broken, and nothing else is.
        Assert.Equal(dead.Count, findings.Count(f => f.Severity == Severity.Error));
    }

    [Fact]
    public void Postmortems_of_one_company_get_one_note_and_each_what_its_actions_touch()
    {
        var findings = CheckRunner.Of(("dfds", Samples.Require("corpora/dfds-postmortems")));
        Assert.Equal(FindingCodes.TodoLeft, Assert.Single(findings, f => f.Code != FindingCodes.SurfacesUntouched).Code);
        Assert.Equal(39, findings.Count(f => f.Code == FindingCodes.SurfacesUntouched));
        Assert.Contains(
            findings,
            f =>
                f.File.StartsWith("PM2023-002", StringComparison.Ordinal)
                && f.Message.Contains("detection, runbook, process; nobody touched alert-link", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Hostile_content_gives_findings_and_no_exception()
    {
        var findings = Checks(
            ("a.md", new string('[', 5000) + "\n" + string.Concat(Enumerable.Repeat("`a` ", 5000))),
            ("b.md", "# B\n\n" + string.Concat(Enumerable.Repeat("password=a-a.a-a:", 12000))),
            ("c.md", "# C\n\n[x](%zz#%) [y](..//../..) [z](\\\\h\\x) ![](\u0000)\n"),
            ("d.md", "####### x\n\n###### y\n\n-\n"),
            (
                "r.yaml",
                CheckRunner.Rules(
                    ("A\\u0000", "http://[::1"),
                    ("B", "https://x.example/%E0%A4%A"),
                    ("C", new string('a', 5000)),
                    ("D", "////"),
                    ("E", "#x")
                )
            )
        );
        Assert.All(findings, f => Assert.DoesNotContain(f.ToString(), char.IsControl));
    }

    private static IReadOnlyList<Finding> Checks(params (string Path, string Text)[] files)
    {
        using var fixture = new Fixture();
        foreach (var (path, text) in files)
            fixture.With(path, text);
        return CheckRun.Of(fixture.Build(), CheckRunner.Now);
    }
}
