using CsCheck;
using Knowledge.Indexer.Syntax;

namespace Knowledge.Tests.Indexer.Syntax;

public sealed class SyntaxParserTests
{
    [Theory]
    [InlineData("disk", "disk")]
    [InlineData("disk full", "(disk full)")]
    [InlineData("disk AND full", "(+disk +full)")]
    [InlineData("disk OR full", "(disk full)")]
    [InlineData("disk NOT full", "(disk -full)")]
    [InlineData("+disk -full rest", "(+disk -full rest)")]
    [InlineData("disk && !full", "(+disk -full)")]
    [InlineData("title:disk AND (full OR \"no space left\"~3) -test", "(+Title:disk +(full \"no space left\"~3) -test)")]
    [InlineData("owner:data sev:(1 OR 2)", "(Owner:data (Severity:1 Severity:2))")]
    [InlineData("\"disk full\"", "\"disk full\"~0")]
    [InlineData("pod-4* rows?read", "(pod-4* rows?read)")]
    [InlineData("rows^2", "rows^2")]
    [InlineData("(disk full)^0.5 x", "((disk full)^0.5 x)")]
    [InlineData("kubernets~ pod~1", "(kubernets~2 pod~1)")]
    [InlineData("changed:[2026-01-01 TO *]", "Changed:[739616 *]")]
    [InlineData("changed:{2026-01-01 TO 2026-01-31]", "Changed:[739617 739646]")]
    [InlineData("changed:2026-01-01", "Changed:[739616 739616]")]
    [InlineData("sev:[1 TO 2]", "Severity:[1 2]")]
    [InlineData("*:*", "*:*")]
    [InlineData("error:503 AND x", "(+error:503 +x)")] // No field: a name with its value.
    [InlineData("\\(disk\\)", "(disk)")]
    [InlineData("a - b", "(a b)")] // A dash alone is nothing.
    public void An_expression_is_read_as_a_tree(string text, string tree)
    {
        var (node, problem) = SyntaxParser.Parse(text);
        Assert.Null(problem);
        Assert.Equal(tree, Shown(node!));
    }

    [Theory]
    [InlineData("disk AND (full", "disk AND (full▸", 14)]
    [InlineData("disk AND )", "disk AND ▸)", 9)]
    [InlineData("AND disk", "▸AND disk", 0)]
    [InlineData("disk OR", "disk OR▸", 7)]
    [InlineData("\"no end", "\"no end▸", 7)]
    [InlineData("title:", "title:▸", 6)]
    [InlineData("x /joh?n/", "x /▸joh?n/", 3)]
    [InlineData("full p*", "full ▸p*", 5)]
    [InlineData("full *disk", "full ▸*disk", 5)]
    [InlineData("\"disk full\"~99", "\"▸disk full\"~99", 1)]
    [InlineData("disk~3", "▸disk~3", 0)]
    [InlineData("changed:[yesterday TO *]", "changed:[▸yesterday TO *]", 9)]
    [InlineData("title:[a TO b]", "title:[▸a TO b]", 7)]
    [InlineData("owner:dat*", "owner:▸dat*", 6)]
    [InlineData("changed:soon", "changed:▸soon", 8)]
    [InlineData("   ", "▸   ", 0)]
    [InlineData("-", "-▸", 1)]
    public void What_cannot_be_said_is_refused_in_one_line_that_marks_the_place(string text, string marked, int position)
    {
        var (node, problem) = SyntaxParser.Parse(text);
        Assert.Null(node);
        Assert.EndsWith($"(▸): {marked}", problem!.Message, StringComparison.Ordinal);
        Assert.Equal(position, problem.Position);
        Assert.DoesNotContain('\n', problem.Message);
    }

