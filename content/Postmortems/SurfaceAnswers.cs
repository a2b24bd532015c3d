using System.Globalization;
using Knowledge.Content.Documents;

namespace Knowledge.Content.Postmortems;

/// <summary>What a form or a button answers about the surfaces of a postmortem, as rows of the field <c>surfaces</c>.</summary>
public static class SurfaceAnswers
{
    private static PostmortemField Field { get; } = PostmortemForm.Fields.Single(f => f.Kind == PostmortemFieldKind.Surfaces);

    /// <summary>
    /// Rows with the state that their cells tell where none was chosen: a new link is a fix, a new owner or date leaves it open, a new
    /// reason rules it out, and what did not change stays as it was declared.
    /// </summary>
    /// <param name="rows">Surface, state, link, owner, due, reason.</param>
    /// <param name="text">The page as it was; what it says so far.</param>
    public static IReadOnlyList<IReadOnlyList<string>> WithStates(IReadOnlyList<IReadOnlyList<string>> rows, string text)
    {
        var before = PostmortemForm.Read(FrontMatterReader.Read("", text).FrontMatter, Field).ToDictionary(r => r[0]);
        return
        [
            .. rows.Select(row =>
            {
                IReadOnlyList<string> cells = [.. Enumerable.Range(0, Field.Columns.Count).Select(i => i < row.Count ? row[i].Trim() : "")];
                return cells[1].Length > 0 ? cells : [cells[0], StateOf(cells, before.GetValueOrDefault(cells[0])), .. cells.Skip(2)];
            }),
        ];
    }

    private static string StateOf(IReadOnlyList<string> cells, IReadOnlyList<string>? before)
    {
        bool IsNew(int at) => cells[at].Length > 0 && cells[at] != before?[at];
        return cells.Skip(2).All(c => c.Length == 0) ? ""
            : IsNew(2) ? "patched"
            : IsNew(3) || IsNew(4) ? "open"
            : IsNew(5) ? "not-needed"
            : before?[1] ?? "";
    }

    /// <summary>The text with these surfaces left open; what they say already of link and reason stays.</summary>
    public static string LeaveOpen(string text, IReadOnlyList<string> surfaces, string owner, DateOnly due)
    {
        var front = FrontMatterReader.Read("", text).FrontMatter;
        var rows = PostmortemForm.Read(front, Field).ToDictionary(r => r[0]);
        foreach (var name in surfaces)
        {
            var before = rows.GetValueOrDefault(name);
            rows[name] =
            [
                name,
                "open",
                before?[2] ?? "",
                owner,
                due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                before?[5] ?? "",
            ];
        }
        IReadOnlyList<IReadOnlyList<string>> all = [.. Surface.Names.Where(rows.ContainsKey).Select(n => rows[n])];
        return PostmortemForm.Apply(text, new Dictionary<string, IReadOnlyList<IReadOnlyList<string>>> { [Field.Key] = all }, Nothing);
    }

    private static readonly Dictionary<string, string> Nothing = [];
}
