using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>
/// Fields whose names people write as they like: <c>HOSTNAME</c>, <c>host_name</c>, <c>host.name</c> and <c>hostName</c> are one.
/// </summary>
internal sealed class LooseFields
{
    private const int MaxFields = 500;

    private const int MaxObjects = 50;

    private readonly Dictionary<string, string> values = [];

    public LooseFields(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return;
        foreach (var (name, value) in root.Pairs(MaxFields))
            values.TryAdd(Loose(name), value);
        // One level inside: {"host": {"name": "a"}} is host_name, too.
        foreach (var outer in root.Keys(MaxObjects))
        foreach (var (name, value) in root.Pairs(outer))
            values.TryAdd(Loose(outer + name), value);
    }

    private static string Loose(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>The first of some names (small letters, nothing between) that has a value.</summary>
    public string? this[params ReadOnlySpan<string> names]
    {
        get
        {
            foreach (var name in names)
                if (values.TryGetValue(name, out var value))
                    return value;
            return null;
        }
    }
}
