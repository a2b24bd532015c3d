namespace Knowledge.Indexer.Postmortems;

/// <summary>What somebody says of a page that is written here.</summary>
public enum PageCommentKind
{
    Comment,

    /// <summary>Asks somebody to read it.</summary>
    ReviewRequested,
    Approved,

    /// <summary>Read it, and something is to be changed.</summary>
    ChangesRequested,
}

/// <summary>One remark on a page that is written here.</summary>
/// <param name="Revision">The revision that was read.</param>
/// <param name="Whom">Who is asked for a review; null otherwise.</param>
public sealed record PageComment(PageCommentKind What, int Revision, string Actor, DateTimeOffset At, string Text, string? Whom = null)
{
    public const int MaxCharacters = 5_000;

    public const int MaxNameCharacters = 200;

    /// <summary>The last word on whether it may go out; null when nobody was asked and nobody said so.</summary>
    public static PageComment? ReviewOf(IEnumerable<PageComment> comments) =>
        comments.LastOrDefault(c => c.What != PageCommentKind.Comment);
}
