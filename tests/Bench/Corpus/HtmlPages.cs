using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Knowledge.Bench.Corpus;

/// <summary>Reads HTML, and Mallard help pages, whose elements an HTML parser knows by name.</summary>
internal static class HtmlPages
{
    private const int MaxDepth = 200;

    private static readonly HashSet<string> Headings = ["h1", "h2", "h3", "h4", "h5", "h6", "title"];

    // Code, menus and what a browser does not show.
    // csharpier-ignore
    private static readonly HashSet<string> Skipped =
    [
        "script", "style", "pre", "nav", "header", "footer", "form", "select", "button", "svg", "noscript", "template", "head",
        "screen", "code-block",
    ];

    // csharpier-ignore
    private static readonly HashSet<string> Inline =
    [
        "a", "abbr", "acronym", "b", "bdi", "big", "cite", "code", "dfn", "em", "font", "i", "kbd", "mark", "q", "s", "samp",
        "small", "span", "strong", "sub", "sup", "tt", "u", "var", "wbr", "app", "cmd", "file", "gui", "guiseq", "key", "keyseq",
        "link", "output", "sys", "input", "ins",
    ];

    private static readonly HtmlParser Parser = new();

    public static Page Read(string html, string fallbackTitle)
    {
        using var document = Parser.ParseDocument(html);
        var page = new PageBuilder();
        var text = new StringBuilder();
        if (document.Body is { } body)
            Visit(body, page, text, 0);
        Flush(page, text);
        return page.Build(PlainText.Heading(document.Title ?? "") is { Length: > 0 } title ? title : fallbackTitle);
    }

    private static void Visit(INode node, PageBuilder page, StringBuilder text, int depth)
    {
        if (depth > MaxDepth)
            return;
        foreach (var child in node.ChildNodes)
        {
            if (child is IText { Data: var data })
            {
                text.Append(data);
                continue;
            }
            if (child is not IElement element || Skipped.Contains(element.LocalName))
                continue;
            if (Inline.Contains(element.LocalName))
            {
                Visit(element, page, text, depth + 1);
                continue;
            }
            Flush(page, text);
            if (Headings.Contains(element.LocalName))
                page.AddHeading(element.TextContent);
            else
                Visit(element, page, text, depth + 1);
            Flush(page, text);
        }
    }

    private static void Flush(PageBuilder page, StringBuilder text)
    {
        page.AddParagraph(text.ToString());
        text.Clear();
    }
}
