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
    public void Diagnosis_and_Remediation_must_say_something(string body, string expected) =>
        Assert.Equal(
            expected,
            string.Join(
                ", ",
                CheckRunner.Find(FindingCodes.RequiredSection, ("a.md", "# A page\n\n" + body)).Select(f => $"{f.Subject} {f.Line}")
            )
        );
}
