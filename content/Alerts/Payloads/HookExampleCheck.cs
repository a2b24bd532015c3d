using System.Text.Json;
using Knowledge.Content.Text;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>Whether a mapping reads an example as the example says.</summary>
internal static class HookExampleCheck
{
    private const int MaxCharacters = 80;
    private static readonly string Known = string.Join(", ", MappedFields.Names);

    /// <returns>What differs, in one line; null when nothing does.</returns>
    public static string? Of(HookMapping mapping, HookExample example)
    {
        AlertPayload payload;
        try
        {
            using var body = PayloadJson.Parse(example.Body);
            payload = MappedPayload.Read(body.RootElement, mapping);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return "The body of the example is not JSON; write it as YAML, or as JSON behind `body: |`.";
        }
        if (payload.Problem is { } problem)
            return example.Gives.Count == 0 ? null : $"The example gives no alert: {problem}.";
        if (payload.Alerts.Count != example.Gives.Count)
            return $"The example gives {payload.Alerts.Count} alerts, and {example.Gives.Count} are told.";
        for (var i = 0; i < example.Gives.Count; i++)
            foreach (var (field, expected) in example.Gives[i])
                if (MappedFields.Of(payload.Alerts[i], field) is var given && given is null)
                    return $"`{Shortened(field)}` is nothing that an example can give; there are {Known} and label.NAME.";
                else if (given != expected)
                    return $"The example gives {Shortened(field)} '{Shortened(given!)}', and '{Shortened(expected)}' is told.";
        return null;
    }

    private static string Shortened(string text) => Sentences.Truncate(text, MaxCharacters).ReplaceLineEndings(" ");
}
