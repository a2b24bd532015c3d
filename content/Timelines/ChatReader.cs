using System.Text;
using System.Text.Json;

namespace Knowledge.Content.Timelines;

/// <summary>Reads a chat in whatever form it is given; the form is told by the text alone.</summary>
public static class ChatReader
{
    public const int MaxCharacters = 1024 * 1024;
    public const int MaxLines = 20_000;
    public const int MaxMessages = 5_000;
    internal const int MaxJsonDepth = 64;
    private const int MaxLinesNamed = 20;

    private static readonly Dictionary<string, string> NoUsers = [];

    /// <summary>Never throws: what cannot be read is a <see cref="ChatParseResult.Problem"/>.</summary>
    public static ChatParseResult Read(string text, IReadOnlyDictionary<string, string>? users = null)
    {
        if (text.Length > MaxCharacters)
            return ChatParseResult.Unreadable(
                ChatShape.Lines,
                $"The chat has {text.Length:N0} characters; at most {MaxCharacters:N0} are read. Give the part that "
                    + $"belongs to the incident."
            );
        if (string.IsNullOrWhiteSpace(text))
            return ChatParseResult.Unreadable(
                ChatShape.Lines,
                "There is no text. Paste the messages of the channel, or a day of its export."
            );
        if (text.AsSpan().Count('\n') >= MaxLines)
            return ChatParseResult.Unreadable(
                ChatShape.Lines,
                $"The chat has more than {MaxLines:N0} lines. Give the part that belongs to the incident."
            );
        var reading = IsJson(text) ? Json(text, users ?? NoUsers) : PastedChat.Read(text.TrimStart('\uFEFF'));
        if (reading.Problem is not null)
            return reading;
        return reading.Messages.Count switch
        {
            0 => ChatParseResult.Unreadable(
                reading.Shape,
                "There is no message in the text. Paste lines such as `09:35 name: message`, or a day of a Slack export."
            ),
            > MaxMessages => ChatParseResult.Unreadable(
                reading.Shape,
                $"The chat has {reading.Messages.Count:N0} messages; at most {MaxMessages:N0} are read. Give the part that "
                    + $"belongs to the incident."
            ),
            _ => reading,
        };
    }

    private static IEnumerable<string> LeftOut(int notices, IReadOnlyList<int> empty)
    {
        if (notices > 0)
            yield return $"{notices} {(notices == 1 ? "notice" : "notices")} of people who "
                + $"come and go {(notices == 1 ? "is" : "are")} left out.";
        if (empty.Count > 0)
            yield return $"{empty.Count} {(empty.Count == 1 ? "message holds" : "messages hold")} no words and "
                + $"{(empty.Count == 1 ? "is" : "are")} left out (line{(empty.Count == 1 ? "" : "s")} "
                + $"{string.Join(", ", empty.Take(MaxLinesNamed))}{(empty.Count > MaxLinesNamed ? ", …" : "")} of the export).";
    }

    // A bracket begins a time as well.
    private static bool IsJson(string text)
    {
        var start = text.AsSpan().TrimStart('\uFEFF').TrimStart();
        return start is ['{', ..] && start[1..].TrimStart() is ['"' or '}', ..]
            || start is ['[', ..] && start[1..].TrimStart() is ['{' or ']' or '[', ..];
    }

    private static ChatParseResult Json(string text, IReadOnlyDictionary<string, string> users)
    {
        try
        {
            var bytes = Encoding.UTF8.GetBytes(text.TrimStart('\uFEFF'));
            using var json = JsonDocument.Parse(bytes, new() { MaxDepth = MaxJsonDepth, AllowTrailingCommas = true });
            var isSlack = SlackExport.Is(json.RootElement);
            if (!isSlack && !TeamsExport.Is(json.RootElement))
                return ChatParseResult.Unreadable(
                    ChatShape.SlackExport,
                    "The JSON holds no messages: expected a list of Slack messages with `ts` and `text`, or what "
                        + "Microsoft Graph lists with `createdDateTime` and `body`."
                );
            var lines = JsonLines.Of(bytes);
            var (messages, notices, empty) = isSlack
                ? SlackExport.Read(json.RootElement, users, position => position < lines.Count ? lines[position] : 1)
                : TeamsExport.Read(json.RootElement, position => position < lines.Count ? lines[position] : 1);
            return new(isSlack ? ChatShape.SlackExport : ChatShape.TeamsExport, messages, [.. LeftOut(notices, empty)]);
        }
        catch (JsonException e)
        {
            return ChatParseResult.Unreadable(
                ChatShape.SlackExport,
                $"The text begins like JSON but is none (line {e.LineNumber + 1}); it may have been cut off."
            );
        }
        catch (InvalidOperationException)
        {
            // A lone half of a surrogate pair: JSON can write it, text cannot hold it.
            return ChatParseResult.Unreadable(ChatShape.SlackExport, "The JSON holds text that is no Unicode; export it again.");
        }
    }
}
