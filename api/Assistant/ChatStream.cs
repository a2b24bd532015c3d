using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Knowledge.Api.Assistant;

/// <summary>
/// Reads what a chat service sends: server-sent events, or one JSON object from a service that does not stream. Whatever ends before
/// the model said that it is done is an error, since half an answer can say the opposite of the whole.
/// </summary>
/// <param name="mediaType">As the service names it.</param>
/// <param name="name">Of the service, for messages.</param>
internal sealed class ChatStream(string? mediaType, Stream body, string name) : IDisposable
{
    private const int MaxUpdates = 20_000;
    private const string Data = "data:";
    private const string Done = "[DONE]";

    private readonly StreamReader reader = new(body, Encoding.UTF8);
    private readonly char[] buffer = new char[4096];
    private int next;
    private int filled;
    private int characters;
    private int updates;
    private bool hasStopped;
    private bool hasEnded;

    /// <returns>The next piece; null when the answer is whole.</returns>
    /// <exception cref="ChatException">It is no answer, too long, or not whole.</exception>
    public async ValueTask<ChatResponseUpdate?> NextAsync(CancellationToken cancellation)
    {
        if (hasEnded)
            return null;
        return mediaType switch
        {
            "text/event-stream" => await NextEventAsync(cancellation),
            "application/json" => await WholeAsync(cancellation),
            _ => throw new ChatException($"{name} answered with {mediaType ?? "something without a type"}, which is no chat"),
        };
    }

    private async ValueTask<ChatResponseUpdate?> NextEventAsync(CancellationToken cancellation)
    {
        while (await ReadLineAsync(cancellation) is { } line)
        {
            if (!line.StartsWith(Data, StringComparison.Ordinal))
                continue;
            var data = line[Data.Length..].Trim();
            if (data == Done)
                return hasStopped ? Ended() : throw new ChatException($"{name} ended its answer without saying that it is whole");
            if (++updates > MaxUpdates)
                throw new ChatException($"the answer of {name} is too long");
            if (Read(data, "delta") is { } update)
                return update;
        }
        // Some services close the line in place of a last event.
        return hasStopped ? Ended() : throw new ChatException($"{name} broke off its answer");
    }

    private async ValueTask<ChatResponseUpdate?> WholeAsync(CancellationToken cancellation)
    {
        var text = new StringBuilder();
        while (await ReadLineAsync(cancellation) is { } line)
            text.Append(line).Append('\n');
        var update = Read(text.ToString(), "message");
        hasEnded = true;
        return hasStopped ? update : throw new ChatException($"{name} ended its answer before it was whole");
    }

    // A line has no end that can be relied on: what is too long is never taken into memory whole.
    private async ValueTask<string?> ReadLineAsync(CancellationToken cancellation)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (next == filled)
            {
                (next, filled) = (0, await reader.ReadAsync(buffer, cancellation));
                if (filled == 0)
                    return line.Length > 0 ? line.ToString() : null;
                if ((characters += filled) > ChatEndpoint.MaxAnswerBytes)
                    throw new ChatException($"the answer of {name} is too long");
            }
            var end = Array.IndexOf(buffer, '\n', next, filled - next);
            line.Append(buffer, next, (end < 0 ? filled : end) - next);
            next = end < 0 ? filled : end + 1;
            if (end >= 0)
                return line.ToString().TrimEnd('\r');
        }
    }

    private ChatResponseUpdate? Read(string json, string part)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.TryGetProperty("error", out _))
                throw new ChatException($"{name} reported an error");
            var update = new ChatResponseUpdate { Role = ChatRole.Assistant };
            if (root.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object)
                update.Contents.Add(new UsageContent(new() { TotalTokenCount = Number(usage, "total_tokens") }));
            if (root.TryGetProperty("choices", out var choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0)
            {
                var choice = choices[0];
                if (choice.TryGetProperty(part, out var delta) && delta.TryGetProperty("content", out var content))
                    if (content.ValueKind == JsonValueKind.String && content.GetString() is { Length: > 0 } text)
                        update.Contents.Add(new TextContent(text));
                if (choice.TryGetProperty("finish_reason", out var reason) && reason.ValueKind == JsonValueKind.String)
                    hasStopped =
                        reason.GetString() == "stop"
                            ? true
                            : throw new ChatException($"{name} did not finish its answer ({Short(reason.GetString()!)})");
            }
            return update.Contents.Count > 0 ? update : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ChatException($"the answer of {name} is no chat", e);
        }
    }

    private static long? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
            ? number
            : null;

    private static string Short(string text) => new([.. text.Where(c => char.IsAsciiLetterOrDigit(c) || c is '_').Take(30)]);

    public void Dispose() => reader.Dispose();

    private ChatResponseUpdate? Ended()
    {
        hasEnded = true;
        return null;
    }
}
