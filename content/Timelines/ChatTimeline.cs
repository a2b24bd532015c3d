using System.Globalization;

namespace Knowledge.Content.Timelines;

/// <summary>How a chat is to be read.</summary>
/// <param name="Initials">Names of people become initials, in evidence too.</param>
/// <param name="Date">The first day, for chats that tell times of day only.</param>
/// <param name="UtcOffset">From UTC, of times that do not say it.</param>
public sealed record ChatOptions(bool Initials = false, DateOnly? Date = null, TimeSpan UtcOffset = default)
{
    /// <summary>An offset as people write it: <c>+01:00</c>, <c>Z</c>, <c>UTC</c>; null when it is none.</summary>
    public static TimeSpan? ReadOffset(string text) => ChatTimes.Offset(text.Trim());
}

/// <summary>One message on the timeline.</summary>
/// <param name="Number">From 1, in the order of time.</param>
/// <param name="At">When it was written (UTC); null when the chat does not tell the day.</param>
/// <param name="Elapsed">Since the first message that has a time; null without one.</param>
/// <param name="Time">The time as written.</param>
/// <param name="Participant">Name or initials; empty when the chat does not show it.</param>
public sealed record ChatEvent(
    int Number,
    DateTimeOffset? At,
    TimeSpan? Elapsed,
    string? Time,
    string Participant,
    MessageKind Kind,
    string Text,
    Evidence Evidence
);

/// <param name="Initials">Of the name, told apart by a number where two people have the same.</param>
public sealed record Participant(string Name, string Initials, bool IsBot, int Messages);

/// <summary>
/// A chat as a timeline: who wrote what and when, what each message does, and what of it may belong into a postmortem. The same text
/// gives the same timeline.
/// </summary>
/// <param name="Suggestions">For the author to accept or to leave, one by one.</param>
/// <param name="Notes">What the author should know of the reading.</param>
public sealed record ChatTimeline(
    ChatShape Shape,
    IReadOnlyList<Participant> Participants,
    IReadOnlyList<ChatEvent> Events,
    IReadOnlyList<TimelineSuggestion> Suggestions,
    IReadOnlyList<string> Notes
)
{
    /// <summary>Reads a chat in any of the forms that <see cref="ChatShape"/> names.</summary>
    /// <returns>The timeline, or the problem in a sentence.</returns>
    public static (ChatTimeline? Timeline, string? Problem) Read(string text, ChatOptions options)
    {
        var reading = ChatReader.Read(text);
        return reading.Problem is { } problem ? (null, problem) : (Of(reading, options), null);
    }

    /// <summary>The timeline of messages that were read, in the order in which they are given.</summary>
    public static ChatTimeline Of(ChatParseResult reading, ChatOptions options)
    {
        var people = Pseudonyms.Of(reading.Messages);
        var messages = options.Initials ? [.. reading.Messages.Select(people.Pseudonymize)] : reading.Messages;
        var times = ChatTimes.Place(messages, options.Date, options.UtcOffset);
        var kinds = MessageKinds.Of(messages);
        var events = messages
            .Select(
                (m, i) =>
                    new ChatEvent(
                        i + 1,
                        times[i].At,
                        times[i].Elapsed,
                        m.Time is { Raw.Length: > 0 } time ? time.Raw : null,
                        m.Author,
                        kinds[i],
                        m.Text,
                        m.Evidence
                    )
            )
            .ToList();
        return new(
            reading.Shape,
            [.. people.All.Select(p => options.Initials && !p.IsBot ? p with { Name = p.Initials } : p)],
            events,
            SuggestionRules.From(events),
            [.. reading.Notes, .. NotesOf(events, reading.Messages)]
        );
    }

    private static IEnumerable<string> NotesOf(List<ChatEvent> events, IReadOnlyList<ChatMessage> messages)
    {
        if (events.All(e => e.Elapsed is null))
            yield return "The chat has no times; the order of the lines is kept.";
        else if (events.Any(e => e.Elapsed is not null && e.At is null))
            yield return "The chat has times of day only. Give the date of the first message to have absolute times.";
        if (messages.Any(m => m.Time is { TimeOfDay: not null, Offset: null }))
            yield return "Times have no zone; they count as UTC unless you give the offset.";
    }

    /// <summary>The time as a row of a timeline shows it: day and time, else the time as written, else the position.</summary>
    internal static string Shown(ChatEvent item) =>
        item.At is { } at ? at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
        : item.Time is { Length: > 0 } time ? time
        : item.Number.ToString(CultureInfo.InvariantCulture);
}
