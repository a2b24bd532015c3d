using Knowledge.Content;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Checks;

namespace Knowledge.Tests.Content.Documents;

public sealed class PageElementsTests
{
    [Theory]
    [InlineData("a.md", "# Disk\n\nTODO: write `df -h`.\n\n```sh\na b\n```\n\n![](x.png) [it](b.md)\n")]
    [InlineData("a.md", "---\nowner: data\n---\n\n# Disk\n\n### Jump\n\n[it](b.md) and `a b`, TBD\n")]
    [InlineData("a.md", "---\ntitle: Disk\n---\n{{% notice %}}\n[it](b.md)\n{{% /notice %}}\n\n!!! note\n    `a b`\n")]
    [InlineData("a.adoc", "= Disk\n:toc:\n\nSee link:b.adoc[it].\n\n[source,sh]\n----\na b\n----\n")]
    [InlineData("a.html", "<h1>Disk</h1>\n\n<p>See <a href=\"b.html\">it</a> and <code>a b</code>. TODO</p>\n")]
    public void Read_with_the_page_they_are_those_of_its_text(string path, string text)
    {
        var reading = DocumentReader.Read(new("s", "docs", path, text) { ElementWords = TodoLeft.Marks });
        var page = Assert.Single(reading.Documents);
        var lines = (PageFormats.KeepsLines(path) ? text : page.Markdown).Count(c => c == '\n');
        var expected = PageElements.Read(page.Markdown, 1 + lines - page.Markdown.Count(c => c == '\n'), TodoLeft.Marks);
        Assert.NotNull(reading.Elements);
        Assert.NotEmpty(expected.Links);
        Assert.NotEmpty(expected.Codes);
        Assert.Equal(expected.Headings, reading.Elements.Headings);
        Assert.Equal(expected.Images, reading.Elements.Images);
        Assert.Equal(expected.Codes, reading.Elements.Codes);
        Assert.Equal(expected.Texts, reading.Elements.Texts);
        Assert.Equal(expected.Links, reading.Elements.Links);
    }

    [Fact]
    public void They_are_read_for_checks_alone() =>
        Assert.Null(DocumentReader.Read(new("s", "docs", "a.md", "# Disk\n\nText.\n")).Elements);
}
