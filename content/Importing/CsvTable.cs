using System.Text;

namespace Knowledge.Content.Importing;

/// <summary>A table of texts with named columns. Every field is text: nothing in it is a formula here.</summary>
/// <param name="Columns">As they are written in the first line.</param>
public sealed record CsvTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    private const int MaxColumns = 2_000;
    private const int MaxRows = 100_000;
    private const int MaxFields = 10_000_000;

    /// <summary>
    /// Comma, semicolon or tab separated, by what the first line has most of outside quotes; quoted fields may hold separators,
    /// line ends and doubled quotes.
    /// </summary>
    /// <remarks>
    /// Shape: RFC 4180, "Common Format and MIME Type for Comma-Separated Values (CSV) Files"; semicolons and tabs as spreadsheets
    /// write them.
    /// </remarks>
    /// <returns>The table, or in one line why there is none.</returns>
    public static (CsvTable? Table, string? Problem) Read(string text)
    {
        text = text.TrimStart('\uFEFF');
        var separator = Separator(text);
        IReadOnlyList<string>? columns = null;
        var rows = new List<IReadOnlyList<string>>();
        var row = new List<string>();
        var field = new StringBuilder();
        var (line, rowLine) = (1, 1);
        var fields = 0;
        for (var at = 0; ; )
        {
            field.Clear();
            if (at < text.Length && text[at] == '"')
            {
                var opened = line;
                at++;
                while (true)
                {
                    if (at >= text.Length)
                        return (null, $"the quote that opens in line {opened} is never closed; the file may have been cut off");
                    if (text[at] == '"')
                    {
                        if (at + 1 >= text.Length || text[at + 1] != '"')
                            break;
                        at++;
                    }
                    if (text[at] == '\n')
                        line++;
                    field.Append(text[at++]);
                }
                at++;
            }
            // What follows a closed quote, or a field without quotes, as it stands.
            while (at < text.Length && text[at] != separator && text[at] is not ('\n' or '\r'))
                field.Append(text[at++]);
            row.Add(field.ToString());
            if (++fields > MaxFields)
                return (null, $"it has more than {MaxFields:N0} fields; export fewer records or columns at a time");
            if (row.Count > MaxColumns)
                return (null, $"line {rowLine} has more than {MaxColumns:N0} columns");
            if (at < text.Length && text[at] == separator)
            {
                at++;
                continue;
            }
            if (row.Count > 1 || row[0].Length > 0)
            {
                if (columns is null)
                    columns = row;
                else if (row.Count != columns.Count)
                    return (
                        null,
                        $"line {rowLine} has {row.Count:N0} fields and the first line {columns.Count:N0}; the file may have been "
                            + $"cut off or its quotes be wrong"
                    );
                else if (rows.Count >= MaxRows)
                    return (null, $"it has more than {MaxRows:N0} rows; export fewer records at a time");
                else
                    rows.Add(row);
            }
            row = [];
            if (at >= text.Length)
                break;
            at += text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
            rowLine = ++line;
        }
        return columns is null ? (null, "it is empty") : (new(columns, rows), null);
    }

    private static char Separator(string text)
    {
        var counts = new Dictionary<char, int>
        {
            [','] = 0,
            [';'] = 0,
            ['\t'] = 0,
        };
        var isQuoted = false;
        foreach (var c in text)
        {
            if (c == '"')
                isQuoted = !isQuoted;
            if (isQuoted)
                continue;
            if (c is '\n' or '\r')
                break;
            if (counts.TryGetValue(c, out var count))
                counts[c] = count + 1;
        }
        return counts.OrderByDescending(c => c.Value).First() is { Value: > 0 } max ? max.Key : ',';
    }
}
