using System.Text;

namespace Knowledge.Content.Formats;

/// <summary>Writes a table as Markdown into as many lines as it stood on, so that no line behind it moves.</summary>
internal static class MarkdownTableLines
{
    /// <summary>What stands to the right of them is left out.</summary>
    public const int MaxColumns = 50;

    /// <param name="rows">The first is the head.</param>
    /// <param name="count">Lines that the table took; what is left of them stays empty.</param>
    public static IEnumerable<string> Of(IReadOnlyList<IReadOnlyList<string>> rows, int count, string prefix = "")
    {
        var lines = new List<string>();
        var columns = Math.Min(MaxColumns, rows.Count == 0 ? 0 : rows.Max(r => r.Count));
        if (columns > 0)
        {
            lines.Add(Row(rows[0], columns, prefix));
            lines.Add(prefix + "|" + string.Concat(Enumerable.Repeat("---|", columns)));
            lines.AddRange(rows.Skip(1).Select(r => Row(r, columns, prefix)));
        }
        while (lines.Count < count)
            lines.Add("");
        return lines;
    }

    private static string Row(IReadOnlyList<string> cells, int columns, string prefix)
    {
        var row = new StringBuilder(prefix).Append('|');
        for (var i = 0; i < columns; i++)
            row.Append(' ').Append(i < cells.Count ? cells[i].Replace("|", "\\|", StringComparison.Ordinal).Trim() : "").Append(" |");
        return row.ToString();
    }
}
