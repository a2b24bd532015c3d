using System.Globalization;
using Knowledge.Content.Postmortems;

namespace Knowledge.Api.Postmortems;

/// <summary>What a form of the editor sends: fields and sections, or the whole text, and the revision it was made from.</summary>
internal static class SubmittedPostmortem
{
    /// <summary>The names under which the form sends a field's cells: one value per row, in order.</summary>
    public static string NameOf(PostmortemField field, string column) =>
        field.Columns.Count == 0 ? $"field.{field.Key}" : $"field.{field.Key}.{column}";

    public static int RevisionOf(IFormCollection form) =>
        int.TryParse(form["revision"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>The text that is meant: the one in the text field, else the given one with what the form's fields say.</summary>
    /// <param name="text">Of the revision that the form was made from.</param>
    public static string TextOf(IFormCollection form, string text)
    {
        if (form.ContainsKey("text"))
            return PostmortemText.Normalised(form["text"].ToString());
        var fields = new Dictionary<string, IReadOnlyList<IReadOnlyList<string>>>();
        foreach (var field in PostmortemForm.Fields)
            if (Rows(form, field) is { } rows)
                fields[field.Key] = rows;
        var sections = form["section"]
            .Zip(form["body"], (heading, body) => (Heading: heading ?? "", Body: body ?? ""))
            .Where(s => s.Heading.Length > 0)
            .DistinctBy(s => s.Heading)
            .ToDictionary(s => s.Heading, s => s.Body);
        return PostmortemForm.Apply(text, fields, sections);
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
                return form.TryGetValue(NameOf(field, ""), out var lines)
                    ? [.. PostmortemText.Normalised(lines.ToString()).Split('\n').Select(l => (IReadOnlyList<string>)[l])]
                    : null;
            default:
                var columns = field.Columns.Select(c => form[NameOf(field, c)]).ToList();
                return columns[0].Count == 0
                    ? null
                    :
                    [
                        .. Enumerable
                            .Range(0, columns.Max(c => c.Count))
                            .Select(row => (IReadOnlyList<string>)[.. columns.Select(c => row < c.Count ? c[row] ?? "" : "")]),
                    ];
        }
    }
}
