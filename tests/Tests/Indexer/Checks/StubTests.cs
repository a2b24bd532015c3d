using Knowledge.Content.Findings;

namespace Knowledge.Tests.Indexer.Checks;

public sealed class StubTests
{
    [Fact]
    public void A_runbook_below_500_characters_is_one_front_matter_included()
    {
        var short499 = "# A\n\n## Remediation\n\n".PadRight(499, 'x');
        Assert.Equal(
            ["a.md"],
            CheckRunner
                .Find(FindingCodes.Stub, ("a.md", short499), ("b.md", short499 + "x"), ("notes.md", "# An article\n\nIt may be short.\n"))
                .Select(f => f.File)
        );
    }
}
