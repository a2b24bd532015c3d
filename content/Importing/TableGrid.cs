using System.Globalization;

namespace Knowledge.Content.Importing;

/// <summary>The cells of a table by row and column; a cell that spans several stands in the first of them, the others are null.</summary>
/// <param name="Strays">What stands in the table outside its cells; a browser shows it above.</param>
internal sealed record TableGrid(
    IReadOnlyList<IReadOnlyList<MarkupElement?>> Rows,
    int Columns,
    bool HasHead,
    IReadOnlyList<MarkupNode> Strays
)
{
    private const int MaxColumns = 100;

    public static TableGrid Of(MarkupElement table)
    {
        var rows = new List<IReadOnlyList<MarkupElement?>>();
        // Columns that a cell further up reaches down into, and for how many more rows.
        var reaching = new Dictionary<int, int>();
        foreach (var row in RowsOf(table))
        {
            var cells = new List<MarkupElement?>();
            foreach (var cell in row.Children.OfType<MarkupElement>().Where(c => c.Name is "td" or "th"))
            {
                while (Reaches(cells.Count) && cells.Count < MaxColumns)
                    cells.Add(null);
                if (cells.Count >= MaxColumns)
                    break;
                var (right, down) = (Span(cell["colspan"]), Span(cell["rowspan"]));
                for (var i = 0; i < right && cells.Count < MaxColumns; i++)
                {
                    if (down > 1)
                        reaching[cells.Count] = down;
                    cells.Add(i == 0 ? cell : null);
                }
            }
            foreach (var column in reaching.Keys.ToList())
                if (--reaching[column] <= 0)
                    reaching.Remove(column);
            if (cells.Count > 0)
                rows.Add(cells);
        }
        var columns = rows.Count == 0 ? 0 : rows.Max(r => r.Count);
        var hasHead = rows.Count > 0 && rows[0].OfType<MarkupElement>().All(c => c.Name == "th" || IsBold(c));
        return new(rows, columns, hasHead, [.. StraysOf(table)]);

        bool Reaches(int column) => reaching.TryGetValue(column, out var left) && left > 0;
    }

    private static IEnumerable<MarkupNode> StraysOf(MarkupElement part)
    {
        foreach (var child in part.Children)
            if (child is MarkupElement { Name: "tr" or "thead" or "tbody" or "tfoot" } inner)
                foreach (var stray in StraysOf(inner))
                    yield return stray;
            else if (child is not MarkupElement { Name: "td" or "th" or "caption" or "colgroup" or "col" })
                yield return child;
    }

    private static IEnumerable<MarkupElement> RowsOf(MarkupElement table)
    {
        foreach (var child in table.Children.OfType<MarkupElement>())
            if (child.Name == "tr")
                yield return child;
            else if (child.Name is "thead" or "tbody" or "tfoot")
                foreach (var row in child.Children.OfType<MarkupElement>().Where(r => r.Name == "tr"))
                    yield return row;
    }

    // Editors that know no head cells have the words of the first row in bold.
    private static bool IsBold(MarkupElement cell)
    {
        var text = cell.InnerText.Trim();
        return text.Length > 0
            && text == string.Concat(cell.Descendants().Where(e => e.Name is "b" or "strong").Take(1).Select(e => e.InnerText.Trim()));
    }

    private static int Span(string? written) =>
        int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var span) ? Math.Clamp(span, 1, MaxColumns) : 1;
}
