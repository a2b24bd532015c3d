using System.Text.Json;

namespace Knowledge.Api.Mcp;

/// <summary>Tells whether bytes are one message of JSON-RPC 2.0 (jsonrpc.org, specification), and answers those that are none.</summary>
internal static class RpcMessage
{
    private const int ParseError = -32700;
    private const int InvalidRequest = -32600;
    private const int MaxMethodCharacters = 200;

    // A name that is there twice is read differently by different readers.
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <returns>The answer to what is no message; null for one that is.</returns>
    public static IResult? Check(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return Wrong(document.RootElement) is { } wrong ? Answer(InvalidRequest, wrong, IdOf(document.RootElement)) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Answer(ParseError, "The body is no JSON, or nested deeper than 32 levels, or has a name twice.", null);
        }
    }

    private static string? Wrong(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object)
            return "The body is no JSON object; send one message at a time.";
        if (!message.TryGetProperty("jsonrpc", out var version) || !IsText(version) || version.GetString() != "2.0")
            return "jsonrpc must be \"2.0\".";
        if (message.TryGetProperty("id", out var id) && id.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
            return "id must be a text or a number.";
        if (message.TryGetProperty("params", out var parameters) && parameters.ValueKind != JsonValueKind.Object)
            return "params must be an object.";
        if (!message.TryGetProperty("method", out var method))
            return message.TryGetProperty("result", out _) || message.TryGetProperty("error", out _)
                ? "This server asks nothing, so it takes no answers."
                : "method is missing.";
        return IsText(method) && method.GetString() is { Length: > 0 and <= MaxMethodCharacters } ? null : "method must be a short text.";
    }

    private static bool IsText(JsonElement element) => element.ValueKind == JsonValueKind.String;

    private static object? IdOf(JsonElement message) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty("id", out var id)
            ? id.ValueKind switch
            {
                JsonValueKind.String => id.GetString(),
                JsonValueKind.Number when id.TryGetInt64(out var number) => number,
                _ => null,
            }
            : null;

    private static IResult Answer(int code, string message, object? id)
    {
        var answer = new Dictionary<string, object?>
        {
            ["jsonrpc"] = "2.0",
            ["id"] = id,
            ["error"] = new Dictionary<string, object> { ["code"] = code, ["message"] = message },
        };
        return TypedResults.Text(JsonSerializer.Serialize(answer), "application/json", statusCode: StatusCodes.Status400BadRequest);
    }
}
