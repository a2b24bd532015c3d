using Knowledge.Indexer.Sources.History;

namespace Knowledge.Tests.Indexer.Sources.History;

public sealed class GitQuotedPathTests
{
    [Theory]
    [InlineData("plain.md", "plain.md")]
    [InlineData("", "")]
    [InlineData("\"", "\"")]
    [InlineData("\"\"", "")]
    [InlineData("\"a b.md\"", "a b.md")]
    [InlineData(
        """
            "say \"no\".md"
            """,
        "say \"no\".md"
    )]
    [InlineData(
        """
            "back\\slash"
            """,
        "back\\slash"
    )]
    [InlineData(
        """
            "back\\"
            """,
        "back\\"
    )]
    [InlineData(
        """
            "tab\there\n\r\a\b\f\v"
            """,
        "tab\there\n\r\a\b\f\v"
    )]
    // One character of two, three and four bytes.
    [InlineData(
        """
            "Gr\303\266\303\237e \342\202\254 \360\237\222\276.md"
            """,
        "Größe € \U0001F4BE.md"
    )]
    // Unquoted beyond ASCII, as git writes with core.quotePath=false.
    [InlineData(
        """
            "Größe 💾 \"x\""
            """,
        "Größe \U0001F4BE \"x\""
    )]
    [InlineData(
        """
            "\001\177\377"
            """,
        "\u0001\u007F\uFFFD"
    )]
    // Bytes of Latin-1 are no UTF-8.
    [InlineData(
        """
            "\344"
            """,
        "\uFFFD"
    )]
    // No octal escapes: a digit that is none, too few, too large for a byte.
    [InlineData(
        """
            "\089 \18 \12 \400"
            """,
        "089 18 12 400"
    )]
    [InlineData(
        """
            "\12"
            """,
        "12"
    )]
    [InlineData(
        """
            "\x \é \💾"
            """,
        "x é \U0001F4BE"
    )]
    // Not closed: the mark belongs to the escape.
    [InlineData(
        """
            "open\"
            """,
        """
            "open\"
            """
    )]
    [InlineData(
        """
            "a" behind
            """,
        "a"
    )]
    [InlineData(
        """
            not "a"
            """,
        """
            not "a"
            """
    )]
    public void A_quoted_path_is_read_and_any_other_stays(string text, string path) => Assert.Equal(path, GitQuotedPath.Read(text));

    [Theory]
    [InlineData("\"a\" \"b\"", 2)]
    [InlineData("\"a\\\"b\" x", 5)]
    [InlineData("\"a\\\\\"", 4)]
    [InlineData("\"a\\\"", -1)]
    [InlineData("\"", -1)]
    [InlineData("a\"", -1)]
    public void The_end_is_the_first_mark_without_a_backslash(string text, int end) => Assert.Equal(end, GitQuotedPath.EndOf(text));
}
