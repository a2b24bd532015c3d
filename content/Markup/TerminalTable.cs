using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace Knowledge.Content.Markup;

/// <summary>A table in columns where it fits the terminal, else each row as a list of its cells.</summary>
internal static class TerminalTable
{
    private const int Between = 2;

    public static void Write(TerminalPage page, Table table, string indent)
    {
        var rows = table
            .OfType<TableRow>()
            .Select(r => (r.IsHeader, Cells: r.OfType<TableCell>().Select(WordsOf).ToList()))
            .Where(r => r.Cells.Count > 0)
            .ToList();
        var widths = new List<int>();
        foreach (var (_, cells) in rows)
            for (var i = 0; i < cells.Count; i++)
                if (i == widths.Count)
                    widths.Add(LengthOf(cells[i]));
                else
                    widths[i] = Math.Max(widths[i], LengthOf(cells[i]));
        var fits = indent.Length + widths.Sum() + Between * (widths.Count - 1) <= page.Width;
        var head = rows.FirstOrDefault(r => r.IsHeader).Cells ?? [];
        foreach (var (isHeader, cells) in rows)
            if (fits)
                page.Wrapped([.. cells.SelectMany((cell, i) => Column(cell, i, widths, isHeader))], indent, indent);
            else if (!isHeader)
                for (var i = 0; i < cells.Count; i++)
                {
                    List<TerminalWord> line = [.. i < head.Count ? Named(head[i]) : [], .. Spaced(cells[i])];
                    page.Wrapped(line, indent + (i == 0 ? "• " : "  "), indent + "    ");
                }
    }

    private static List<TerminalWord> WordsOf(TableCell cell) =>
        [.. cell.OfType<LeafBlock>().SelectMany(b => Spaced([.. TerminalWords.Of(b.Inline)])).Select(w => w with { BreaksBefore = false })];

    private static IEnumerable<TerminalWord> Spaced(IReadOnlyList<TerminalWord> words) =>
        words.Select((w, i) => i == 0 ? w with { HasSpace = true } : w);

    private static IEnumerable<TerminalWord> Named(IReadOnlyList<TerminalWord> head) =>
        head.Count == 0 ? [] : head.Select(w => w with { Style = Sgr.Bold }).Append(new(":", Sgr.Bold, HasSpace: false));

    // A column is padded to its width, so words of it never end a line.
    private static IEnumerable<TerminalWord> Column(IReadOnlyList<TerminalWord> cell, int at, List<int> widths, bool isHeader)
    {
        var length = 0;
        foreach (var (i, word) in cell.Index())
        {
            var space = i > 0 && word.HasSpace;
            if (space)
                yield return new(" ", Sgr.Plain, HasSpace: false);
            yield return word with
            {
                HasSpace = false,
                Style = isHeader ? Sgr.Bold : word.Style,
            };
            length += word.Text.Length + (space ? 1 : 0);
        }
        if (at < widths.Count - 1)
            yield return new(new string(' ', widths[at] - length + Between), Sgr.Plain, HasSpace: false);
    }

    private static int LengthOf(IReadOnlyList<TerminalWord> words) =>
        words.Index().Sum(w => w.Item.Text.Length + (w.Index > 0 && w.Item.HasSpace ? 1 : 0));
}
