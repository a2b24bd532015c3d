using System.Globalization;
using System.Text.Json;

namespace Knowledge.Content.Timelines;

/// <summary>Messages of a Slack channel: a day's file of an export, or what <c>conversations.history</c> answers.</summary>
/// <remarks>
/// Shapes: "How to read Slack data exports" (https://slack.com/help/articles/220556107-How-to-read-Slack-data-exports),
/// "conversations.history"
/// (https://api.slack.com/methods/conversations.history), "Formatting text for app surfaces"
/// (https://api.slack.com/reference/surfaces/formatting).
/// </remarks>
public static class SlackExport
{
    // Said by Slack, not by people.
    // csharpier-ignore
    private static readonly HashSet<string> Notices =
    [
        "channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_name", "channel_archive", "channel_unarchive",
        "group_join", "group_leave", "group_topic", "group_purpose", "group_name", "pinned_item", "unpinned_item", "bot_add",
        "bot_remove", "reminder_add", "channel_convert_to_private", "channel_posting_permissions", "tombstone", "huddle_thread",
        "joiner_notification", "sh_room_created",
    ];

    private static readonly string[] AttachmentTexts = ["pretext", "title", "text"];
    private static readonly string[] ProfileNames = ["real_name", "display_name", "first_name", "name"];

    /// <summary>Whether a value has the shape: a list of messages, an object with one, or a single message.</summary>
    public static bool Is(JsonElement root) =>
        MessagesOf(root) is { } messages
        && messages.EnumerateArray().Take(50).Any(m => m.ValueKind == JsonValueKind.Object && m.TryGetProperty("ts", out _));

    /// <param name="users">Names by id, of an export's <c>users.json</c>; those of the messages are taken too.</param>
    /// <param name="lineOf">The line at which the message of this position begins.</param>
    /// <returns>The messages, how many notices are no messages, and the lines of those that hold nothing which can be shown.</returns>
    public static (IReadOnlyList<ChatMessage> Messages, int Notices, IReadOnlyList<int> Empty) Read(
        JsonElement root,
        IReadOnlyDictionary<string, string> users,
        Func<int, int> lineOf
    )
    {
        if (MessagesOf(root) is not { } list)
            return ([], 0, []);
        var names = new Dictionary<string, string>(users);
        foreach (var message in list.EnumerateArray())
            if (Text(message, "user") is { Length: > 0 } user && NameIn(message) is { } name)
                names.TryAdd(user, name);
        var read = new List<(decimal Time, int Position, ChatMessage Message)>();
        var (notices, position) = (0, -1);
        var empty = new List<int>();
        foreach (var message in list.EnumerateArray())
        {
            position++;
            if (message.ValueKind != JsonValueKind.Object)
            {
                empty.Add(lineOf(position));
                continue;
            }
            if (Notices.Contains(Text(message, "subtype") ?? ""))
            {
                notices++;
                continue;
            }
            var written = TextOf(message);
            var text = ChatText.Clean(SlackMarkup.Readable(written, names));
            if (text.Length == 0)
            {
                empty.Add(lineOf(position));
                continue;
            }
            var author = Author(message, names);
            var isBot = message.TryGetProperty("bot_id", out _) || Text(message, "subtype") == "bot_message" || Bots.Is(author);
            var time = Time(message);
            read.Add(
                (
                    time?.Seconds ?? read.LastOrDefault().Time,
                    position,
                    new(author, isBot, time?.Time, text, new(lineOf(position), ChatText.Clean(written)))
                )
            );
        }
        // Answers in threads stand behind the thread in some exports.
        return ([.. read.OrderBy(m => m.Time).ThenBy(m => m.Position).Select(m => m.Message)], notices, empty);
    }

