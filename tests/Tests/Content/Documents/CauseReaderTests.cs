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

    [Theory]
    [InlineData(
        "- A leaked key\n- Wide permissions\n\nUse the evidence to trace:\n\n1. How did they get in?\n2. The path (what could they do?)\n",
        2
    )]
    [InlineData("- Is the disk full?\n- Is the host down?\n", 2)]
    [InlineData("- A leaked key\n- Was it public?\n", 2)]
    public void Questions_behind_the_causes_are_none(string body, int causes) =>
        Assert.Equal(causes, Pages.Read($"# Leak\n\n## Causes\n\n{body}").Causes.Count);

    [Theory]
    [InlineData("postmortem-template.md", "_Include what contributed._", 0)]
    [InlineData("postmortem-template.md", "- _What was it?_\n- _And why?_", 0)]
    [InlineData("postmortem-template.md", "The disk was full.", 1)]
    [InlineData("full-disk.md", "_The disk was full._", 1)]
    public void What_a_template_asks_for_is_no_cause(string name, string body, int causes) =>
        Assert.Equal(
            causes,
            Pages.Read($"# Page\n\n## Impact\n\nNobody could order.\n\n## Root cause\n\n{body}\n", $"docs/{name}").Causes.Count
        );
}
