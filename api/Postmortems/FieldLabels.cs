using Knowledge.Content.Postmortems;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Postmortems;

/// <summary>
/// What the core says of keys of front matter, for somebody who fills in the form and sees only its labels: `searched` is “Searched that
/// day” there.
/// </summary>
internal static class FieldLabels
{
    /// <param name="sentence">In the language of the reader, keys between backticks.</param>
    public static string In(string sentence) =>
        PostmortemForm
            .Fields.Select(f => (f.Key, Label: FromEnglish(f.Label)))
            .Append((Key: "surfaces.detection.link", Label: T("Alert rule that watches it")))
            .Aggregate(sentence, (text, field) => text.Replace($"`{field.Key}`", Quoted(field.Label), StringComparison.Ordinal))
            .Replace("not-needed", Quoted(T("Not applicable")), StringComparison.Ordinal);

    private static string Quoted(string label) => T("“{0}”", label);
}
