using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>
/// How a mapping finds a value: a path, a text with paths in braces (<c>{rule.id} {host}</c>), or several of these, of which the first
/// that finds something counts.
/// </summary>
internal sealed record MappedValue(IReadOnlyList<MappedValue.Choice> Choices)
{
    public static MappedValue Nothing { get; } = new([]);

    /// <param name="Text">As it is written.</param>
    /// <param name="Parts">Text and paths in turn; a path alone is one part.</param>
    public sealed record Choice(string Text, IReadOnlyList<(string? Literal, JsonPath? Path)> Parts);

    /// <summary>Null for what is no path, and for braces that are not closed.</summary>
    public static Choice? Parse(string text)
    {
        if (!text.Contains('{', StringComparison.Ordinal))
            return JsonPath.Parse(text) is { } path ? new(text, [(null, path)]) : null;
        var parts = new List<(string?, JsonPath?)>();
        for (var rest = text; rest.Length > 0; )
        {
            var open = rest.IndexOf('{', StringComparison.Ordinal);
            if (open < 0)
            {
                parts.Add((rest, null));
                break;
            }
            var close = rest.IndexOf('}', open);
            if (close < 0 || JsonPath.Parse(rest[(open + 1)..close].Trim()) is not { } path)
                return null;
            if (open > 0)
                parts.Add((rest[..open], null));
            parts.Add((null, path));
            rest = rest[(close + 1)..];
        }
        return new(text, parts);
    }

    /// <summary>Null when none of the choices finds anything.</summary>
    public string? In(JsonElement root, int max = PayloadFields.MaxTextCharacters) =>
        Choices.Select(c => Of(c, root, max)).FirstOrDefault(t => t is not null);

    /// <summary>Where it looks, for people.</summary>
    public override string ToString() => string.Join(" or ", Choices.Select(c => $"'{c.Text}'"));

    // Of a text with several paths each must be there: half a key is another alert's key.
    private static string? Of(Choice choice, JsonElement root, int max)
    {
        var texts = choice.Parts.Select(p =>
            p.Path is { } path ? (path.In(root) is { } v ? PayloadFields.Scalar(v, max) : null) : p.Literal
        );
        return texts.ToList() is var found && found.All(t => t is not null) ? string.Concat(found) : null;
    }
}
