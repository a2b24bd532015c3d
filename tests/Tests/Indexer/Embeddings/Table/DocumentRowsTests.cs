using Knowledge.Content.Documents;
using Knowledge.Indexer.Embeddings.Table;

namespace Knowledge.Tests.Indexer.Embeddings.Table;

public sealed class DocumentRowsTests
{
    [Fact]
    public void A_page_is_its_titles_and_what_it_says_in_its_order()
    {
        var rows = DocumentRows.Of(
            Page("---\nalerts: [storage]\n---\n# Disk\n\ncomputer\n\n## Server\n\nnetwork\n", path: "panel.md", title: "Memory")
        );
        Assert.Equal("memory disk panel", Words(rows.Titles));
        Assert.Equal("storage computer server network", Words(rows.Text));
    }

    // A section that is cut into several passages has its heading before the first of them.
    [Fact]
    public void A_heading_is_said_once()
    {
        var rows = DocumentRows.Of(Page($"# Disk\n\n## Server\n\n{Repeated("network", 500)}\n\n## Memory\n\npassword\n"));
        Assert.Equal(Repeated("network", 500).Insert(0, "server ") + " memory password", Words(rows.Text));
    }

    [Fact]
    public void Of_a_long_page_its_beginning_is_read_and_of_its_titles_the_first_words()
    {
        var rows = DocumentRows.Of(Page($"# {Repeated("disk", 200)}\n\nserver {Repeated("network", 6_000)} password\n"));
        Assert.Equal(DocumentRows.MaxText, rows.Text.Length);
        Assert.Equal("server", Words(rows.Text[..1]));
        Assert.Equal("network", Words(rows.Text[^1..]));
        Assert.Equal(64, rows.Titles.Length);
    }

    [Theory]
    [InlineData("# Disk\n")]
    [InlineData("# Disk\n\n日本\n")]
    public void A_page_without_text_that_is_known_has_its_titles_alone(string markdown)
    {
        var rows = DocumentRows.Of(Page(markdown));
        Assert.StartsWith("disk", Words(rows.Titles), StringComparison.Ordinal);
        Assert.Empty(rows.Text);
    }

    [Fact]
    public void So_has_one_whose_text_is_lost() =>
        Assert.Equal(
            ("disk page", 0),
            (
                DocumentRows.Of(Page("# Disk\n\nserver\n").WithBodyLater(() => DocumentBody.Empty)) is var rows ? Words(rows.Titles) : "",
                rows.Text.Length
            )
        );

    [Fact]
    public void A_page_is_read_once_and_another_version_of_it_anew()
    {
        var reads = 0;
        var page = Page("# Disk\n\nserver\n");
        var later = page.WithBodyLater(() =>
        {
            reads++;
            return page.Body;
        });
        Assert.Same(DocumentRows.Of(later), DocumentRows.Of(later));
        Assert.Equal(1, reads);
        Assert.NotSame(DocumentRows.Of(page), DocumentRows.Of(later));
    }

    private static Document Page(string markdown, string path = "page.md", string? title = null)
    {
        using var content = new Fixture();
        if (title is not null)
            markdown = markdown.StartsWith("---\n", StringComparison.Ordinal)
                ? markdown.Insert(4, $"title: {title}\n")
                : $"---\ntitle: {title}\n---\n{markdown}";
        return Assert.Single(content.With(path, markdown).Build().Documents);
    }

    private static string Repeated(string word, int times) => string.Join(' ', Enumerable.Repeat(word, times));

    private static string Words(IEnumerable<ushort> rows) => string.Join(' ', rows.Select(r => BuiltInTable.Value.Vocabulary.Entries[r]));
}
