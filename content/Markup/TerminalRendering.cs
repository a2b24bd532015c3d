using System.Globalization;
using Markdig.Extensions.Tables;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;

namespace Knowledge.Content.Markup;

/// <summary>A page for a terminal: headings, lists and tables as one reads them, code as it is typed.</summary>
public static class TerminalRendering
{
    private const int CodeIndent = 4;

    /// <param name="width">Columns; code is never broken, whatever its length.</param>
    /// <param name="isColored">Whether the terminal shows colours and weights (ECMA-48).</param>
    /// <returns>Null where the page cannot be read; it is then shown as it is.</returns>
    public static string? Render(string markdown, int width, bool isColored)
    {
        // Control characters in content must not drive the terminal.
        var text = string.Concat(
            markdown.ReplaceLineEndings("\n").Select(c => char.IsControl(c) && c is not ('\n' or '\t') ? '\uFFFD' : c)
        );
        if (MarkdownSyntax.Parse(text).Document is not { } document)
            return null;
        var page = new TerminalPage(width, isColored);
        Blocks(page, document, "");
        return page.ToString();
    }

    private static void Blocks(TerminalPage page, ContainerBlock blocks, string indent)
    {
        foreach (var block in blocks)
            switch (block)
            {
                case YamlFrontMatterBlock or LinkReferenceDefinitionGroup:
                    break;
                case HeadingBlock heading:
                    page.Gap();
                    page.Wrapped(TerminalWords.Of(heading.Inline, heading.Level == 1 ? Sgr.Title : Sgr.Bold), indent, indent);
                    break;
                case ParagraphBlock paragraph:
                    page.Gap();
                    page.Wrapped(TerminalWords.Of(paragraph.Inline), indent, indent);
                    break;
                case CodeBlock code:
                    page.Gap();
                    foreach (var line in Lines(code))
                        page.Line($"{indent}{new string(' ', CodeIndent)}", line, Sgr.Code);
                    break;
                case HtmlBlock html:
                    page.Gap();
                    foreach (var line in Lines(html))
                        page.Line(indent, line, Sgr.Dim);
                    break;
                case ListBlock list:
                    List(page, list, indent);
                    break;
                case Table table:
                    page.Gap();
                    TerminalTable.Write(page, table, indent);
                    break;
                case ThematicBreakBlock:
                    page.Gap();
                    page.Line(indent, "───", Sgr.Dim);
                    break;
                case QuoteBlock quote:
                    Blocks(page, quote, indent + "│ ");
                    break;
                case ContainerBlock inner:
                    Blocks(page, inner, indent);
                    break;
            }
    }

    private static void List(TerminalPage page, ListBlock list, string indent)
    {
        var number = int.TryParse(list.OrderedStart, NumberStyles.None, CultureInfo.InvariantCulture, out var first) ? first : 1;
        foreach (var item in list.OfType<ListItemBlock>())
        {
            var mark = list.IsOrdered ? $"{number++}. " : "• ";
            if (list.IsLoose || (item == list[0] && list.Parent is not ListItemBlock))
                page.Gap();
            page.Begin(indent + mark);
            Blocks(page, item, indent + new string(' ', mark.Length));
            page.End();
        }
    }

    private static IEnumerable<string> Lines(LeafBlock block) =>
        Enumerable
            .Range(0, block.Lines.Count)
            .Select(i => block.Lines.Lines[i].Slice.ToString().Replace("\t", "    ", StringComparison.Ordinal));
}
