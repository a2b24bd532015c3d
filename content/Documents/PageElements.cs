using System.Buffers;
using Knowledge.Content.Markup;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Knowledge.Content.Documents;

/// <summary>The parts of a page that checks look at and no reader needs: each with its 1-based line in the file.</summary>
public sealed record PageElements(
    IReadOnlyList<PageElements.Heading> Headings,
    IReadOnlyList<PageElements.Image> Images,
    IReadOnlyList<PageElements.Code> Codes,
    IReadOnlyList<PageElements.TextRun> Texts,
    IReadOnlyList<PageLink> Links
)
{
    public sealed record Heading(int Level, string Text, int Line);

    /// <param name="Text">What is said in place of the picture.</param>
    public sealed record Image(string Text, string Url, int Line);

    /// <summary>Inline code, or one line of a code block.</summary>
    public sealed record Code(string Text, bool IsBlock, int Line);

    /// <summary>Words outside code: a line of a paragraph, heading, item or cell, or of raw HTML with its comments.</summary>
    public sealed record TextRun(string Text, int Line);

    private static readonly PageElements None = new([], [], [], [], []);

    /// <param name="markdown">The body, as in <see cref="Document.Markdown"/>.</param>
    /// <param name="firstLine">1-based line of the file at which it begins.</param>
    /// <param name="texts">Only words outside code that hold one of these are kept; without it none is.</param>
    /// <returns>Nothing for a text that cannot be parsed; reading it gave a finding.</returns>
    public static PageElements Read(string markdown, int firstLine, SearchValues<string>? texts = null) =>
        MarkdownSyntax.Parse(markdown).Document is { } page ? Of(page, firstLine, texts) : None;

    internal static PageElements Of(MarkdownDocument page, int firstLine, SearchValues<string>? texts)
    {
        var headings = new List<Heading>();
        var images = new List<Image>();
        var codes = new List<Code>();
        var runs = new List<TextRun>();
        var links = new List<PageLink>();
        foreach (var item in page.Descendants())
            switch (item)
            {
                case HeadingBlock heading:
                    headings.Add(new(heading.Level, PageText.Of(heading.Inline), firstLine + heading.Line));
                    break;
                case CodeBlock code:
                    // The fence has a line of its own.
                    var first = firstLine + code.Line + (code is FencedCodeBlock ? 1 : 0);
                    codes.AddRange(PageText.Code(code).Split('\n').Select((line, i) => new Code(line, true, first + i)));
                    break;
                case HtmlBlock html:
                    if (texts is not null)
                        runs.AddRange(
                            PageText
                                .Code(html)
                                .Split('\n')
                                .Select((line, i) => new TextRun(line, firstLine + html.Line + i))
                                .Where(r => r.Text.AsSpan().ContainsAny(texts))
                        );
                    break;
                case CodeInline code:
                    codes.Add(new(code.Content, false, firstLine + code.Line));
                    break;
                case LinkInline { IsImage: true } image:
                    images.Add(new(PageText.Of(image), image.Url ?? "", firstLine + image.Line));
                    break;
                case LinkInline { Url.Length: > 0 } link:
                    links.Add(new(link.Url, PageText.Of(link), firstLine + link.Line));
                    break;
                case LiteralInline literal when texts is not null && literal.Content.AsSpan().ContainsAny(texts):
                    runs.Add(new(literal.Content.ToString(), firstLine + literal.Line));
                    break;
                case HtmlInline html when texts is not null && html.Tag.AsSpan().ContainsAny(texts):
                    runs.Add(new(html.Tag, firstLine + html.Line));
                    break;
            }
        return new(headings, images, codes, runs, links);
    }
}
