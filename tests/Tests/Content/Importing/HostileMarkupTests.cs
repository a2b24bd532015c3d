using System.Diagnostics;
using System.Text;
using CsCheck;
using Knowledge.Content.Importing;

namespace Knowledge.Tests.Content.Importing;

/// <summary>Text that is made to be slow, and text that is nothing at all, through every reader of another format.</summary>
public sealed class HostileMarkupTests
{
    private static readonly ConfluencePageHead Head = new("1", "Title", "S", [], []);
    private static readonly ConfluenceSite Site = new(null);

    private static readonly (string Name, Func<string, string> Read)[] Readers =
    [
        ("html", text => Html.ToMarkdown(text)),
        ("exported page", text => ConfluencePage.OfHtml("1", "Title", text, Site, _ => null).Body),
        ("storage format", text => ConfluencePage.OfStorage(Head, text, Site).Body),
        ("wiki markup", text => ConfluencePage.OfWikiMarkup(Head, text, Site).Body),
        ("plain text", text => MarkdownWriter.Write(PlainText.Read(text), _ => null).Markdown),
        ("csv", text => CsvTable.Read(text).Problem ?? ""),
    ];

    // csharpier-ignore
    public static TheoryData<string> Pieces() =>
        [
            "<", "<a ", "<a b='", "</", "<!--", "<![CDATA[", "&", "&amp", "&#x41", "<b>", "<p>", "<p><b>", "<i><p>", "<table>",
            "<tr><td>", "<ul><li>", "<li>", "</p>", "</b><i>", "<select><option>", "<script>", "<svg>", "<ac:link>",
            "<ac:structured-macro ac:name='code'>", "<ac:structured-macro ac:name='info'><ac:rich-text-body>",
            "<ri:page ri:content-title='x'/>", "*", "*a ", "_a ", "[", "[a|", "!", "{{", "{", "{code}\n", "{panel}\n", "{quote}",
            "|[", "||", "* a\n", "*# a\n", "h1. a\n", "??", "\\", "http://", "-", "- ", "1. a\n    b\n", "\t\n", "\"", "\"\"", ",",
            ";\n", "\n", "\r", " ", "a",
        ];

    [Theory]
    [MemberData(nameof(Pieces))]
    public void A_piece_repeated_to_a_quarter_of_a_million_characters_is_read_in_seconds(string piece)
    {
        var text = new StringBuilder().Insert(0, piece, 250_000 / piece.Length).ToString();
        foreach (var (name, read) in Readers)
        {
            var start = Stopwatch.GetTimestamp();
            read(text);
            // A guard against what grows with the square, which would take hours; not a measurement.
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(15), $"{name}: {Stopwatch.GetElapsedTime(start)}");
        }
    }

    [Fact]
    public void Pieces_in_random_order_never_throw() =>
        Gen.Frequency(
                (1, Gen.Int[1, 0xFFFE].Select(code => ((char)code).ToString())),
                (3, Gen.OneOf(Pieces().Select(p => p.Data).ToArray()))
            )
            .Array[1, 119]
            .Select(string.Concat)
            .Sample(text => Assert.All(Readers, reader => Assert.NotNull(reader.Read(text))), iter: 1_500);
}
