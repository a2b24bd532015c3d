using Knowledge.Content;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;

namespace Knowledge.Tests.Content.Documents;

public sealed class FrontMatterReaderTests
{
    [Theory]
    [InlineData("---\ndraft: true\n---\n", "draft (`draft: true`)")]
    [InlineData("+++\ndraft = true\n+++\n", "draft (`draft: true`)")]
    [InlineData("{ \"draft\": true }\n", "draft (`draft: true`)")]
    [InlineData("---\npublished: false\n---\n", "not published (`published: false`)")]
    [InlineData("---\ndraft: false\npublished: true\nstatus: draft\n---\n", null)]
    public void A_draft_is_not_served_and_says_so(string frontMatter, string? reason)
    {
        var reading = Read(frontMatter + "# A\n\nText.\n");
        Assert.Equal(reason, reading.NotADocument);
        Assert.Equal(reason is null ? 1 : 0, reading.Documents.Count);
    }

    [Theory]
    [InlineData("aliases: [/old/page/, 'Other name? Yes.']", "old/page", "Other name? Yes.")]
    [InlineData("redirect_from: /old/page.html", "old/page")]
    [InlineData("redirect_from:\n  - https://wiki.example/old/index.html?x=1\n  - /a/", "old", "a")]
    [InlineData("slug: other", "team/other")]
    [InlineData("slug: /top", "top")]
    [InlineData("permalink: /:categories/:title/")]
    [InlineData("permalink: /kb/disk.html\naliases: kb/disk", "kb/disk")]
    public void Former_addresses_and_those_of_the_site_are_aliases(string keys, params string[] aliases) =>
        Assert.Equal(aliases, Only($"---\n{keys}\n---\n# A\n\nText.\n", "team/a.md").FrontMatter.Aliases);

    [Fact]
    public void A_page_is_found_under_a_former_address()
    {
        using var fixture = new Fixture();
        fixture.With("new/name.markdown", "---\nredirect_from: /old/name.html\n---\n# A\n\nText.\n");
        Assert.Equal("new/name", fixture.Build().Find("old/name")?.Id.Value);
    }

    [Theory]
    [InlineData("+++\ntitle = \"open\n+++\nText.\n", 2)]
    [InlineData("+++\ntitle = \"a\"\ntitle = \"b\"\n+++\nText.\n", 3)]
    [InlineData("{\n  \"title\": \"a\",\n  oops\n}\nText.\n", 3)]
    [InlineData("---\n- a\n---\nText.\n", 2)]
    public void What_cannot_be_read_is_a_finding_and_the_page_is_served(string text, int line)
    {
        var page = Only(text);
        Assert.Equal((FindingCodes.InvalidYaml, line), (page.Findings[0].Code, page.Findings[0].Line));
        Assert.Equal("Text.", page.Markdown.Trim());
    }

    [Theory]
    [InlineData("{ \"a\": 1 } is what the service answers.\n")]
    [InlineData("{{< figure >}}\nText.\n")]
    [InlineData("{ \"never\": \"ends\"\n\nText.\n")]
    [InlineData("+++\nnever = 1\n\nText.\n")]
    public void What_only_begins_like_front_matter_is_text(string text)
    {
        var page = Only(text);
        Assert.Empty(page.Findings);
        Assert.Equal(FrontMatter.Empty, page.FrontMatter);
        Assert.Equal(text.Contains("figure", StringComparison.Ordinal) ? "\nText.\n" : text, page.Markdown);
    }

    [Theory]
    [InlineData("README-of-nothing", "+++\ntitle = \"x\"\n+++\nText.\n", 1)]
    [InlineData("disk", "# Disk\n\nText.\n", 1)]
    [InlineData("run.markdown", "Text.\n", 1)]
    [InlineData("Makefile", "all:\n\techo\n", 0)]
    public void Markdown_is_known_by_its_extension_or_by_its_look(string path, string text, int documents) =>
        Assert.Equal(documents, Read(text, path).Documents.Count);

    [Theory]
    [InlineData("+++\nx = ", "[", "\n+++\n")]
    [InlineData("+++\nx = ", "{a = ", "\n+++\n")]
    [InlineData("+++\n", "a.", "b = 1\n+++\n")]
    [InlineData("+++\n[", "a.", "b]\n+++\n")]
    [InlineData("{ \"x\": ", "[", "\n}\n")]
    [InlineData("{ \"x\": ", "{\"a\":", "\n}\n")]
    public void Depth_ends_at_a_limit(string before, string piece, string after) =>
        Assert.Equal(
            FindingCodes.InvalidYaml,
            Only($"{before}{string.Concat(Enumerable.Repeat(piece, 3000))}{after}Text.\n").Findings[0].Code
        );

    private static Document Only(string text, string path = "a.md") => Assert.Single(Read(text, path).Documents);

    private static FileParseResult Read(string text, string path = "a.md") => DocumentReader.Read(new("s", "s", path, text));
}
