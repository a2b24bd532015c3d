using System.Text.Json;
using Knowledge.Content.Text;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>What a payload looks like, for people who want to map it: its keys, never its values.</summary>
internal static class PayloadShape
{
    private const int MaxKeys = 12;
    private const int MaxKeyCharacters = 40;

    public static string Of(JsonElement root) =>
        root.ValueKind switch
        {
            JsonValueKind.Object => $"a JSON object {Keys(root)}",
            JsonValueKind.Array
                when root.EnumerateArray().FirstOrDefault(i => i.ValueKind == JsonValueKind.Object)
                    is { ValueKind: JsonValueKind.Object } first =>
                $"a list of {root.GetArrayLength()}, the first a JSON object {Keys(first)}",
            JsonValueKind.Array => $"a list of {root.GetArrayLength()} without any object",
            JsonValueKind.String => "a text",
            _ => "a single value",
        };

    private static string Keys(JsonElement map)
    {
        var keys = map.Keys(MaxKeys + 1);
        return keys.Count switch
        {
            0 => "without keys",
            > MaxKeys => $"with keys {string.Join(", ", keys.Take(MaxKeys).Select(Shortened))} and more",
            _ => $"with keys {string.Join(", ", keys.Select(Shortened))}",
        };
    }

    private static string Shortened(string key) => Sentences.Truncate(key, MaxKeyCharacters).ReplaceLineEndings(" ");
}
