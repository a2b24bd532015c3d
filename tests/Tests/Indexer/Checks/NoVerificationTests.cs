using Knowledge.Content.Findings;

namespace Knowledge.Tests.Indexer.Checks;

public sealed class NoVerificationTests
{
    [Theory]
    [InlineData("## Remediation\n\n1. Restart it with `svc restart it`.\n", 1)]
    [InlineData("## Remediation\n\n1. Restart it with `svc restart it`.\n\n   Expect: it answers.\n", 0)]
    [InlineData("## Remediation\n\n1. Restart it with `svc restart it`.\n\n## Verification\n\nIt answers.\n", 0)]
    [InlineData("## Remediation\n\nRestart it and make sure that it answers.\n", 0)]
    [InlineData("## Remediation\n\n", 0)]
    [InlineData("## Remediation\n\n1. Ask the owner of the queue.\n", 0)]
    [InlineData("## Remediation\n\nAsk the owner of the queue.\n", 0)]
    [InlineData("## Remediation\n\n1. Restart it with `svc restart it`.\n\n### Check the recovery\n\nLook.\n", 0)]
    public void What_is_done_is_looked_at_again(string body, int findings) =>
        Assert.Equal(
            findings,
            CheckRunner.Find(FindingCodes.NoVerification, ("a.md", "# A\n\n## Symptoms\n\nIt stands.\n\n" + body)).Count
        );

    [Theory]
    [InlineData("docs/install.md", 0)]
    [InlineData("runbooks/install.md", 1)]
    public void A_procedure_among_other_pages_corrects_no_failure(string path, int findings) =>
        Assert.Equal(
            findings,
            CheckRunner.Find(FindingCodes.NoVerification, (path, "# Install\n\n## Steps\n\n1. Press start with `svc start it`.\n")).Count
        );

    [Fact]
    public void A_guide_that_ends_with_Troubleshooting_corrects_no_failure() =>
        Assert.Empty(
            CheckRunner.Find(
                FindingCodes.NoVerification,
                ("docs/costs.md", "# Costs\n\n## Steps\n\n1. Turn it on with `svc start it`.\n\n## Troubleshooting\n\nLook at the tags.\n")
            )
        );
}
