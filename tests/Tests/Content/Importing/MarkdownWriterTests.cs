using CsCheck;
using Knowledge.Content;
using Knowledge.Content.Markup;

namespace Knowledge.Tests.Content.Importing;

/// <summary>HTML to Markdown: what is written, and that the product's own parser reads the same text out of it.</summary>
public sealed class MarkdownWriterTests
{
    [Theory]
    [InlineData("<h1>One</h1><p>a</p><h3>Deep</h3>", "## One\n\na\n\n#### Deep")]
    [InlineData("<h4>Only</h4>", "## Only")]
    [InlineData("<h2>C#</h2>", "## C\\#")]
    [InlineData("<h2>Name it {#name}</h2>", "## Name it {#name\\}")]
    [InlineData("<p>a <b>bold</b> and <em>it</em></p>", "a **bold** and *it*")]
    [InlineData("<p><b>Note:</b>text</p>", "**Note:** text")]
    [InlineData("<p><b>a</b><b>b</b></p>", "**ab**")]
    [InlineData("<p>a<br>b<br></p>", "a\\\nb")]
    [InlineData("<ul><li>a<ul><li>b<li>c</ul><li>d</ul>", "- a\n  - b\n  - c\n- d")]
    [InlineData("<ol start=3><li>a<li><p>b</p><pre>x\n  y</pre></ol>", "3. a\n4. b\n\n   ```\n   x\n     y\n   ```")]
    [InlineData("<ul><li>a</ul><ul><li>b</ul>", "- a\n\n* b")]
    [InlineData("<pre>a ```` b</pre>", "`````\na ```` b\n`````")]
    [InlineData("<p>run <code>a `b` c</code> and <code>`x`</code></p>", "run ``a `b` c`` and `` `x` ``")]
    [InlineData("<p><a href='https://x.example/a (b)'>text</a></p>", "[text](https://x.example/a%20%28b%29)")]
    [InlineData("<p><a href='https://x.example'></a></p>", "[https://x.example](https://x.example)")]
    [InlineData(
        "<table><tr><th>a<th>b<tr><td>1|2<td><code>x|y</code></table>",
        "| a | b |\n| --- | --- |\n| 1\\|2 | <code>x&#124;y</code> |"
    )]
    [InlineData("<table><tr><td>a<td>b<tr><td>c</table>", "|  |  |\n| --- | --- |\n| a | b |\n| c |  |")]
    [InlineData(
        "<table><tr><th colspan=2>a<th>b<tr><td rowspan=2>1<td>2<td>3<tr><td>4<td>5</table>",
        "| a |  | b |\n| --- | --- | --- |\n| 1 | 2 | 3 |\n|  | 4 | 5 |"
    )]
    [InlineData(
        "<table><tr><td><b>k</b><td><b>v</b><tr><td><p>x</p><p>y</p><td><ul><li>1<li>2</ul></table>",
        "| **k** | **v** |\n| --- | --- |\n| x <br> y | • 1 <br> • 2 |"
    )]
    [InlineData("<table><tr><td><h2>In</h2><p>a frame</p></table>", "## In\n\na frame")]
    [InlineData("<details><summary>More <b>x</b></summary><p>y</p></details>", "<details>\n<summary>More x</summary>\n\ny\n\n</details>")]
    [InlineData("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b")]
    [InlineData("<p><img src='https://x.example/p.png' alt='the plot'></p>", "*Image: the plot*")]
    [InlineData("<p>a&nbsp;&lt;b&gt; *c* _d_ e_f [g] \\ h &amp;amp;</p>", "a \\<b> \\*c\\* \\_d\\_ e_f \\[g\\] \\\\ h \\&amp;")]
    [InlineData(
        "<p># no heading</p><p>1. no list</p><p>- no</p><p>+ no</p><p>=</p>",
        "\\# no heading\n\n1\\. no list\n\n\\- no\n\n\\+ no\n\n\\="
    )]
    [InlineData("<html><head><title>T</title><meta charset=x></head><body><p>body</p></body></html>", "body")]
    [InlineData("<dl><dt>term<dd>meaning</dl>", "**term**\n\nmeaning")]
    [InlineData("text <div>block <span>in <i>line</i></span></div> tail", "text\n\nblock in *line*\n\ntail")]
    public void Writes(string html, string markdown) => Assert.Equal(markdown, Html.ToMarkdown(html));

