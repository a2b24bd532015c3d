using Knowledge.Content.Findings;

namespace Knowledge.Tests.Indexer.Checks;

[Trait("Reliability", "A-18")]
public sealed class HiddenCharactersInCommandTests
{
    [Theory]
    [InlineData("\u202E")]
    [InlineData("\u2066")]
    [InlineData("\u200B")]
    [InlineData("\uFEFF")]
    [InlineData("\U000E0041")]
    public void Commands_hold_only_what_is_seen(string character)
    {
        var finding = Assert.Single(
            CheckRunner.Find(
                FindingCodes.HiddenCharacters,
                ("a.md", $"# A\n\n## Remediation\n\n```sh\nls\nsystemctl {character}restart x\n```\n")
            )
        );
        Assert.Equal((7, Severity.Error), (finding.Line, finding.Severity));
        Assert.DoesNotContain(character, finding.Message, StringComparison.Ordinal);
        Assert.Single(CheckRunner.Find(FindingCodes.HiddenCharacters, ("a.md", $"# A\n\n## Remediation\n\nRun `df{character} -h`.\n")));
        Assert.Empty(CheckRunner.Find(FindingCodes.HiddenCharacters, ("a.md", $"# A\n\n## Remediation\n\nPeople {character} write so.\n")));
    }
}
