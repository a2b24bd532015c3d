using System.Globalization;
using System.Text.Json;
using Knowledge.Content.Documents;
using Knowledge.Content.Text;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>Reads fields of senders leniently: what is absent, null or of another type is nothing; what is too long is cut.</summary>
internal static class PayloadFields
{
    public const int MaxNameCharacters = 200;
    public const int MaxTextCharacters = 4_096;
    private const int MaxPairs = 128;
    private const int MaxKeyCharacters = 200;

    public static JsonElement? Field(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? value
            : null;

    public static JsonElement? Object(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Object } value ? value : null;

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>A text, number or truth value as text, trimmed and cut; null when there is none or it is empty.</summary>
    public static string? Text(this JsonElement element, string name, int max = MaxTextCharacters) =>
        element.Field(name) is { } value ? Scalar(value, max) : null;

    /// <summary>The first of several fields that has a text.</summary>
    public static string? Text(this JsonElement element, IEnumerable<string> names, int max = MaxTextCharacters) =>
        names.Select(n => element.Text(n, max)).FirstOrDefault(t => t is not null);

    /// <summary>What stands at a path of names (<c>data.event</c>); null when a step of it is missing or no object.</summary>
    public static JsonElement? At(this JsonElement element, string path)
    {
        var at = (JsonElement?)element;
        foreach (var name in path.Split('.'))
            at = at?.Field(name);
        return at;
    }

    /// <summary>The text at a path of names.</summary>
    public static string? TextAt(this JsonElement element, string path, int max = MaxTextCharacters) =>
        element.At(path) is { } value ? Scalar(value, max) : null;

    /// <summary>A name, which is shorter than a text.</summary>
    public static string? Name(this JsonElement element, params string[] names) => element.Text(names, MaxNameCharacters);

    /// <summary>Addresses of runbooks by the names that rules use for them, wherever they stand, the one that counts first.</summary>
    public static IReadOnlyList<string> RunbookUrls(params JsonElement?[] places) =>
        RunbookAnnotation.LinksIn(n => places.Select(p => p?.Text(n)).FirstOrDefault(v => v is not null));

    /// <summary>An id of a document of the knowledge base.</summary>
    public static string? DocumentId(params JsonElement?[] places) =>
        FiredAlert.DocumentIdNames.SelectMany(n => places.Select(p => p?.Text(n))).FirstOrDefault(v => v is not null);

    /// <summary>Labels of those that have a value, each name once.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Labels(params (string Name, string? Value)[] labels) =>
        [.. labels.Where(l => l.Value is not null).Select(l => KeyValuePair.Create(l.Name, l.Value!)).DistinctBy(l => l.Key)];

    public static string? Scalar(JsonElement value, int max = MaxTextCharacters)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => Decoded(value),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) || Clean(text) is not { Length: > 0 } clean ? null : Sentences.Truncate(clean, max);
    }

    /// <summary>The texts of an object, such as labels; values that are no scalars are left out.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Pairs(this JsonElement element, string name) =>
        element.Object(name) is { } map ? map.Pairs(MaxPairs) : [];

    /// <summary>The texts that an object has itself.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Pairs(this JsonElement map, int most) =>
        [
            .. map.EnumerateObject()
                .Select(p => (Name: NameOf(p), Value: Scalar(p.Value)))
                .Where(p => p.Value is not null && p.Name.Length is > 0 and <= MaxKeyCharacters)
                .Select(p => KeyValuePair.Create(p.Name, p.Value!))
                .DistinctBy(p => p.Key)
                .Take(most),
        ];

    /// <summary>Names of the fields of an object, as many as asked for.</summary>
    public static IReadOnlyList<string> Keys(this JsonElement map, int most) =>
        [.. map.EnumerateObject().Select(NameOf).Where(n => n.Length > 0).Take(most)];

    /// <summary>
    /// A time as text (ISO 8601) or as a number since 1970 in seconds, milliseconds, microseconds or nanoseconds, told by its size;
    /// null for none, and for Go's zero time.
    /// </summary>
    public static DateTimeOffset? Time(this JsonElement element, string name) => TimeOf(element.Text(name));

    /// <inheritdoc cref="Time"/>
    public static DateTimeOffset? TimeOf(string? text)
    {
        if (text is null)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return SinceEpoch(number);
        return
            DateTimeOffset.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var time
            )
            && time.Year > 1
            ? time
            : null;
    }

    /// <summary>An address that a page may link to.</summary>
    public static string? Address(this JsonElement element, string name) => AddressOf(element.Text(name));

    /// <summary>The text itself when it is an address that a page may link to.</summary>
    public static string? AddressOf(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? text : null;

    public static DateTimeOffset? SinceEpoch(long number)
    {
        const long year3000 = 32_503_680_000;
        var milliseconds = number switch
        {
            <= 0 => -1,
            < year3000 => number * 1000,
            < year3000 * 1000 => number,
            < year3000 * 1_000_000 => number / 1000,
            _ => number / 1_000_000,
        };
        return milliseconds < 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }

    private static string NameOf(JsonProperty property)
    {
        try
        {
            return Clean(property.Name);
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    // Half of a surrogate pair is no text, and throws when it is decoded.
    private static string? Decoded(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Clean(string text) =>
        text.Any(IsUnwanted) ? string.Concat(text.Select(c => IsUnwanted(c) ? ' ' : c)).Trim() : text.Trim();

    private static bool IsUnwanted(char c) => char.IsControl(c) && c is not ('\n' or '\t');
}
