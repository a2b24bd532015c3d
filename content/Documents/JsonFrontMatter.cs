using System.Text;
using System.Text.Json;
using Knowledge.Content.Yaml;

namespace Knowledge.Content.Documents;

/// <summary>A JSON object at the very beginning of a page, as Hugo takes it for front matter.</summary>
internal static class JsonFrontMatter
{
    private static readonly JsonReaderOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        MaxDepth = 64,
    };

    /// <summary>
    /// Characters of the object with which the text begins; where it is damaged, up to a line that is only its closing brace. Null
    /// when there is none.
    /// </summary>
    public static int? Length(string text)
    {
        if (!BeginsLikeOne(text))
            return null;
        var bytes = Encoding.UTF8.GetBytes(text);
        try
        {
            var reader = new Utf8JsonReader(bytes, Lenient);
            while (reader.Read())
                if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 0)
                    return IsEndOfLine(text, Encoding.UTF8.GetCharCount(bytes.AsSpan(0, (int)reader.BytesConsumed)));
        }
        catch (JsonException) { }
        return text.IndexOf("\n}\n", StringComparison.Ordinal) is >= 0 and var end ? end + 2 : null;
    }

    /// <returns>The keys as nodes, or what is wrong.</returns>
    public static (YamlMap? Map, YamlProblem? Problem) Read(string text, YamlLimits limits)
    {
        if (text.Length > limits.MaxCharacters)
            return (
                null,
                new(1, 1, $"The JSON has {text.Length} characters and may have {limits.MaxCharacters}; move the long parts out of it.")
            );
        try
        {
            using var json = JsonDocument.Parse(
                text,
                new()
                {
                    CommentHandling = JsonCommentHandling.Skip,
                    AllowTrailingCommas = true,
                    MaxDepth = limits.MaxDepth,
                }
            );
            var lines = new LinesOfKeys(text);
            return (Map(json.RootElement, lines, 1), null);
        }
        catch (JsonException e)
        {
            return (
                null,
                new(
                    (int)(e.LineNumber ?? 0) + 1,
                    (int)(e.BytePositionInLine ?? 0) + 1,
                    "This is not JSON; check its quotes, commas and brackets, and that it is not nested deeply."
                )
            );
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair.
            return (null, new(1, 1, "A text in the JSON holds half a character; write the character itself."));
        }
    }

    private static YamlMap Map(JsonElement element, LinesOfKeys lines, int line)
    {
        // Of a key that is there twice the last counts, as in every JSON reader.
        var entries = new Dictionary<string, YamlNode>();
        foreach (var property in element.EnumerateObject())
        {
            var at = lines.Next(property.Name);
            entries[property.Name] = Node(property.Value, lines, at);
        }
        return new([.. entries], line, 1);
    }

    private static YamlNode Node(JsonElement value, LinesOfKeys lines, int line) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => Map(value, lines, line),
            JsonValueKind.Array => new YamlList([.. value.EnumerateArray().Select(v => Node(v, lines, line))], line, 1),
            JsonValueKind.String => new YamlScalar(value.GetString()!.Replace('\0', '\uFFFD'), true, line, 1),
            JsonValueKind.Null => new YamlScalar("", false, line, 1),
            _ => new YamlScalar(value.GetRawText(), false, line, 1),
        };

    // A shortcode begins with a brace, too.
    private static bool BeginsLikeOne(string text)
    {
        if (text.Length == 0 || text[0] != '{')
            return false;
        var rest = text.AsSpan(1).TrimStart();
        return rest.Length > 0 && rest[0] is '"' or '}';
    }

    private static int? IsEndOfLine(string text, int end)
    {
        var rest = text.AsSpan(end);
        return (rest.IndexOf('\n') is >= 0 and var stop ? rest[..stop] : rest).IsWhiteSpace() ? end : null;
    }

    /// <summary>The line of each key: keys come in the order of the text.</summary>
    private sealed class LinesOfKeys(string text)
    {
        private int at;
        private int line = 1;

        public int Next(string key)
        {
            var found = text.IndexOf($"\"{key}\"", at, StringComparison.Ordinal);
            if (found < 0)
                return line;
            line += text.AsSpan(at, found - at).Count('\n');
            at = found;
            return line;
        }
    }
}
