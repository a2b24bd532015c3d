using Knowledge.Content.Markup;

namespace Knowledge.Tests.Content.Markup;

[Trait("Reliability", "A-06")]
public class MarkdownBombTests
{
    // csharpier-ignore
    private static readonly string[] Repeated =
    [
        "[a](", "[", "![", "![a](", "[a](b", "[a]((", "[a](()", "[a](\\(", "[a](b (x", "[a](b \"", "[a](<b ", "[a][", "[a][b] ",
        "[a]", "]", "[^", "[^a]", "[^a]: ", "[^a]: b\n", "[^a]: b\n\n", "[^1]: b [^1]\n", "[a]: b\n", "> [a]: b\n", "[a]: b\n\n",
        "- [a]: b\n  ", ">", "> ", "> a\n", "- ", "* ", "+ ", "1. ", "1) ", "- > ", "- a\n", "1. a\n", "**a", "*a", "_a", "*a_",
        "*a **b ", "**a** ", "*a* b\n", "***a", "*", "_*", "*_~`[<&|\\", "`", "`a", "``a`", "~~a", "<", "<a ", "<a href=\"", "<a>",
        "<b>", "</b>", "<div>", "<div>\n", "<div>\n\n", "<!--", "<!-- a -->", "<?", "<!A ", "<![CDATA[", "<table><tr><td>", "<p>",
        "<script>", "<svg>", "<details>\n\n", "&", "&amp;", "&#", "|", "|a", "a|", "|-|\n", "||\n", "a|b\n-|-\n", "|:-:",
        "|a|\n|-|\n", "# a\n", "###### a\n", "a\n=\n", "a\n-\n", "---\n", "```\n", "~~~\n```\n", "\t", " ", "\n", "a", "a\n",
        "a  \n", "\\", "é", "\u202E", "`\u202E`", "\0", "\uD800", "> [!NOTE]\n> a\n\n", "- [ ] a\n", "[ ] ", "![](https://x/y)",
        "[a](b)", "<http://a>", "\"", "<a id=", "a <!-- ", "a <? ", "*[a", "![ [",
    ];

    private static readonly Dictionary<string, string> Composed = new()
    {
        ["table of few wide and many narrow rows"] = Times("|a", 200) + "\n" + Times("|-", 200) + "\n" + Times("a|b\n", 30_000),
        ["many tables of 100 columns"] = Times(Times("|a", 100) + "\n" + Times("|-", 100) + "\n" + Times("a|b\n", 100) + "\n", 300),
        ["thousands of columns"] = Times("|a", 10_000) + "\n" + Times("|-", 10_000) + "\n" + Times("|a", 10_000),
        ["delimiter rows"] = Times(Times("|:-:", 500) + "\n", 128),
        ["emphasis in every cell"] = "|a|b|c|d|\n|-|-|-|-|\n" + Times("|**a**|[a](b)|`c`|d|\n", 9_000),
        ["open emphasis before brackets"] = Times("**a", 5_000) + Times("]", 200_000),
        ["open emphasis before links"] = Times("**a", 4_900) + Times("[a]", 60_000),
        ["open pipes before brackets"] = Times("a|", 60_000) + Times("]", 130_000),
        ["paragraphs of emphasis just below the limit"] = Times(Times("*a **b ", 4_500) + "\n\n", 8),
        ["paragraphs of open emphasis"] = Times(Times("**a", 3_000) + "\n\n", 29),
        ["paragraphs of brackets"] = Times(Times("[", 1_000) + "\n\n", 260),
        ["paragraphs of open links"] = Times(Times("[a](b", 1_000) + "\n\n", 52),
        ["definitions before a long paragraph"] = Times("[a]: b\n", 4_000) + Times("a\n", 110_000),
        ["distinct definitions"] = string.Concat(Enumerable.Range(0, 15_000).Select(number => $"[l{number}]: b{number}\n")),
        ["distinct footnotes"] = string.Concat(Enumerable.Range(0, 15_000).Select(number => $"[^{number}]: b{number}\n")),
        ["one footnote, many references"] = "[^1]: b\n\n" + Times("[^1]", 50_000),
        ["quotes 100 deep"] = Times(Times("> ", 100) + "a\n\n", 1_280),
        ["lists 60 deep"] = Times("- ", 60) + "a\n" + Times("- a\n", 60_000),
        ["stairs of lists"] = string.Concat(Enumerable.Range(0, 300).Select(depth => new string(' ', 2 * depth) + "- a\n")),
        ["code marks of every length"] = string.Concat(Enumerable.Range(1, 700).Select(length => new string('`', length) + "a")),
        ["formatting that every paragraph would inherit"] = string.Concat(
            Enumerable.Range(0, 15_000).Select(number => $"<b title={number}>\n\n")
        ),
        ["deep divs, then closing tags of others"] = Times("<div>", 20_000) + Times("</b>", 30_000),
        ["emphasis that is closed, 4,000 deep"] = Times("*a ", 4_000) + Times("b* ", 4_000),
        ["emphasis that is closed, 1,000 deep"] = Times("*a ", 1_000) + "x" + Times(" b*", 1_000),
        ["emphasis of two marks, closed"] = Times("*a _b ", 2_000) + "x" + Times("_ b*", 2_000),
        ["strong emphasis, closed"] = Times("**a ", 4_000) + "x" + Times(" b**", 4_000),
        ["images in images"] = Times("![a", 3_000) + Times("](b)", 3_000),
        ["images in images, 90 deep, many"] = Times(Times("![a", 90) + Times("](b)", 90) + "\n\n", 400),
        ["brackets that are closed, deep"] = Times("[", 3_000) + "a" + Times("]", 3_000),
        ["a link of attributes"] = "<a " + string.Concat(Enumerable.Range(0, 30_000).Select(number => $"b{number} ")) + ">",
    };