    [Fact]
    public void What_is_too_much_is_refused()
    {
        Assert.Contains("characters", Problem(new string('a', 513)), StringComparison.Ordinal);
        Assert.Null(SyntaxParser.Parse(new string('a', 512)).Problem);
        Assert.Contains("deep", Problem(new string('(', 17) + "a" + new string(')', 17)), StringComparison.Ordinal);
        Assert.Null(SyntaxParser.Parse(new string('(', 16) + "a" + new string(')', 16)).Problem);
        Assert.Contains("more than 64 words", Problem(string.Join(' ', Enumerable.Repeat("a", 65))), StringComparison.Ordinal);
        Assert.Null(SyntaxParser.Parse(string.Join(' ', Enumerable.Repeat("a", 64))).Problem);
        foreach (var costly in new[] { "pod-4*", "rows?read", "kubernets~", "\"no space\"", "\"no space\"~3" })
        {
            Assert.Contains("more than 16 words with", Problem(string.Join(' ', Enumerable.Repeat(costly, 17))), StringComparison.Ordinal);
            Assert.Null(SyntaxParser.Parse(string.Join(' ', Enumerable.Repeat(costly, 16).Append("disk full"))).Problem);
        }

        static string Problem(string text) => SyntaxParser.Parse(text).Problem!.Message;
    }

    [Fact]
    public void Words_that_are_wanted_are_known_without_those_that_are_not()
    {
        var (node, _) = SyntaxParser.Parse("title:disk AND (full OR \"no space\"~3) -test owner:data pod-4*");
        Assert.Equal(["disk", "full", "no space", "pod-4 "], node!.Wanted());
    }

    [Fact]
    public void No_text_makes_it_throw()
    {
        var pieces = Gen.OneOf(
            "disk",
            " ",
            "(",
            ")",
            "\"",
            "AND",
            "OR",
            "NOT",
            "+",
            "-",
            "~",
            "^",
            "*",
            "?",
            ":",
            "[",
            "]",
            "{",
            "}",
            " TO ",
            "\\",
            "/",
            "title:",
            "changed:",
            "sev:",
            "2026-01-01",
            "9",
            "é",
            "\ud800",
            "\u0000",
            "&&",
            "||",
            "!",
            "\t",
            "🙂"
        );
        var (read, refused) = (0, 0);
        Gen.Select(pieces.Array[0, 30], Gen.String[0, 5])
            .Sample(
                (parts, any) =>
                {
                    var (node, problem) = SyntaxParser.Parse(string.Concat(parts) + any);
                    Assert.True(node is null != problem is null);
                    if (problem is null)
                        Interlocked.Increment(ref read);
                    else
                    {
                        Interlocked.Increment(ref refused);
                        Assert.DoesNotContain(problem.Message, char.IsControl);
                    }
                },
                iter: 20_000
            );
        Assert.True(read > 500 && refused > 500, $"{read} were read, {refused} refused");
    }

    private static string Shown(SyntaxNode node)
    {
        var shown = node switch
        {
            SyntaxNode.Group group => $"({string.Join(' ', group.Clauses.Select(c => Sign(c.Occur) + Shown(c.Node)))})",
            SyntaxNode.Words { Slop: { } slop } words => $"{Field(words.Field)}\"{words.Text}\"~{slop}",
            SyntaxNode.Words words => $"{Field(words.Field)}{words.Text}",
            SyntaxNode.Pattern pattern => $"{Field(pattern.Field)}{pattern.Text}",
            SyntaxNode.Like like => $"{like.Text}~{like.Edits}",
            SyntaxNode.Range range => $"{Field(range.Field)}[{Limit(range.First)} {Limit(range.Last)}]",
            _ => "*:*",
        };
        return node.Boost is 1 ? shown : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{shown}^{node.Boost}");
    }

    private static string Sign(SyntaxOccur occur) =>
        occur switch
        {
            SyntaxOccur.Must => "+",
            SyntaxOccur.MustNot => "-",
            _ => "",
        };

    private static string Field(SyntaxField field) => field == SyntaxField.Any ? "" : $"{field}:";

    private static string Limit(int? limit) => limit?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "*";
}
