using Knowledge.Bench.Report;

namespace Knowledge.Tests.Bench.Report;

public sealed class MarkdownProseTests
{
    private static readonly string Words = string.Join(' ', Enumerable.Repeat("seventeen", 30));

    [Fact]
    public void Long_prose_is_cut_at_spaces()
    {
        var wrapped = MarkdownProse.Wrap($"# Title\n\n{Words}\n");
        Assert.Equal(Words, wrapped.Split("\n\n")[1].TrimEnd('\n').Replace('\n', ' '));
        Assert.All(wrapped.Split('\n'), line => Assert.InRange(line.Length, 0, MarkdownProse.Width));
        Assert.Equal(3, wrapped.Split("\n\n")[1].TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public void Tables_headings_and_short_lines_stay()
    {
        var text = $"# {Words}\n\n| {Words} |\n|---|\n\nshort\n";
        Assert.Equal(text, MarkdownProse.Wrap(text));
    }

    [Theory]
    [InlineData("-")]
    [InlineData("1.")]
    [InlineData("12)")]
    [InlineData("#5")]
    [InlineData("+")]
    [InlineData(">")]
    public void No_line_becomes_a_list_a_heading_or_a_quotation(string word)
    {
        var full = new string('a', MarkdownProse.Width - 1);
        Assert.Equal($"{full} {word}\nand more", MarkdownProse.Wrap($"{full} {word} and more"));
    }

    [Fact]
    public void A_word_that_is_longer_than_a_line_stays_whole() =>
        Assert.Equal($"see\n{new string('x', 150)}\nthere", MarkdownProse.Wrap($"see {new string('x', 150)} there"));

    [Fact]
    public void The_table_of_figures_has_no_long_line_of_prose() =>
        Assert.DoesNotContain(
            Repository.Text("docs/benchmark.md").Split('\n'),
            line => line.Length > MarkdownProse.Width && !line.StartsWith('|')
        );
}
