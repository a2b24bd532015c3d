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

    public static List<IReadOnlyList<string>> OfList(string[] lines, int from, int to, Func<string, string> inline)
    {
        var rows = new List<IReadOnlyList<string>>();
        var row = new List<string>();
        for (var i = from; i < to; i++)
        {
            var text = lines[i].Trim();
            if (text.StartsWith("* -", StringComparison.Ordinal))
            {
                rows.Add(row = []);
                row.Add(inline(text[3..].Trim()));
            }
            else if (text is "-" or ['-', ' ', ..])
                row.Add(inline(text[1..].Trim()));
            else if (text.Length > 0 && row.Count > 0)
                row[^1] = $"{row[^1]} {inline(text)}".Trim();
        }
        return rows;
    }

    public static List<IReadOnlyList<string>> OfGrid(string[] lines, int at, int end, Func<string, string> inline)
    {
        var rows = new List<IReadOnlyList<string>>();
        List<string>? row = null;
        for (var i = at; i < end; i++)
        {
            var line = lines[i].Trim();
            if (line[0] == '+')
            {
                row = null;
                continue;
            }
            var cells = line.Trim('|').Split('|').Select(c => inline(c.Trim())).ToList();
            if (row is null)
                rows.Add(row = cells);
            else
                for (var c = 0; c < cells.Count && c < row.Count; c++)
                    row[c] = $"{row[c]} {cells[c]}".Trim();
        }
        return rows;
    }

    public static List<IReadOnlyList<string>> OfColumns(string[] lines, int at, int end, Func<string, string> inline)
    {
        var border = lines[at];
        var starts = Enumerable.Range(0, border.Length).Where(i => border[i] == '=' && (i == 0 || border[i - 1] == ' ')).ToList();
        var rows = new List<IReadOnlyList<string>>();
        List<string>? last = null;
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
            if (cells[0].Length == 0 && last is not null)
                for (var c = 0; c < cells.Count; c++)
                    last[c] = $"{last[c]} {cells[c]}".Trim();
            else
                rows.Add(last = cells);
        }
        return rows;
    }
}