    /// <summary>
    /// Names by id, of the text of <c>users.json</c>: the name that people choose, else the full one; empty when it is none.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Users(JsonElement root)
    {
        var names = new Dictionary<string, string>();
        if (root.ValueKind != JsonValueKind.Array)
            return names;
        foreach (var user in root.EnumerateArray())
            if (
                Text(user, "id") is { Length: > 0 } id
                && (
                    (Profile(user, "profile") ?? Text(user, "real_name")) is { Length: > 0 } name
                    || (name = Text(user, "name") ?? "").Length > 0
                )
            )
                names.TryAdd(id, ChatText.Clean(name));
        return names;
    }

    private static JsonElement? MessagesOf(JsonElement root) =>
        root.ValueKind switch
        {
            JsonValueKind.Array => root,
            JsonValueKind.Object when root.TryGetProperty("messages", out var messages) && messages.ValueKind == JsonValueKind.Array =>
                messages,
            _ => null,
        };

    private static string Author(JsonElement message, IReadOnlyDictionary<string, string> names)
    {
        var author =
            Text(message, "user") is { Length: > 0 } user && names.TryGetValue(user, out var known)
                ? known
                : NameIn(message)
                    ?? Text(message, "username")
                    ?? (message.TryGetProperty("bot_profile", out var bot) ? Text(bot, "name") : null)
                    ?? Text(message, "user")
                    ?? Text(message, "bot_id")
                    ?? "";
        return ChatText.Clean(author).Trim('@', ' ');
    }

    private static string? NameIn(JsonElement message) => Profile(message, "user_profile");

    private static string? Profile(JsonElement holder, string property) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(property, out var profile)
            ? ProfileNames.Select(key => Text(profile, key)).FirstOrDefault(n => n is { Length: > 0 })
            : null;

    /// <summary>The text of a message with what programs attach to it, and the names of its files.</summary>
    private static string TextOf(JsonElement message)
    {
        var parts = new List<string>();
        if (Text(message, "text") is { Length: > 0 } text)
            parts.Add(text);
        // What people write stands in the text as well; what programs send often does not.
        foreach (var block in SlackBlocks.TextsIn(message, withRichText: parts.Count == 0))
            if (!parts.Any(p => p.Contains(block, StringComparison.Ordinal)))
                parts.Add(block);
        foreach (var attachment in Items(message, "attachments"))
        {
            foreach (var key in AttachmentTexts)
                if (
                    Text(attachment, key) is { Length: > 0 } fallbackText
                    && !parts.Any(p => p.Contains(fallbackText, StringComparison.Ordinal))
                )
                    parts.Add(fallbackText);
            foreach (var block in SlackBlocks.TextsIn(attachment, withRichText: true).Concat(SlackBlocks.FieldsOf(attachment)))
                if (!parts.Any(p => p.Contains(block, StringComparison.Ordinal)))
                    parts.Add(block);
            if (parts.Count == 0 && Text(attachment, "fallback") is { Length: > 0 } fallback)
                parts.Add(fallback);
        }
        foreach (var file in Items(message, "files"))
            if ((Text(file, "title") ?? Text(file, "name")) is { Length: > 0 } name)
                parts.Add($"(file: {name})");
        return string.Join('\n', parts);
    }

    private static IEnumerable<JsonElement> Items(JsonElement holder, string property) =>
        holder.TryGetProperty(property, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Take(20).Where(i => i.ValueKind == JsonValueKind.Object)
            : [];

    private static (decimal Seconds, ChatTime Time)? Time(JsonElement message)
    {
        if (
            Text(message, "ts") is not { } text
            || !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
        )
            return null;
        // Years that a chat can have.
        if (seconds is < 100_000_000 or > 7_000_000_000)
            return null;
        var at = DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000));
        return (
            seconds,
            new(
                at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                DateOnly.FromDateTime(at.UtcDateTime),
                at.TimeOfDay,
                TimeSpan.Zero
            )
        );
    }

    private static string? Text(JsonElement holder, string property) =>
        holder.ValueKind == JsonValueKind.Object
        && holder.TryGetProperty(property, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
