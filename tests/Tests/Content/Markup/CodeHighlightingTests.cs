using System.Diagnostics;
using System.Text.RegularExpressions;
using CsCheck;

namespace Knowledge.Tests.Content.Markup;

public sealed class CodeHighlightingTests
{
    // Short for the spans: k(word).
    private static string Shown(string language, string code) =>
        Regex
            .Replace(
                Regex
                    .Match(Rendering.Html($"```{language}\n{code}\n```\n"), "<code[^>]*>(.*)</code>", RegexOptions.Singleline)
                    .Groups[1]
                    .Value,
                "<span class=\"hl-(.)\">(.*?)</span>",
                "$1($2)",
                RegexOptions.Singleline
            )
            .TrimEnd('\n');

    [Theory]
    [InlineData("sh", "for f in $DIR; do rm \"$f\" # all", "k(for) f k(in) v($DIR); k(do) rm s(&quot;$f&quot;) c(# all)")]
    [InlineData("bash", "echo it's ${A#x} 5", "echo it's v(${A#x}) n(5)")]
    [InlineData("console", "$ df -h /data", "$ df -h /data")]
    [InlineData("yaml", "a:\n  - b: true # c\n  url: http://x/#y", "k(a):\n  - k(b): k(true) c(# c)\n  k(url): http://x/#y")]
    [InlineData("json", "{\"a\": [1, \"b\", null]}", "{k(&quot;a&quot;): [n(1), s(&quot;b&quot;), k(null)]}")]
    [InlineData("SQL", "select 'it''s' from t -- x", "k(select) s('it')s('s') k(from) t c(-- x)")]
    [InlineData("sql", "/* a\nb */ SELECT 1", "c(/* a\nb */) k(SELECT) n(1)")]
    [InlineData(
        "promql",
        "sum by (job) (rate(x_total{a=\"b\"}[5m])) > 3",
        "k(sum) k(by) (job) (k(rate)(x_total{a=s(&quot;b&quot;)}[n(5m)])) &gt; n(3)"
    )]
    [InlineData("go", "return \"a\" // b", "k(return) s(&quot;a&quot;) c(// b)")]
    [InlineData("python", "def f(): # x\n  return None", "k(def) f(): c(# x)\n  k(return) k(None)")]
    [InlineData("toml", "a.b = \"c\" # d", "k(a.b) = s(&quot;c&quot;) c(# d)")]
    [InlineData("text", "for true \"x\"", "for true &quot;x&quot;")]
    [InlineData("", "for true", "for true")]
    public void Code_in_a_known_language_has_colours(string language, string code, string shown) =>
        Assert.Equal(shown, Shown(language, code));

    [Fact]
    public void All_characters_stay()
    {
        string[] pieces = ["\"", "'", "\\", "$", "{", "}", "#", "--", "/*", "*/", " ", "\n", ":", "=", "a", "1", "if", "<b>", "&", "👨‍💻"];
        string[] languages = ["sh", "yaml", "json", "sql", "promql", "go", "python", "hcl", "powershell"];
        Gen.Select(Gen.Int[0, pieces.Length - 1].Array[0, 40], Gen.Int[0, languages.Length - 1])
            .Sample(
                (picks, language) =>
                {
                    var code = "x" + string.Concat(picks.Select(p => pieces[p])) + "x";
                    var page = Rendering.Dom($"~~~~{languages[language]}\n{code}\n~~~~\n");
                    return page.QuerySelector("pre")!.TextContent == code + "\n";
                },
                iter: 3000
            );
    }

    [Theory]
    [InlineData("sh", "${")]
    [InlineData("sh", "\\\"")]
    [InlineData("sh", "\"'")]
    [InlineData("sql", "/* ")]
    [InlineData("yaml", "a ")]
    [InlineData("yaml", "- ")]
    [InlineData("json", "\"a\" ")]
    public void No_code_takes_long(string language, string piece)
    {
        var clock = Stopwatch.StartNew();
        Rendering.Page($"```{language}\n{string.Concat(Enumerable.Repeat(piece, 200_000 / piece.Length))}\n```\n");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{clock.Elapsed}");
    }

    [Fact]
    public void A_page_of_code_is_not_too_long_for_its_colours()
    {
        var page = Rendering.Page($"```json\n[{string.Concat(Enumerable.Repeat("1,", 120_000))}1]\n```\n");
        Assert.Null(page.Problem);
        Assert.Equal(20_000, page.Html.Split("hl-n").Length - 1);
    }

    [Fact]
    public void A_writer_of_a_page_gets_no_colours_by_html() =>
        Assert.DoesNotContain(
            "hl-",
            Rendering.Html("<pre><code class=\"language-sh\">if <span class=\"hl-k\">x</span></code></pre>\n"),
            StringComparison.Ordinal
        );
}
