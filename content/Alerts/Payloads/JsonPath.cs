using System.Globalization;
using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>
/// Where a value stands in a payload: names with dots between, <c>[2]</c> for an entry of a list (<c>[-1]</c> the last one) and
/// <c>['a.b']</c> for a name with a dot. <c>$.</c> in front may be left out.
/// </summary>
internal sealed record JsonPath(string Text, IReadOnlyList<JsonPath.Step> Steps)
{
    public const int MaxCharacters = 300;
    private const int MaxSteps = 20;

    /// <param name="Name">Of a field; null for an entry of a list.</param>
    public readonly record struct Step(string? Name, int Index);

    /// <summary>Null for what is no path.</summary>
    public static JsonPath? Parse(string text)
    {
        if (text.Length is 0 or > MaxCharacters)
            return null;
        var rest =
            text == "$" ? ""
            : text.StartsWith("$.", StringComparison.Ordinal) ? text[2..]
            : text.TrimStart('$');
        var steps = new List<Step>();
        var isFirst = true;
        while (rest.Length > 0)
        {
            if (steps.Count == MaxSteps)
                return null;
            if (rest[0] == '[')
            {
                var end = rest.IndexOf(']', StringComparison.Ordinal);
                if (rest is ['[', '\'' or '"', ..])
                {
                    end = rest.IndexOf(rest[1] + "]", 2, StringComparison.Ordinal);
                    if (end < 0)
                        return null;
                    steps.Add(new(rest[2..end], 0));
                    rest = rest[(end + 2)..];
                }
                else if (end > 0 && int.TryParse(rest[1..end], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
                {
                    steps.Add(new(null, index));
                    rest = rest[(end + 1)..];
                }
                else
                    return null;
            }
            else
            {
                if (!isFirst)
                {
                    if (rest[0] != '.')
                        return null;
                    rest = rest[1..];
                }
                var end = rest.AsSpan().IndexOfAny('.', '[');
                var name = end < 0 ? rest : rest[..end];
                if (name.Length == 0)
                    return null;
                steps.Add(new(name, 0));
                rest = end < 0 ? "" : rest[end..];
            }
            isFirst = false;
        }
        return new(text, steps);
    }

    /// <summary>Null when nothing stands there.</summary>
    public JsonElement? In(JsonElement root)
    {
        var at = root;
        foreach (var step in Steps)
        {
            if (step.Name is { } name)
            {
                if (at.Field(name) is not { } inner)
                    return null;
                at = inner;
                continue;
            }
            if (at.ValueKind != JsonValueKind.Array)
                return null;
            var index = step.Index < 0 ? at.GetArrayLength() + step.Index : step.Index;
            if (index < 0 || index >= at.GetArrayLength())
                return null;
            at = at[index];
        }
        return at;
    }
}
