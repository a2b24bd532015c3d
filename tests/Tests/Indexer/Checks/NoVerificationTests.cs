using Knowledge.Content.Findings;

namespace Knowledge.Tests.Indexer.Checks;

public sealed class NoVerificationTests
{
    [Theory]
    [InlineData("## Remediation\n\n1. Restart it.\n", 1)]
    [InlineData("## Remediation\n\n1. Restart it.\n\n   Expect: it answers.\n", 0)]
    [InlineData("## Remediation\n\n1. Restart it.\n\n## Verification\n\nIt answers.\n", 0)]
    [InlineData("## Remediation\n\nRestart it and make sure that it answers.\n", 0)]
    [InlineData("## Remediation\n\n", 0)]
    public void What_is_done_is_looked_at_again(string body, int findings) =>
        Assert.Equal(findings, CheckRunner.Find(FindingCodes.NoVerification, ("a.md", "# A\n\n" + body)).Count);
}
