using System.Text.Encodings.Web;
using System.Text.Json;
using Knowledge.Content.Documents;
using Knowledge.Content.Postmortems;

namespace Knowledge.Api.Postmortems;

/// <summary>Who may see a page, as the form of the editor asks for it and front matter says it.</summary>
internal static class VisibilityForm
{
    /// <summary>There where the form has the fields: a box that is not ticked sends nothing.</summary>
    public const string Asked = "visible.asked";
    public const string Only = "visible.only";
    public const string Groups = "visible.groups";
    public const string Until = "visible.until";
    public const int MaxGroups = 50;
    public const int MaxCharacters = 5_000;

    // Names of groups may hold anything.
    private static readonly JsonSerializerOptions Quoting = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text with what the form says; as it is where that says the same.</summary>
    public static string Apply(IFormCollection form, string text, PageVisibility? before)
    {
        if (!form.ContainsKey(Asked) || IsSame(Of(form), before))
            return text;
        return Apply(text, Of(form));
    }

    public static string Apply(string text, PageVisibility? visible)
    {
        var list = visible is null
            ? null
            : $"{PageVisibility.Key}: [{string.Join(", ", visible.Groups.Select(g => JsonSerializer.Serialize(g, Quoting)))}]\n";
        return PostmortemText.WithKey(
            PostmortemText.WithKey(text, PageVisibility.Key, list),
            PageVisibility.UntilKey,
            visible is { UntilPublished: true } ? $"{PageVisibility.UntilKey}: {PageVisibility.Published}\n" : null
        );
    }

    private static PageVisibility? Of(IFormCollection form) =>
        form[Only] != "yes"
            ? null
            : new(
                [
                    .. PostmortemText
                        .Normalised(form[Groups].ToString())
                        .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                        .Where(g => !g.Any(char.IsControl))
                        .Distinct(StringComparer.Ordinal)
                        .Take(MaxGroups),
                ],
                form[Until] == "yes"
            );

    private static bool IsSame(PageVisibility? one, PageVisibility? other) =>
        one is null || other is null
            ? one == other
            : one.UntilPublished == other.UntilPublished && one.Groups.SequenceEqual(other.Groups, StringComparer.Ordinal);
}