    [Theory]
    [InlineData("<script>alert(1)</script>ok")]
    [InlineData("<p onclick=alert(1)>ok</p>")]
    [InlineData("<a href=\"javascript:alert(1)\">ok</a>")]
    [InlineData("<a href=\"  jAvA&#x09;script:alert(1)\">ok</a>")]
    [InlineData("<a href=\"data:text/html,<script>alert(1)</script>\">ok</a>")]
    [InlineData("<a href=\"vbscript:alert(1)\">ok</a>")]
    [InlineData("<iframe src=https://evil.example>alert(1)</iframe>ok")]
    [InlineData("<form action=https://evil.example><input value=alert(1)><button>alert(1)</button>ok</form>")]
    [InlineData("<svg><script>alert(1)</script></svg>ok")]
    [InlineData("<style>alert(1)</style>ok<!-- alert(1) -->")]
    [InlineData("<object data=alert(1)>alert(1)</object>ok")]
    [InlineData("<script>if (a < b) '</' + 'script>' alert(1)</script>ok")]
    public void Leaves_nothing_active(string html)
    {
        var markdown = Html.ToMarkdown(html);
        Assert.Equal("ok", markdown);
    }

    [Theory]
    [InlineData("<p>&lt;img src=x onerror=alert(1)&gt;</p>")]
    [InlineData("<pre>```\n</code></pre><img src=x onerror=alert(1)>")]
    [InlineData("<details><summary>&lt;/summary&gt;&lt;img src=x onerror=alert(1)&gt;</summary>x</details>")]
    [InlineData("<table><tr><td>a<td><code>&lt;img src=x onerror=alert(1)&gt;|</code></table>")]
    [InlineData("<p><a href='https://x.example/)[y](javascript:alert(1)'>z</a></p>")]
    [InlineData("<p>[y](javascript:alert(1))</p>")]
    [InlineData("<p><code>`&lt;script&gt;`</code></p>")]
    public void What_is_written_renders_without_anything_active(string html)
    {
        var page = HtmlRendering.Render(Html.ToMarkdown(html), new RenderOptions(_ => null, new HashSet<string>()));
        Assert.Null(page.Problem);
        Assert.DoesNotContain("<img", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"javascript", page.Html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Any_text_in_paragraphs_cells_code_and_headings_is_read_back_as_it_was()
    {
        Gen.String[Gen.Char["ab1 *_`[]()<>&#|\\-+=~.!{}:;\"'$^/@,?\u00e9\u4e2d"], 1, 24]
            .Select(text => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            // In code, what looks like a site generator's mark is taken out of any page.
            .Where(words => words.Length > 0 && !words.Contains("{{<", StringComparison.Ordinal))
            .Sample(AssertReadBack, iter: 3_000);
    }

    private static void AssertReadBack(string words)
    {
        var escaped = words.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
        foreach (
            var (html, expected) in new[]
            {
                ($"<p>{escaped}</p>", words),
                ($"<h2>{escaped}</h2><p>x</p>", $"{words}\nx"),
                ($"<p>x <code>{escaped}</code> y</p>", $"x {words} y"),
                ($"<ul><li>{escaped}</ul>", words),
                ($"<table><tr><th>{escaped}<th>b<tr><td>c<td>{escaped}</table>", $"{words} | b\nc | {words}"),
                ($"<table><tr><th>a<th>b<tr><td>c<td><code>{escaped}</code></table>", $"a | b\nc | {words}"),
                ($"<pre>{escaped}</pre>", words),
                ($"<blockquote><p>{escaped}</p></blockquote>", words),
            }
        )
        {
            var markdown = Html.ToMarkdown(html);
            var document = Assert.Single(DocumentReader.Read(new("s", "s", "x.md", $"---\nkind: article\n---\n{markdown}")).Documents);
            var text = string.Join(
                '\n',
                document.Sections.SelectMany(section => new[] { section.Heading, section.Text }).Where(t => t.Length > 0)
            );
            Assert.True(expected == text, $"{html}\n{markdown}\nis read as: {text}");
        }
    }

    [Fact]
    public void Nesting_a_hundred_thousand_deep_is_flattened_in_linear_time()
    {
        foreach (var tag in new[] { "div", "b", "ul><li", "table><tr><td", "blockquote", "font color=1", "p><a href=x" })
        {
            var html = string.Concat(Enumerable.Repeat($"<{tag}>", 30_000)) + "deep brimstone";
            var markdown = Html.ToMarkdown(html);
            Assert.Contains("deep brimstone", markdown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_page_with_too_many_tags_says_that_its_end_is_missing() =>
        Assert.EndsWith(
            "\n\nThe rest of this page was not imported: it has more than 200,000 tags.",
            Html.ToMarkdown(string.Concat(Enumerable.Repeat("<p>x</p>", 100_000))),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_tag_with_half_a_million_attributes_is_survived()
    {
        var html = "<p " + string.Concat(Enumerable.Range(0, 150_000).Select(i => $"a{i}=1 ")) + ">text</p>";
        Assert.Equal("text", Html.ToMarkdown(html));
    }
}
