using System.Text;

namespace Knowledge.Content.Formats;

/// <summary>Rows of a table while it is read: a cell may go on over many lines.</summary>
internal sealed class TableRows
{
    private readonly List<List<StringBuilder>> rows = [];

    /// <summary>Cells of the row that was begun last.</summary>
    public int Cells => rows.Count == 0 ? 0 : rows[^1].Count;

    public void Begin(params IEnumerable<string> cells) => rows.Add([.. cells.Select(c => new StringBuilder(c))]);

    public void Add(string cell) => rows[^1].Add(new(cell));

    /// <summary>What stands on a further line of a cell of the last row.</summary>
    public void GoOn(int cell, string text)
    {
        if (cell < 0 || cell >= Cells || text.Length == 0)
            return;
        var known = rows[^1][cell];
        if (known.Length > 0)
            known.Append(' ');
        known.Append(text);
    }

    public IReadOnlyList<IReadOnlyList<string>> Whole() => [.. rows.Select(r => r.Select(c => c.ToString()).ToList())];
}
