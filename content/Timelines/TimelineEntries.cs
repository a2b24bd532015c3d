using Knowledge.Content.Documents;

namespace Knowledge.Content.Timelines;

/// <summary>What the entries of a written timeline do, by the same rules as the messages of a chat.</summary>
public static class TimelineEntries
{
    /// <summary>One kind for each entry, in their order.</summary>
    public static IReadOnlyList<MessageKind> KindsOf(IReadOnlyList<TimelineEntry> entries) =>
        MessageKinds.Of([.. entries.Select((e, i) => new ChatMessage("", false, null, e.Event, new(i + 1, e.Event)))]);
}
