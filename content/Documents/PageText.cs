using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Knowledge.Content.Documents;

/// <summary>The plain text of parsed Markdown: what a reader sees, without marks, addresses and raw HTML tags.</summary>
internal static class PageText
{
    /// <summary>One line per paragraph, list item, table row or line of code.</summary>
    public static string Of(IEnumerable<Block> blocks)
    {
        var text = new StringBuilder();
        foreach (var block in blocks)
            Append(block, text);
        return text.ToString().TrimEnd('\n');
    }

    /// <param name="lineBreak">What a line break inside the paragraph becomes.</param>
    public static string Of(ContainerInline? inlines, char lineBreak = ' ')
    {
        if (inlines is null)
            return "";
        var text = new StringBuilder();
        Append(inlines, text, lineBreak);
        return text.ToString().Trim();
    }

    public static string Of(LeafBlock block) => block.Inline is { } inlines ? Of(inlines) : Code(block);

    /// <summary>The lines of a code block as they are.</summary>
    public static string Code(LeafBlock block) => block.Lines.ToString().TrimEnd('\n');

    private static void Append(Block block, StringBuilder text)
    {
        switch (block)
        {
            case YamlFrontMatterBlock or LinkReferenceDefinitionGroup:
                break;
            case HtmlBlock html:
                AppendLine(text, HtmlBlockText.Of(Code(html)));
                break;
            case TableRow row:
                AppendLine(text, string.Join(" | ", row.OfType<TableCell>().Select(Cell)));
                break;
            case LeafBlock leaf:
                AppendLine(text, Of(leaf));
                break;
            case ContainerBlock container:
                foreach (var child in container)
                    Append(child, text);
                break;
        }
    }

    public static string Cell(TableCell cell) => Of((IEnumerable<Block>)cell).Replace('\n', ' ');

    private static void AppendLine(StringBuilder text, string line)
    {
        if (line.Length > 0)
            text.Append(line).Append('\n');
    }

    private static void Append(ContainerInline inlines, StringBuilder text, char lineBreak)
    {
        foreach (var inline in inlines)
            switch (inline)
            {
                case LiteralInline literal:
                    text.Append(literal.Content.AsSpan());
                    break;
                case CodeInline code:
                    text.Append(code.Content);
                    break;
                case AutolinkInline link:
                    text.Append(link.Url);
                    break;
                case HtmlEntityInline entity:
                    text.Append(entity.Transcoded.AsSpan());
                    break;
                case LineBreakInline:
                    text.Append(lineBreak);
                    break;
                // <br> breaks a line; <p>, <li> and the like in a cell keep words apart too.
                case HtmlInline html when BreaksLine(html.Tag):
                    text.Append(' ');
                    break;
                case ContainerInline container:
                    Append(container, text, lineBreak);
                    break;
            }
    }

    private static bool BreaksLine(string tag)
    {
        var name = tag.AsSpan().TrimStart("</");
        name = name[..(name.IndexOfAny(" />\n") is >= 0 and var end ? end : name.Length)];
        foreach (var breaking in (ReadOnlySpan<string>)["br", "p", "li", "ul", "ol", "div", "tr", "td", "hr", "dt", "dd"])
            if (name.Equals(breaking, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }
}
