using AngleSharp.Dom;
using Knowledge.Content.Markup;

namespace Knowledge.Tests.Content.Markup;

[Trait("Reliability", "A-02")]
public class HtmlRenderingTests
{
    [Fact]
    public void The_name_of_a_task_is_not_cut_within_a_character()
    {
        var box = Rendering.Dom($"- [ ] {new string('a', 119)}\U0001F4BE and more").QuerySelector("input")!;
        Assert.Equal(new string('a', 119) + "…", box.GetAttribute("aria-label"));
    }

    [Fact]
    public void Headings_get_the_anchor_of_GitHub_and_a_permalink()
    {
        var page = Rendering.Dom("# Disk *is* full: `/var`!\n\n## Steps\n\n## Steps\n\nSteps\n---\n\n# \n\n# Überlauf & C++\n");

        Assert.Equal(
            ["disk-is-full-var", "steps", "steps-1", "steps-2", "section", "überlauf--c"],
            page.QuerySelectorAll("h1, h2").Select(heading => heading.Id)
        );
        var link = page.QuerySelector("#steps-1 > a.anchor:last-child")!;
        Assert.Equal(
            ("#steps-1", "Link to this section", "#"),
            (link.GetAttribute("href"), link.GetAttribute("aria-label"), link.TextContent)
        );
    }

    [Fact]
    public void Front_matter_is_not_shown() => Assert.Equal("<p>text</p>", Rendering.Html("---\ntitle: x\n---\ntext").Trim());

    [Fact]
    public void Task_lists_have_named_boxes_that_cannot_be_changed()
    {
        var boxes = Rendering
            .Dom("- [x] check the **logs**\n- [ ] call `on-call`\n")
            .QuerySelectorAll("ul.contains-task-list > li.task-list-item > input[type=checkbox][disabled]");

        Assert.Equal(["check the logs", "call on-call"], boxes.Select(box => box.GetAttribute("aria-label")));
        Assert.Equal([true, false], boxes.Select(box => box.HasAttribute("checked")));
    }

    [Fact]
    public void Tables_are_aligned_by_class()
    {
        var page = Rendering.Dom("|a|b|c|d|\n|:-|:-:|-:|-|\n|1|2|3|4|\n");

        Assert.Equal(
            ["align-left", "align-center", "align-right", null],
            page.QuerySelectorAll("tbody td").Select(cell => cell.GetAttribute("class"))
        );
        Assert.Empty(page.QuerySelectorAll("[style]"));
    }

