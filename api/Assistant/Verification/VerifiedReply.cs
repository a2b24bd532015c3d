namespace Knowledge.Api.Assistant.Verification;

/// <summary>Why a sentence of a reply is not shown.</summary>
public enum DropReason
{
    CitesNothing,
    CitesWhatWasNotSent,
    CitesTooMuch,
    ChangesNumber,
    ChangesCommand,
    ChangesName,
    ChangesNegation,
    SaysOpposite,
    NotCarried,
    HoldsAddress,
    HoldsMarkup,
    HoldsHiddenText,
    TooLong,
}

/// <summary>What is left of a reply.</summary>
/// <param name="Kept">In the order of the reply.</param>
/// <param name="Dropped">What is not shown, counted on the page.</param>
public sealed record VerifiedReply(IReadOnlyList<VerifiedSentence> Kept, IReadOnlyList<DroppedSentence> Dropped)
{
    public static VerifiedReply Nothing { get; } = new([], []);
}

/// <summary>A sentence that its citations carry.</summary>
public sealed record VerifiedSentence(string Text, IReadOnlyList<EvidenceSentence> Citations);

/// <summary>A sentence that is not shown.</summary>
public sealed record DroppedSentence(string Text, DropReason Reason);
