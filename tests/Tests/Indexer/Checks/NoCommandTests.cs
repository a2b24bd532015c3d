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
        Assert.Equal(findings, CheckRunner.Find(FindingCodes.NoCommand, ("a.md", $"# A\n\n## Remediation\n\n{text}\n")).Count);
}