    public static TheoryData<string> Fragments => [.. Repeated.Concat(Composed.Keys)];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Fragments))]
    public async Task A_bomb_is_rendered_or_shown_as_text(string name)
    {
        var text = Composed.TryGetValue(name, out var composed) ? composed : Times(name, MarkdownSyntax.MaxCharacters / name.Length);
        if (text.Length > MarkdownSyntax.MaxCharacters)
            text = text[..MarkdownSyntax.MaxCharacters];

        var page = await Task.Run(() => Rendering.Page(text, "a"), TestContext.Current.CancellationToken);

        Assert.InRange(page.Html.Length, 0, 4 * 1024 * 1024);
        if (page.Problem is not null)
            Assert.StartsWith("<pre class=\"plain\"", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_over_the_cap_is_shown_as_text()
    {
        var page = Rendering.Page(new string('a', MarkdownSyntax.MaxCharacters + 1));

        Assert.Contains("split the page", page.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_real_page_is_no_bomb()
    {
        const string link = """[the runbook](https://runbooks.example/kube/pod-{0}.md "Pods")""";
        var section = $$$"""
            ## KubePodCrashLooping {0}

            A pod **restarts** again and *again*; see {{{link}}} and `kubectl get pods -n x_{0}`.

            - [ ] check [logs](../logs.md#a) of `a_b_c`, [[not a link], a * b, array[0](x
            - **note**: 5 < 6 & 7 > 3, <https://example.org/{0}>

            | Alert | Severity | Link |
            |---|:---:|---|
            | **A{0}** | page | [a](b.md) |
            | B | ticket | [c][ref] |

            ```sh
            grep -E 'a|b|c' /var/log/x[0-9]*.log | awk '{{print $1}}'
            [app]: started
            ```

            """;
        var text = string.Concat(
            Enumerable.Range(0, 600).Select(number => string.Format(System.Globalization.CultureInfo.InvariantCulture, section, number))
        );

        Assert.Null(Rendering.Page(text[..250_000]).Problem);
    }

    [Fact]
    public void A_long_table_and_a_long_list_are_no_bombs()
    {
        Assert.Null(
            Rendering
                .Page(
                    "|alert|runbook|\n|-|-|\n" + Times("| **KubePodCrashLooping** | [runbook](https://example.org/runbooks/x) |\n", 3_000)
                )
                .Problem
        );
        Assert.Null(
            Rendering.Page(Times("- [KubePodCrashLooping](https://example.org/runbooks/kubepodcrashlooping) *page*\n", 3_000)).Problem
        );
        Assert.Null(Rendering.Page(Times("[name](https://example.org/runbooks/kubepodcrashlooping), ", 4_000)).Problem);
        Assert.Null(
            Rendering
                .Page(
                    string.Concat(Enumerable.Range(0, 2_000).Select(number => $"[name-{number}]: https://example.org/runbooks/{number}\n"))
                )
                .Problem
        );
        Assert.Null(Rendering.Page("```\n" + Times("2025-01-01 host sshd[123]: x|y|z * _a_ [b](c\n", 5_000) + "```\n").Problem);
    }

    private static string Times(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
