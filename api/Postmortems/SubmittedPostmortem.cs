using System.Globalization;
using Knowledge.Content.Postmortems;
using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Postmortems;

/// <summary>What a form of the editor sends: fields and sections, or the whole text, and the revision it was made from.</summary>
internal static class SubmittedPostmortem
{
    /// <summary>The names under which the form sends a field's cells: one value per row, in order.</summary>
    public static string NameOf(PostmortemField field, string column) => NameOf(field.Key, field.Columns.Count == 0 ? "" : column);

    public static string NameOf(string key, string column) => column.Length == 0 ? $"field.{key}" : $"field.{key}.{column}";

    /// <summary>The name of the field whose value is one more item of a list.</summary>
    public static string NameOfAdded(string key) => $"add.{key}";

    public static int RevisionOf(IFormCollection form) =>
        int.TryParse(form["revision"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>What of the fields cannot be kept as it is typed.</summary>
    public static IReadOnlyList<FieldProblem> ProblemsOf(IFormCollection form) =>
        form.ContainsKey("text") ? [] : FieldProblem.Of(FieldsOf(form));

    /// <summary>
    /// The text that is meant: the one in the text field, else the given one with what the form's fields say; what cannot be kept is
    /// left as it was.
    /// </summary>
    /// <param name="text">Of the revision that the form was made from.</param>
    public static string TextOf(IFormCollection form, string text)
    {
        if (form.ContainsKey("text"))
            return PostmortemText.Normalised(form["text"].ToString());
        var fields = FieldsOf(form);
        foreach (var problem in FieldProblem.Of(fields))
            if (problem.Column.Length == 0)
                fields.Remove(problem.Key);
            else
                fields[problem.Key] =
                [
                    .. fields[problem.Key].Select((cells, row) => row == problem.Row ? Without(cells, problem.Value) : cells),
                ];
        if (fields.TryGetValue("surfaces", out var answers))
            fields["surfaces"] = SurfaceAnswers.WithStates(answers, text);
        var sections = form["section"]
            .Zip(form["body"], (heading, body) => (Heading: heading ?? "", Body: body ?? ""))
            .Where(s => s.Heading.Length > 0)
            .DistinctBy(s => s.Heading)
            .ToDictionary(s => s.Heading, s => s.Body);
        var before = AuthoredSource.Read("draft", text).Documents is [var document, ..] ? document.FrontMatter.Visible : null;
        return VisibilityForm.Apply(form, PostmortemForm.Apply(text, fields, sections), before);
    }

    private static IReadOnlyList<string> Without(IReadOnlyList<string> cells, string value) => [.. cells.Select(c => c == value ? "" : c)];

    private static Dictionary<string, IReadOnlyList<IReadOnlyList<string>>> FieldsOf(IFormCollection form)
    {
        var fields = new Dictionary<string, IReadOnlyList<IReadOnlyList<string>>>();
        foreach (var field in PostmortemForm.Fields)
            if (Rows(form, field) is { } rows)
                fields[field.Key] = rows;
        return fields;
    }

    private static IReadOnlyList<IReadOnlyList<string>>? Rows(IFormCollection form, PostmortemField field)
    {
        switch (field.Kind)
        {
            case PostmortemFieldKind.Text:
                return form.TryGetValue(NameOf(field, ""), out var value)
                    ?
                    [
                        [value.ToString()],
                    ]
                    : null;
            case PostmortemFieldKind.Lines:
                if (!form.TryGetValue(NameOf(field, ""), out var lines))
                    return null;
                var written = PostmortemText.Normalised(lines.ToString()).Split('\n');
                return
                [
                    .. written
                        .Concat(form[NameOfAdded(field.Key)].OfType<string>().Where(a => !written.Contains(a)))
                        .Select(l => (IReadOnlyList<string>)[l]),
                ];
            default:
                var columns = field.Columns.Select(c => form[NameOf(field, c)]).ToList();
                if (columns[0].Count == 0)
                    return null;
                return
                [
                    .. Enumerable
                        .Range(0, columns.Max(c => c.Count))
                        .Select(row => (IReadOnlyList<string>)[.. columns.Select(c => row < c.Count ? c[row] ?? "" : "")]),
                ];
        }
    }
}
