using Knowledge.Content;
using Knowledge.Content.Documents;
using Knowledge.Tests.Content.Documents;

namespace Knowledge.Tests.Content.Formats;

public sealed class HtmlPageTests
{
    private const string Page = """
        <!DOCTYPE html><html><head><title>Disk - Wiki</title><style>x</style></head><body>
        <nav><a href="/">Home</a></nav>
        <main><h1>Disk is full<a class="headerlink" href="#x">¶</a></h1>
        <h2>Remediation</h2>
        <ol><li>Look:<pre class="language-sh">df -h &amp;&amp; ls</pre></li>
        <li>Tell <a href="owner.html">the owner</a>.</li></ol>
        <script>alert(1)</script></main><footer>Imprint</footer></body></html>
        """;

    [Fact]
    public void The_main_part_is_read()
    {
        var page = Pages.Read(Page, "wiki/disk.html");
        Assert.Equal(("Disk is full", "wiki/disk", DocumentKind.Runbook), (page.Title, page.Id.Value, page.Kind));
        Assert.Equal([new Step("Look:", "df -h && ls"), new Step("Tell the owner.")], page.Sections[^1].Steps);
        Assert.Equal("owner.html", Assert.Single(page.Links).Target);
        Assert.DoesNotContain("Imprint", page.Markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("alert(1)", page.Markdown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<body><p>Text of the page.</p></body>", "page")]
    [InlineData("<html><head><title>Named</title></head><body><h2>Part</h2><p>Text.</p></body></html>", "Named")]
    [InlineData("---\ntitle: Given\n---\n<h1>Other</h1><p>Text.</p>", "Given")]
    public void The_title_is_what_the_page_says(string html, string title) => Assert.Equal(title, Pages.Read(html, "page.html").Title);

    [Theory]
    [InlineData("{{ template \"x\" }}<td>{{ .Name }}</td>")]
    [InlineData("<div class=\"row\">piece</div>")]
    [InlineData("<html><head><title></title></head><body><script>x</script></body></html>")]
    public void A_piece_of_a_template_is_no_page(string html) =>
        Assert.NotNull(DocumentReader.Read(new("s", "docs", "x.html", html)).NotADocument);
}
