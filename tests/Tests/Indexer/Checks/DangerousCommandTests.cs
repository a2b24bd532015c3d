using Knowledge.Content.Findings;

namespace Knowledge.Tests.Indexer.Checks;

public sealed class DangerousCommandTests
{
    [Theory]
    [InlineData("rm -rf /data/ticker", 1)]
    [InlineData("sudo rm -r -f /data", 1)]
    [InlineData("psql -c 'DROP TABLE orders'", 1)]
    [InlineData("DELETE FROM orders;", 1)]
    [InlineData("kubectl delete ns shop", 1)]
    [InlineData("kubectl -n shop delete pvc data-0", 1)]
    [InlineData("terraform destroy", 1)]
    [InlineData("redis-cli FLUSHALL", 1)]
    [InlineData("git push --force origin main", 1)]
    [InlineData("kubectl delete pod web-1", 0)]
    [InlineData("rm /tmp/lock", 0)]
    [InlineData("DELETE FROM orders WHERE id = 4", 0)]
    [InlineData("git push origin main", 0)]
    [InlineData("terraform plan", 0)]
    [InlineData("# rm -rf is not needed here", 0)]
    public void What_cannot_be_brought_back_needs_a_warning(string command, int findings)
    {
        Assert.Equal(
            findings,
            CheckRunner
                .Find(FindingCodes.DangerousCommand, ("a.md", $"# A\n\n## Remediation\n\nClean up.\n\n```sh\n{command}\n```\n"))
                .Count
        );
        Assert.Empty(
            CheckRunner.Find(
                FindingCodes.DangerousCommand,
                ("a.md", $"# A\n\n## Remediation\n\n> [!WARNING]\n> All data of today is lost.\n\n```sh\n{command}\n```\n")
            )
        );
    }

    [Fact]
    public void A_warning_in_another_section_is_none() =>
        Assert.Equal(
            13,
            Assert
                .Single(
                    CheckRunner.Find(
                        FindingCodes.DangerousCommand,
                        (
                            "a.md",
                            "# A\n\n## Diagnosis\n\nBe careful: data is lost.\n\n## Remediation\n\n"
                                + "Do this.\n\n```sh\ncd /\nrm -rf data\n```\n"
                        )
                    )
                )
                .Line
        );
}
