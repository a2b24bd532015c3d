namespace Knowledge.Api.Store;

/// <param name="Successor">The document that says now what this one said; null when none is known.</param>
public sealed record Tombstone(string DocumentId, string Title, DateTimeOffset Deleted, Successor? Successor = null);

/// <param name="Likeness">How much of what the deleted one said it says, 0 to 1.</param>
public sealed record Successor(string DocumentId, string Title, double Likeness)
{
    /// <summary>From this share of all that the two say, it is the same page with another name.</summary>
    public const double SameFrom = 0.8;

    /// <summary>Whether it is the same document under another id, not only one that took over what it said.</summary>
    public bool IsSame => Likeness >= SameFrom;
}
