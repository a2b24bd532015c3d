using MemoryPack;

namespace Knowledge.Content.Documents;

/// <summary>What the body of a postmortem tells beyond its front matter.</summary>
[MemoryPackable]
public sealed partial record PostmortemBody(
    IReadOnlyList<TimelineEntry> Timeline,
    IReadOnlyList<ActionItem> Actions,
    PostmortemStatistics Statistics
);

/// <param name="Time">As written; years, zones and precision differ too much to force into one type.</param>
/// <param name="At">The same as an instant where it could be read (UTC unless the text says otherwise).</param>
[MemoryPackable]
public sealed partial record TimelineEntry(string Time, DateTimeOffset? At, string Event);

/// <param name="Done">From a task list box, or the column of a table that says how it stands; null when nothing says so.</param>
[MemoryPackable]
public sealed partial record ActionItem(string Text, bool? Done, IReadOnlyList<string> Links)
{
    /// <summary>As the column of a table has it; null elsewhere.</summary>
    public string? Owner { get; init; }

    /// <summary>As written.</summary>
    public string? Due { get; init; }

    public string? Ticket { get; init; }
}

/// <param name="TimeToDetect">Null when absent or not a duration (<c>?</c>); the text is kept beside it.</param>
[MemoryPackable]
public sealed partial record PostmortemStatistics(
    string? Category,
    string? TimeToDetectText,
    TimeSpan? TimeToDetect,
    string? TimeToRecoverText,
    TimeSpan? TimeToRecover
)
{
    public static PostmortemStatistics None { get; } = new(null, null, null, null, null);
}
