namespace Knowledge.Content.Timelines;

/// <summary>In which form a chat was given.</summary>
public enum ChatShape
{
    /// <summary>A day of a Slack channel export, or the answer of its history method: JSON.</summary>
    SlackExport,

    /// <summary>Messages of Teams as Microsoft Graph gives them: JSON.</summary>
    TeamsExport,

    /// <summary>Lines such as <c>09:35 &lt;nick&gt; text</c>.</summary>
    Irc,

    /// <summary>Name and time on a line of their own, the text below: what is copied out of Teams and Slack.</summary>
    Headed,

    /// <summary>The name in front of each message: <c>Name: text</c>, <c>[09:35] name text</c>.</summary>
    Named,

    /// <summary>Lines without names.</summary>
    Lines,
}

/// <summary>Where something was said.</summary>
/// <param name="Line">1-based line of the text that was given; of its first line where there are several.</param>
/// <param name="Text">As written, without control characters.</param>
public sealed record Evidence(int Line, string Text);

/// <summary>When a message was written, as far as the chat says.</summary>
/// <param name="Raw">As it stands there.</param>
/// <param name="Offset">From UTC, where it is said.</param>
public sealed record ChatTime(string Raw, DateOnly? Date, TimeSpan? TimeOfDay, TimeSpan? Offset = null);

/// <summary>One message of a chat.</summary>
/// <param name="Author">Empty when it is not said.</param>
/// <param name="Text">Readable: mentions as names, links as their words; line feeds between lines.</param>
public sealed record ChatMessage(string Author, bool IsBot, ChatTime? Time, string Text, Evidence Evidence);

/// <summary>What was read of a text: messages, or why there are none.</summary>
/// <param name="Problem">What is wrong with the text as a whole and what to do, in a sentence; null when it could be read.</param>
/// <param name="Notes">What a reader should know: what was left out, what could not be understood.</param>
public sealed record ChatParseResult(
    ChatShape Shape,
    IReadOnlyList<ChatMessage> Messages,
    IReadOnlyList<string> Notes,
    string? Problem = null
)
{
    public static ChatParseResult Unreadable(ChatShape shape, string problem) => new(shape, [], [], problem);
}
