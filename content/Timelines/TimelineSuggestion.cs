namespace Knowledge.Content.Timelines;

/// <summary>What of a postmortem a suggestion fills.</summary>
public enum SuggestionKind
{
    /// <summary>An item of <c>symptoms</c>: what was seen, in users' words.</summary>
    Symptom,

    /// <summary>An item of <c>searched</c>: words that found nothing.</summary>
    Searched,

    /// <summary>A sentence for Root cause.</summary>
    Cause,

    /// <summary>An item of <c>dead-ends</c>.</summary>
    DeadEnd,

    /// <summary>An item of <c>stays-green</c>.</summary>
    StaysGreen,
}

/// <summary>Something that a chat says and a postmortem may want; nothing is taken over before an author accepts it.</summary>
/// <param name="Id">The same for the same chat: kind, line and a number.</param>
/// <param name="Text">The symptom, the words, the cause, the suspicion, or the check.</param>
/// <param name="Detail">Of a dead end why it was wrong, of a check what it is blind to; null where the chat does not show it.</param>
/// <param name="MinutesLost">From the suspicion to its refutation; null without times.</param>
/// <param name="Evidence">Messages that it was read from, in order.</param>
public sealed record TimelineSuggestion(
    string Id,
    SuggestionKind Kind,
    string Text,
    string? Detail,
    int? MinutesLost,
    IReadOnlyList<Evidence> Evidence
);
