using System.Text;
using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>A body that is a form (<c>a=1&amp;b=2</c>): read as an object of its fields, or as the JSON that one of them holds.</summary>
/// <remarks>Shape: url.spec.whatwg.org, "application/x-www-form-urlencoded". Senders put JSON into <c>payload</c>.</remarks>
internal static class FormBody
{
    private const int MaxFields = 200;
    private const int MaxNameCharacters = 100;

    /// <param name="contentType">What the request says of it; without it only what cannot be anything else is a form.</param>
    /// <returns>The JSON to read; null for what is no form.</returns>
    public static byte[]? ToJson(ReadOnlySpan<byte> body, string? contentType)
    {
        var isDeclared = contentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;
        if (!isDeclared && contentType is not (null or ""))
            return null;
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in Encoding.UTF8.GetString(body).Trim().Split('&', MaxFields + 1).Take(MaxFields))
        {
            if (field.Length == 0)
                continue;
            var name = Decoded(field.Split('=', 2)[0]);
            if (name.Length is 0 or > MaxNameCharacters || name.Any(c => char.IsControl(c) || c is '{' or '"' or '<'))
                return null;
            if (field.Contains('=', StringComparison.Ordinal))
                fields.TryAdd(name, Decoded(field[(field.IndexOf('=', StringComparison.Ordinal) + 1)..]));
            else if (!isDeclared)
                return null;
        }
        if (fields.Count == 0)
            return null;
        return fields.GetValueOrDefault("payload")?.TrimStart() is ['{' or '[', ..] and var inner
            ? Encoding.UTF8.GetBytes(inner)
            : JsonSerializer.SerializeToUtf8Bytes(fields);
    }

    private static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
