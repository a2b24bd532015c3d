using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Knowledge.Content.Timelines;

/// <summary>Messages of a Teams channel or chat as Microsoft Graph lists them.</summary>
/// <remarks>Shape: "chatMessage resource type" (https://learn.microsoft.com/graph/api/resources/chatmessage).</remarks>
internal static class TeamsExport
{
    public static bool Is(JsonElement root) =>
        List(root) is { } list
        && list.EnumerateArray().Take(50).Any(m => m.ValueKind == JsonValueKind.Object && m.TryGetProperty("createdDateTime", out _));

    public static (IReadOnlyList<ChatMessage> Messages, int Notices, IReadOnlyList<int> Empty) Read(JsonElement root, Func<int, int> lineOf)
    {
        var read = new List<(DateTimeOffset Time, ChatMessage Message)>();
        var (notices, position) = (0, -1);
        var empty = new List<int>();
        foreach (var message in List(root)!.Value.EnumerateArray())
        {
            position++;
            if (message.ValueKind != JsonValueKind.Object)
            {
                empty.Add(lineOf(position));
                continue;
            }
            if (Text(message, "messageType") is { } type && type != "message" || Text(message, "deletedDateTime") is not null)
            {
                notices++;
                continue;
            }
            var body = message.TryGetProperty("body", out var b) ? b : default;
            var written = Text(body, "content") ?? "";
            var text = ChatText.Clean(Text(body, "contentType") == "html" ? WithoutTags(written) : written);
            if (text.Length == 0)
            {
                empty.Add(lineOf(position));
                continue;
            }
            var from = message.TryGetProperty("from", out var f) ? f : default;
            var isProgram =
                from.ValueKind == JsonValueKind.Object
                && from.TryGetProperty("application", out var application)
                && application.ValueKind == JsonValueKind.Object;
            var author = ChatText.Clean(Name(from, "user") ?? Name(from, "application") ?? "");
            DateTimeOffset? at =
                DateTimeOffset.TryParse(
                    Text(message, "createdDateTime"),
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal,
                    out var time
                ) && time.Year is > 1970 and < 2200
                    ? time.ToUniversalTime()
                    : null;
            read.Add(
                (
                    at ?? read.LastOrDefault().Time,
                    new(
                        author,
                        isProgram || Bots.Is(author),
                        at is { } known
                            ? new(
                                known.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                                DateOnly.FromDateTime(known.UtcDateTime),
                                known.TimeOfDay,
                                TimeSpan.Zero
                            )
                            : null,
                        text,
                        new(lineOf(position), ChatText.Clean(written))
                    )
                )
            );
        }
        // Graph lists the newest first.
        return ([.. read.OrderBy(m => m.Time).Select(m => m.Message)], notices, empty);
    }

    private static JsonElement? List(JsonElement root) =>
        root.ValueKind switch
        {
            JsonValueKind.Array => root,
            JsonValueKind.Object when root.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Array => value,
            _ => null,
        };

    // The text of simple HTML: blocks and breaks end lines.
    private static string WithoutTags(string html)
    {
        var text = new StringBuilder(html.Length);
        for (var i = 0; i < html.Length; i++)
        {
            if (html[i] != '<' || html.IndexOf('>', i) is not (> 0 and var end))
            {
                text.Append(html[i]);
                continue;
            }
            var name = html.AsSpan(i + 1, Math.Min(4, end - i - 1)).TrimStart('/');
            if (
                name.StartsWith("br", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("p", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("div", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("li", StringComparison.OrdinalIgnoreCase)
            )
                text.Append('\n');
            i = end;
        }
        return WebUtility.HtmlDecode(text.ToString());
    }

    private static string? Name(JsonElement from, string property) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(property, out var who) ? Text(who, "displayName") : null;

    private static string? Text(JsonElement holder, string property) =>
        holder.ValueKind == JsonValueKind.Object
        && holder.TryGetProperty(property, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
