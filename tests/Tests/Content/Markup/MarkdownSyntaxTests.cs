using Knowledge.Content.Markup;

namespace Knowledge.Tests.Content.Markup;

public class MarkdownSyntaxTests
{
    [Fact]
    public void A_heading_named_like_a_numbered_repeat_stays_unique() =>
        Assert.Equal(
            ["a-1", "a", "a-2", "a-3"],
            Rendering.Dom("# A-1\n# A\n# A\n# A\n").QuerySelectorAll("h1").Select(heading => heading.Id)
        );

    [Theory]
    [InlineData('\0')]
    [InlineData('\uD800')]
    [InlineData('\uDC00')]
    public void What_no_encoding_can_carry_becomes_a_replacement_character(char character) =>
        Assert.Equal("<p>a\uFFFDb</p>", Rendering.Html($"a{character}b").Trim());

    [Fact]
    public void A_text_at_the_cap_is_parsed_and_one_more_character_is_not()
    {
        Assert.Null(MarkdownSyntax.Parse(new string('a', MarkdownSyntax.MaxCharacters)).Problem);
        Assert.Contains(
            "split the page",
            MarkdownSyntax.Parse(new string('a', MarkdownSyntax.MaxCharacters + 1)).Problem,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("", 90, true)]
    [InlineData("", 125, false)]
    [InlineData("> ", 90, false)]
    public void Quotes_and_emphasis_share_one_limit_of_depth(string quote, int depth, bool isRead)
    {
        static string Times(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
        var page = Rendering.Page(Times(quote, 40) + Times("*a ", depth) + "x" + Times(" b*", depth));

        Assert.Equal(isRead, page.Problem is null);
    }

    [Fact]
    public void Deep_nesting_is_a_problem_not_an_exception()
    {
        var stairs = string.Concat(Enumerable.Range(0, 300).Select(depth => new string(' ', 2 * depth) + "- a\n"));

        Assert.Contains("nested too deeply", MarkdownSyntax.Parse(stairs).Problem, StringComparison.Ordinal);
    }
}
