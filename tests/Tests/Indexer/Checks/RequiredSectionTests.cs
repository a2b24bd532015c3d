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
                CheckRunner.Find(FindingCodes.RequiredSection, ("a.md", "# A page\n\n" + body)).Select(f => $"{f.Subject} {f.Line}")
            )
        );

    [Fact]
    public void What_to_do_below_other_headings_is_a_note()
    {
        var page = "# A page\n\n## On the host\n\n1. look\n\n   ```sh\n   df -h\n   ```\n";
        Assert.All(
            CheckRunner.Find(FindingCodes.RequiredSection, ("runbooks/a.md", page), ("runbooks/b.md", "# A tool\n\nText.\n")),
            f => Assert.Equal(Severity.Note, f.Severity)
        );
        Assert.All(
            CheckRunner.Find(FindingCodes.RequiredSection, ("runbooks/a.md", "# A page\n\nText.\n\n## Diagnosis\n\nLook.\n")),
            f => Assert.Equal(Severity.Warning, f.Severity)
        );
    }
}
