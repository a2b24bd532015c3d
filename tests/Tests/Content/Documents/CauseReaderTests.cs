namespace Knowledge.Tests.Content.Documents;

public sealed class CauseReaderTests
{
    [Theory]
    [InlineData("## Root cause\n\nThe disk was full.\n", "The disk was full.", false)]
    [InlineData("## Causes\n\n- The disk was full.\n", "The disk was full.", false)]
    [InlineData("## Trigger\n\nA release.\n", "A release.", false)]
    [InlineData("## Auslöser\n\nEin Release.\n", "Ein Release.", false)]
    [InlineData("## Contributing factors\n\n- Weak signals.\n", "Weak signals.", true)]
    [InlineData("## Root cause\n\nA leak.\n\n## Contributing factors\n\n- Weak signals.\n", "A leak.", false)]
    [InlineData("## Root cause\n\nA leak.\n\n## Trigger\n\nA release.\n", "A leak.", false)]
    public void What_only_helped_a_failure_along_is_told_from_what_caused_it(string body, string cause, bool isContributing)
    {
        var read = Assert.Single(Pages.Read($"# Outage of the shop\n\n{body}\n## Timeline\n\n- 10:00 down\n", "postmortems/a.md").Causes);
        Assert.Equal((cause, isContributing), (read.Text, read.IsContributing));
    }

    [Fact]
    public void A_title_about_contributors_or_triggers_says_nothing_of_the_sections_below_it()
    {
        foreach (var title in new[] { "Contributors cannot push", "Trigger of the pipeline does not fire" })
            Assert.False(Assert.Single(Pages.Read($"# {title}\n\n## Causes\n\n- The token ran out.\n").Causes).IsContributing);
    }
}
