using Knowledge.Content.Findings;

namespace Knowledge.Tests.Indexer.Checks;

public sealed class NoCommandTests
{
    [Theory]
    [InlineData("Run `df -h`.", 0)]
    [InlineData("```sh\ndf\n```", 0)]
    [InlineData("    df -h", 0)]
    [InlineData("Look at the disk.\n\n```\n```", 1)]
    public void Code_of_any_kind_counts(string text, int findings) =>
        Assert.Equal(findings, CheckRunner.Find(FindingCodes.NoCommand, ("runbooks/a.md", $"# A\n\n## Diagnosis\n\n{text}\n")).Count);

    [Theory]
    [InlineData("runbooks/a.md", "## Diagnosis\n\nClick the button *Status* and read the table.\n", 0)]
    [InlineData("runbooks/a.md", "## Diagnosis\n\nRead the table of states, and tell the owner what stands there.\n", 1)]
    [InlineData("sops/a.md", "## Symptoms\n\nSlow.\n\n## Remediation\n\n1. Start another one.\n", 1)]
    [InlineData("docs/a.md", "## Triggers\n\nA leak.\n\n## Remediation\n\n1. Tell the office.\n", 0)]
    [InlineData("sops/a.md", "## Symptoms\n\nSlow.\n\n## Remediation\n\nSee [the other page](b.md).\n", 0)]
    [InlineData("docs/explanations/a.md", "## Symptoms\n\nSlow.\n\n## Diagnosis\n\nRead the table.\n", 0)]
    [InlineData("runbooks/joining.md", "## Team\n\nPeople who are in it.\n", 0)]
    [InlineData("runbooks/leave.md", "## Steps\n\n1. Take them out of the list.\n", 0)]
    [InlineData("runbooks/index.md", "## Troubleshooting\n\nWhat to look at is told by page.\n", 0)]
    public void Only_what_is_typed_needs_a_command(string path, string text, int findings) =>
        Assert.Equal(findings, CheckRunner.Find(FindingCodes.NoCommand, (path, $"# A\n\n{text}")).Count);
}
