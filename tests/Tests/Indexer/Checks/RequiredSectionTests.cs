using Knowledge.Content.Findings;

namespace Knowledge.Tests.Indexer.Checks;

public sealed class RequiredSectionTests
{
    [Theory]
    [InlineData("## Diagnosis\n\nlook\n\n## Remediation\n\ndo\n", "")]
    [InlineData("## Triage\n\n### Disk\n\nlook\n\n## Fixing it\n\n### Disk\n\n- do\n", "")]
    [InlineData("## Diagnosis\n\nlook\n", "remediation 1")]
    [InlineData("## Diagnosis\n\n## Remediation\n\ndo\n", "diagnosis 3")]
    [InlineData("## Diagnosis\n\nTODO\n\n## Mitigation\n\n- TBD.\n- n/a\n", "diagnosis 3, remediation 7")]
    [InlineData("## Diagnosis\n\nTODO: look at `df`\n\n## Remediation\n\nto be defined by the team\n", "")]
    // A procedure needs no diagnosis, nor does a page whose command helps against the one thing that it can be.
    [InlineData("## Steps\n\n1. do\n", "")]
    [InlineData("## Meaning\n\nit stands\n\n## What should I do?\n\n1. `queuectl kick now`\n", "")]
    [InlineData("## Meaning\n\nit stands\n\n## What should I do?\n\n1. ask them\n", "diagnosis 1")]
    [InlineData("## Causes\n\n- the disk is full\n- the host is down\n\n## Fix\n\n1. `a b`\n", "diagnosis 1")]
    public void Diagnosis_and_Remediation_must_say_something(string body, string expected) =>
        Assert.Equal(
            expected,
            string.Join(
                ", ",
                CheckRunner
                    .Find(FindingCodes.RequiredSection, ("runbooks/a.md", "# A page\n\n" + body))
                    .Select(f => $"{f.Subject} {f.Line}")
            )
        );

    [Fact]
    public void What_to_do_below_other_headings_is_a_note()
    {
        var page = "# A page\n\nText.\n\n## Diagnosis\n\nLook.\n\n## On the host\n\n1. do\n\n   ```sh\n   a b\n   ```\n";
        Assert.Equal(Severity.Note, Assert.Single(CheckRunner.Find(FindingCodes.RequiredSection, ("runbooks/a.md", page))).Severity);
        Assert.Equal(
            Severity.Warning,
            Assert
                .Single(CheckRunner.Find(FindingCodes.RequiredSection, ("runbooks/a.md", "# A page\n\nText.\n\n## Diagnosis\n\nLook.\n")))
                .Severity
        );
    }

    [Theory]
    [InlineData("runbooks/list.md", "## Check the list\n\nLook.\n", Severity.Warning)]
    [InlineData("docs/list.md", "## Symptoms\n\nSlow.\n\n## Diagnosis\n\nLook.\n", Severity.Warning)]
    // What helps stands among what to look at, or below bold words.
    [InlineData("runbooks/list.md", "## Troubleshooting\n\n- Check the pods, you may need to increase their memory\n", Severity.Note)]
    [InlineData("runbooks/list.md", "## Troubleshooting\n\n- Check for an increase of errors after restarts\n", Severity.Warning)]
    [InlineData("runbooks/list.md", "## Causes\n\n### Disk\n\n**Solution:**\n\n- more of it\n", Severity.Note)]
    [InlineData("runbooks/list.md", "## Causes\n\n### Disk\n\n**现象：**\n\n- 慢\n\n**解决方案：**\n\n- 扩容\n", Severity.Note)]
    [InlineData("runbooks/list.md", "## Causes\n\n### Disk\n\n**Meaning:**\n\n- full\n", Severity.Warning)]
    public void A_warning_is_for_a_page_of_incidents_that_says_nowhere_what_to_do(string path, string body, Severity severity) =>
        Assert.Equal(
            severity,
            Assert
                .Single(CheckRunner.Find(FindingCodes.RequiredSection, (path, "# A page\n\n" + body)), f => f.Subject == "remediation")
                .Severity
        );

    [Theory]
    [InlineData("docs/start.md", "## 1. Check the list\n\nLook.\n")]
    [InlineData("docs/explanations/why.md", "## What problem does it solve?\n\nMany.\n\n## Troubleshooting\n\nLook.\n")]
    [InlineData("docs/topic/jsonnet.md", "## Debugging\n\nLook.\n")]
    [InlineData("runbooks/joining.md", "## Team\n\nPeople.\n")]
    // A procedure among runbooks, and guides that end with what may go wrong, or say "check" of something else.
    [InlineData("runbooks/joining.md", "## On the host\n\n1. look\n\n   ```sh\n   df -h\n   ```\n")]
    [InlineData("docs/quota.md", "## Set a quota\n\nEach user gets ten gigabytes, and may ask for more.\n\n## Troubleshooting\n\nLook.\n")]
    [InlineData("docs/deploy.md", "## Jobs\n\nThree of them run for each pull request that is opened.\n\n### Checks\n\nTwo.\n")]
    [InlineData("docs/costs.md", "## Steps\n\n1. Turn it on.\n\n## Troubleshooting\n\nLook at the tags, and wait a day for them.\n")]
    public void A_page_about_no_failure_needs_neither(string path, string body) =>
        Assert.Empty(CheckRunner.Find(FindingCodes.RequiredSection, (path, "# A page\n\n" + body)));

    [Fact]
    public void A_page_with_the_name_of_an_alert_needs_both() =>
        Assert.Equal(
            ["diagnosis", "remediation"],
            CheckRunner
                .Find(FindingCodes.RequiredSection, ("kube.md", "# KubePodCrashLooping\n\nIt loops.\n\n## Meaning\n\nOften.\n"))
                .Select(f => f.Subject)
        );

    [Fact]
    public void Steps_as_numbered_headings_behind_an_empty_one_are_what_to_do() =>
        Assert.Empty(
            CheckRunner.Find(
                FindingCodes.RequiredSection,
                ("runbooks/a.md", "# Make it anew\n\n## Steps\n\n## 1. Account\n\nOrder it.\n\n## 2. Roles\n\nGive them.\n")
            )
        );
}