    [Fact]
    public void Footnotes_link_both_ways()
    {
        var page = Rendering.Dom("a[^1] b[^1]\n\n[^1]: note\n");

        Assert.Equal("note", page.QuerySelector("div.footnotes li[id='fn:1'] p")!.FirstChild!.TextContent);
        Assert.Equal(["#fn:1", "#fn:1"], page.QuerySelectorAll("a.footnote-ref").Select(link => link.GetAttribute("href")));
        Assert.Equal(["#fnref:1", "#fnref:2"], page.QuerySelectorAll("a.footnote-back-ref").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public void Alert_blocks_have_a_title_in_words()
    {
        var alert = Rendering.Dom("> [!WARNING]\n> Do not restart.\n").QuerySelector("div.markdown-alert.markdown-alert-warning")!;

        Assert.Equal("Warning", alert.QuerySelector("p.markdown-alert-title")!.TextContent);
        Assert.Contains("Do not restart.", alert.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_blocks_are_framed_scrollable_and_keep_their_language()
    {
        var page = Rendering.Dom("```sh foo\nls <a> && b\n```\n\n~~~\nplain\n~~~\n");

        var code = page.QuerySelectorAll("div.code > pre[tabindex='0'] > code");
        Assert.Equal(["language-sh", null], code.Select(block => block.GetAttribute("class")));
        Assert.Equal("ls <a> && b\n", code[0].TextContent);
    }

    [Theory]
    [InlineData('\u202E', "[U+202E]")]
    [InlineData('\u200B', "[U+200B]")]
    [InlineData('\u2066', "[U+2066]")]
    [InlineData('\u061C', "[U+061C]")]
    [InlineData('\uFEFF', "[U+FEFF]")]
    public void Hidden_characters_are_shown_in_code_and_left_in_prose(char hidden, string shown)
    {
        var page = Rendering.Dom($"a{hidden}b `c{hidden}d`\n\n```\ne{hidden}f\n```\n\n<pre>g{hidden}h</pre>\n");

        Assert.Equal($"a{hidden}b c{shown}d", page.QuerySelector("p")!.TextContent);
        Assert.Equal([$"e{shown}f\n", $"g{shown}h"], page.QuerySelectorAll("pre").Select(code => code.TextContent));
    }

    [Fact]
    public void Tag_characters_are_shown_in_code() =>
        Assert.Equal("a[U+E0041]b", Rendering.Dom("`a\U000E0041b`").QuerySelector("code")!.TextContent);

    [Theory]
    [InlineData("[a](b.md#c)", "/docs/b.md#c")]
    [InlineData("[a](../b%20c.md?d=e)", "/docs/../b%20c.md?d=e")]
    [InlineData("[a][r]\n\n[r]: b.md", "/docs/b.md")]
    [InlineData("[a](#c)", "#c")]
    [InlineData("[a](mailto:ops@example.org)", "mailto:ops@example.org")]
    [InlineData("[a](https://example.org/x?y=1&z=2)", "https://example.org/x?y=1&z=2")]
    [InlineData("[a](//example.org/x)", "https://example.org/x")]
    [InlineData("<https://example.org>", "https://example.org")]
    [InlineData("<ops@example.org>", "mailto:ops@example.org")]
    [InlineData("<a href=\"b.md\">a</a>", "/docs/b.md")]
    [InlineData("[a](missing.md)", null)]
    [InlineData("[a]()", null)]
    [InlineData("[a](ftp://example.org)", null)]
    public void Links_are_resolved_kept_or_become_text(string markdown, string? address)
    {
        var paragraph = Rendering.Dom(markdown).QuerySelector("p")!;

        Assert.Equal(address, paragraph.QuerySelector("a")?.GetAttribute("href"));
        Assert.NotEmpty(paragraph.TextContent);
    }

    [Fact]
    public void Links_elsewhere_tell_nothing_and_hold_nothing()
    {
        var page = Rendering.Dom("[a](https://example.org) [b](b.md)");

        Assert.Equal(["noopener noreferrer", null], page.QuerySelectorAll("a").Select(link => link.GetAttribute("rel")));
    }

    [Fact]
    public void An_answer_of_the_resolver_is_checked_too()
    {
        var options = Rendering.Options with { ResolveLink = _ => "javascript:alert(1)" };

        Assert.DoesNotContain("<a", HtmlRendering.Render("[a](b)", options).Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Fault_19_images_from_here_are_shown_and_others_are_linked()
    {
        var page = Rendering.Dom(
            "![graph *one*](img/a.png \"t\") ![far](https://example.org/a.png) ![none](missing.png) "
                + "[![badge](https://example.org/b.svg)](c.md)"
        );

        var image = Assert.Single(page.QuerySelectorAll("img"));
        Assert.Equal(
            ("/docs/img/a.png", "graph one", "t"),
            (image.GetAttribute("src"), image.GetAttribute("alt"), image.GetAttribute("title"))
        );
        Assert.Equal(
            [("https://example.org/a.png", "far"), ("/docs/c.md", "badge")],
            page.QuerySelectorAll("a").Select(link => (link.GetAttribute("href"), link.TextContent))
        );
        Assert.Contains("none", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Harmless_html_is_kept_and_closed()
    {
        var page = Rendering.Dom(
            "<details open><summary>More</summary>\n\ntext <kbd>Ctrl</kbd> H<sub>2</sub>O<br>\n\n"
                + "</details>\n\n<div>\n\n<table><tr><td colspan=2 rowspan=0>x"
        );

        Assert.Equal("text Ctrl H2O", page.QuerySelector("details[open] > p")!.TextContent.Trim());
        Assert.Equal("2", page.QuerySelector("div > table td")!.GetAttribute("colspan"));
        Assert.False(page.QuerySelector("td")!.HasAttribute("rowspan"));
    }

    [Fact]
    public void Html_of_the_author_passes_for_nothing_of_the_product()
    {
        var page = Rendering.Dom(
            "<h2 id=\"steps\" class=\"anchor\">x</h2>\n\n<input type=\"checkbox\" class=\"step\" id=\"step-a-1\">\n\n## Steps\n"
        );

        Assert.Equal("Steps#", Assert.Single(page.QuerySelectorAll("[id]")).TextContent);
        Assert.Empty(page.QuerySelectorAll("input"));
    }

    [Fact]
    public void Steps_are_boxes_to_tick_within_their_section_only()
    {
        const string text =
            "# Runbook\n\n1. before\n\n## Fix\n\n1. one\n   1. inner\n2. two\n\n- bullet\n\n### Detail\n"
            + "\n> 1. quoted\n\n3) three\n\n## Verify\n\n1. after\n";
        var page = Rendering.Dom(text, "fix");

        var boxes = page.QuerySelectorAll("ol.steps > li > input.step[type=checkbox]:first-child");
        Assert.Equal(["step-fix-1", "step-fix-2", "step-fix-3"], boxes.Select(box => box.Id));
        Assert.Equal(["Step 1 done", "Step 2 done", "Step 3 done"], boxes.Select(box => box.GetAttribute("aria-label")));
        Assert.Equal(["one", "two", "three"], boxes.Select(box => box.ParentElement!.ChildNodes.OfType<IText>().First().Data.Trim()));
        Assert.Equal(3, page.QuerySelectorAll("input").Length);
    }

    [Fact]
    public void A_section_of_steps_inside_another_counts_for_itself()
    {
        var page = Rendering.Dom("# A\n\n1. x\n\n## B\n\n1. y\n\n## C\n\n1. z\n", "a", "b");

        Assert.Equal(["step-a-1", "step-b-1", "step-a-2"], page.QuerySelectorAll("input").Select(box => box.Id));
    }

    [Fact]
    public void What_cannot_be_parsed_is_shown_as_text_with_the_problem()
    {
        var page = Rendering.Page(string.Concat(Enumerable.Repeat("<b>[a](", 20_000)));

        Assert.Contains("close what is open", page.Problem, StringComparison.Ordinal);
        Assert.StartsWith("<pre class=\"plain\" tabindex=\"0\">&lt;b&gt;[a](", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void What_becomes_too_long_is_shown_as_text_with_the_problem()
    {
        var page = Rendering.Page(string.Concat(Enumerable.Repeat("# a\n", 60_000)));

        Assert.Contains("more than 4194304 characters", page.Problem, StringComparison.Ordinal);
        Assert.StartsWith("<pre", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_sample_page_renders_safely()
    {
        var files = Directory.GetFiles(Samples.Require("corpora"), "*.md", SearchOption.AllDirectories);
        Assert.NotEmpty(files);

        foreach (var file in files)
        {
            var page = Rendering.Page(File.ReadAllText(file));

            Assert.True(page.Problem is null, $"{file}: {page.Problem}");
            var faults = SafetyOracle.Faults(page.Html).ToList();
            Assert.True(faults.Count == 0, $"{file}: {string.Join("; ", faults)}");
        }
    }
}
