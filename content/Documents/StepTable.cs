using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Knowledge.Content.Documents;

/// <summary>
/// Reads the steps of a table with a column of steps or of commands: each row is one. Other tables only say something, such as which
/// symptom means what.
/// </summary>
internal static class StepTable
{
    public static IEnumerable<Step> Read(Table table, HeadingLexicon lexicon)
    {
        var rows = table.OfType<TableRow>().ToList();
        if (rows.Count < 2 || !rows[0].IsHeader)
            return [];
        var names = rows[0].OfType<TableCell>().Select(PageText.Cell).ToList();
        var command = names.FindIndex(lexicon.IsCommandColumn);
        var step = names.FindIndex(n => lexicon.IsStepColumn(n));
        var expect = names.FindIndex(lexicon.IsExpectColumn);
        return command < 0 && step < 0
            ? []
            : rows.Skip(1).Select(r => Row([.. r.OfType<TableCell>()], step, command, expect)).OfType<Step>();
    }

    private static Step? Row(IReadOnlyList<TableCell> cells, int step, int command, int expect)
    {
        var typed = CommandIn(cells, command);
        var text =
            step >= 0 && step < cells.Count && PageText.Cell(cells[step]) is { Length: > 0 } named && !named.All(char.IsDigit)
                ? named
                : string.Join(
                    " ",
                    cells.Where((_, i) => i != command && i != expect).Select(PageText.Cell).Where(t => t.Length > 0 && !t.All(IsNumbering))
                );
        if (text.Length == 0 && typed is null)
            return null;
        var seen = expect >= 0 && expect < cells.Count && PageText.Cell(cells[expect]) is { Length: > 0 } e ? e : null;
        return new(text, typed, seen);
    }

    private static string? CommandIn(IReadOnlyList<TableCell> cells, int column)
    {
        if (column >= 0)
            return
                column < cells.Count
                && cells[column].Descendants<CodeInline>().Select(c => c.Content.Trim()).Where(c => c.Length > 0).ToList()
                    is { Count: > 0 } codes
                ? string.Join('\n', codes)
                : null;
        return cells.SelectMany(c => c.OfType<LeafBlock>()).Select(StepReader.InlineCommand).FirstOrDefault(c => c is not null);
    }

    private static bool IsNumbering(char c) => char.IsDigit(c) || c is '.' or ')' or '#';
}
