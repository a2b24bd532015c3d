namespace Knowledge.Indexer.Search;

/// <summary>What to search for.</summary>
/// <param name="Query">At most <see cref="MaxQueryCharacters"/> characters, <see cref="MaxPasteCharacters"/> when pasted.</param>
/// <param name="Limit">Hits wanted, 1 to <see cref="MaxLimit"/>.</param>
/// <param name="Preview">Typed but not yet asked: the last word may be only begun.</param>
/// <param name="Explain">Whether each hit says how its score came about.</param>
public sealed record SearchRequest(string Query, int Limit = 20, bool Preview = false, bool Explain = false)
{
    /// <summary>How the query is read.</summary>
    public QuerySyntax Syntax { get; init; }

    public const int MaxQueryCharacters = 512;
    public const int MaxPasteCharacters = 4096;
    public const int MaxLimit = 100;
}
