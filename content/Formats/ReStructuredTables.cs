namespace Knowledge.Content.Formats;

/// <summary>The tables of reStructuredText as rows of cells: grids, columns under rulers, lists of lists.</summary>
internal static class ReStructuredTables
{
    /// <summary>Whether a table of rulers begins here.</summary>
    public static bool Begins(string text)
    {
        var line = text.Trim();
        return line.Length > 4
            && (
                line is ['+', '-', ..] && line.All(c => c is '+' or '-')
                || line is ['=', ..] && line.Contains(' ', StringComparison.Ordinal) && line.All(c => c is '=' or ' ')
            );
    }

    public static IReadOnlyList<IReadOnlyList<string>> OfList(string[] lines, int from, int to, Func<string, string> inline)
    {
        var rows = new TableRows();
        for (var i = from; i < to; i++)
        {
            var text = lines[i].Trim();
            if (text.StartsWith("* -", StringComparison.Ordinal))
                rows.Begin(inline(text[3..].Trim()));
            else if (text is "-" or ['-', ' ', ..] && rows.Cells > 0)
                rows.Add(inline(text[1..].Trim()));
            else
                rows.GoOn(rows.Cells - 1, inline(text));
        }
        return rows.Whole();
    }

    public static IReadOnlyList<IReadOnlyList<string>> OfGrid(string[] lines, int at, int end, Func<string, string> inline)
    {
        var rows = new TableRows();
        var isFirst = true;
        for (var i = at; i < end; i++)
        {
            var line = lines[i].Trim();
            if (line[0] == '+')
            {
                isFirst = true;
                continue;
            }
            var cells = line.Trim('|').Split('|').Take(MarkdownTableLines.MaxColumns).Select(c => inline(c.Trim()));
            Write(rows, cells, isFirst);
            isFirst = false;
        }
        return rows.Whole();
    }

    public static IReadOnlyList<IReadOnlyList<string>> OfColumns(string[] lines, int at, int end, Func<string, string> inline)
    {
        var border = lines[at];
        var starts = Enumerable
            .Range(0, border.Length)
            .Where(i => border[i] == '=' && (i == 0 || border[i - 1] == ' '))
            .Take(MarkdownTableLines.MaxColumns + 1)
            .ToList();
        var rows = new TableRows();
        for (var i = at; i < end; i++)
        {
            var line = lines[i];
            if (line.Trim().Length == 0 || line.All(c => c is '=' or ' ' or '-'))
                continue;
            var cells = starts
                .Select(
                    (s, c) =>
                        s >= line.Length
                            ? ""
                            : inline((c + 1 < starts.Count && starts[c + 1] < line.Length ? line[s..starts[c + 1]] : line[s..]).Trim())
                )
                .ToList();
            Write(rows, cells, cells[0].Length > 0);
        }
        return rows.Whole();
    }

    private static void Write(TableRows rows, IEnumerable<string> cells, bool isNew)
    {
        if (isNew || rows.Cells == 0)
            rows.Begin(cells);
        else
            foreach (var (text, cell) in cells.Select((text, cell) => (text, cell)))
                rows.GoOn(cell, text);
    }
}
