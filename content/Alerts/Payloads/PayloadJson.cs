using System.Text;
using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>The one reader of JSON that senders post, and of JSON that is packed into it.</summary>
internal static class PayloadJson
{
    /// <summary>
    /// Levels of objects and lists in one another that are read. Senders pass on what they were given, so one member may be deep; a limit
    /// there is, because whoever walks through a payload has a stack.
    /// </summary>
    public const int MaxDepth = 256;

    private static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = MaxDepth,
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    // One level around what was read.
    private static readonly JsonSerializerOptions Around = new() { MaxDepth = MaxDepth + 1 };

    /// <exception cref="TooDeepException">It is JSON as far as that can be told, and deeper than is read.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json, Options);
        }
        catch (JsonException) when (IsTooDeep(json.Span))
        {
            throw new TooDeepException();
        }
    }

    /// <inheritdoc cref="Parse(ReadOnlyMemory{byte})"/>
    public static JsonDocument Parse(string json) => Parse(Encoding.UTF8.GetBytes(json));

    /// <summary>An object of these members.</summary>
    public static JsonDocument Of(IReadOnlyDictionary<string, object> members) => JsonSerializer.SerializeToDocument(members, Around);

    // The exception of the reader does not say which of its rules was broken.
    private static bool IsTooDeep(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(
            json,
            new()
            {
                MaxDepth = int.MaxValue,
                AllowTrailingCommas = true,
                CommentHandling = JsonCommentHandling.Skip,
            }
        );
        try
        {
            while (reader.Read())
                if (reader.CurrentDepth >= MaxDepth && reader.TokenType is (JsonTokenType.StartObject or JsonTokenType.StartArray))
                    return true;
        }
        catch (JsonException)
        {
            // No JSON, then.
        }
        return false;
    }

    /// <summary>What a sender posted is nested deeper than is read.</summary>
    public sealed class TooDeepException()
        : JsonException($"It is nested deeper than {MaxDepth} levels; let its sender leave out what is so deep.");
}
