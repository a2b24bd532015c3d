using System.Text.Json;
using Knowledge.Content.Importing;

namespace Knowledge.Tests.Content.Importing;

/// <summary>Texts as people write them into Jira.</summary>
public sealed class WikiMarkupTests
{
    private static string Page(string markup)
    {
        var json = JsonSerializer.Serialize(
            new
            {
                key = "OPS-1",
                self = "https://jira.example/rest/api/2/issue/1",
                fields = new { summary = "S", description = markup },
            }
        );
        var issue = JiraIssue.Read(JsonDocument.Parse(json).RootElement)!;
        return JiraPage.Of(issue, JiraRole.Article, [], null).Body;
    }

    [Theory]
    [InlineData(
        "Ask [~kim] or [~accountid:557058:ab-1], see [~lee|https://x.example/lee].",
        "Ask @kim or @557058:ab-1, see [lee](https://x.example/lee)."
    )]
    [InlineData("{noformat}a *b* [~c]{noformat}", "```\na *b* [~c]\n```")]
    [InlineData("Run {noformat}df -h{noformat} now", "Run\n\n```\ndf -h\n```\n\nnow")]
    [InlineData("# Look {noformat}df -h{noformat}\n# Clean", "1. Look\n\n   ```\n   df -h\n   ```\n\n2. Clean")]
    [InlineData("# Look\n{noformat:nopanel=true}\ndf -h\n{noformat}\n# Clean", "1. Look\n\n   ```\n   df -h\n   ```\n\n2. Clean")]
    [InlineData("# Look\nat the disk\n# Clean", "1. Look\n\n   at the disk\n\n2. Clean")]
    [InlineData("* a\n** b {code:sh}ls{code}\n* c", "- a\n  - b\n\n    ```sh\n    ls\n    ```\n- c")]
    [InlineData("* a\n\n{noformat}x{noformat}", "- a\n\n```\nx\n```")]
    [InlineData("* a\nh2. B", "- a\n\n## B")]
    public void Code_in_lists_and_people(string markup, string markdown) => Assert.Equal(markdown, Page(markup).Trim());

    [Fact]
    public void Nothing_of_a_block_that_never_ends_is_lost() =>
        Assert.Contains("# Clean", Page("# Look {noformat}df -h\n# Clean"), StringComparison.Ordinal);
}
