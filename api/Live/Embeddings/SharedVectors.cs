using Knowledge.Indexer.Embeddings;

namespace Knowledge.Api.Live.Embeddings;

/// <summary>
/// Vectors that nodes on one store share: what one of them made the others take over. What is new is embedded by the node whose turn it
/// is; the others wait for it, as long as it gets on.
/// </summary>
/// <param name="find">Those of a model that the store has, by the number of their dimensions and their texts; null when it cannot be
/// read.</param>
/// <param name="keep">Puts vectors of a model into the store; what it does not take is made again by others.</param>
/// <param name="hasTurn">Whether this node embeds for all.</param>
internal sealed class SharedVectors(
    Func<string, int, IReadOnlyCollection<TextKey>, IReadOnlyList<(TextKey Key, (float Scale, sbyte[] Row) Vector)>?> find,
    Action<string, IReadOnlyCollection<(TextKey Key, (float Scale, sbyte[] Row) Vector)>> keep,
    Func<bool> hasTurn,
    TimeProvider time
)
{
    /// <summary>So long nothing may come from the other node until this one embeds by itself.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LooksEvery = TimeSpan.FromSeconds(1);
    private const int Many = 5_000;

    private (int Missing, long Since)? waiting;

    public void Keep(EmbeddingModel model, IReadOnlyCollection<(TextKey Key, (float Scale, sbyte[] Row) Vector)> vectors) =>
        keep(model.Identity, vectors);

    /// <summary>Takes over what the store has of texts that need a vector.</summary>
    /// <param name="missing">Those that <paramref name="cache"/> has none of.</param>
    /// <returns>When to look again for what another node makes; null when what is still missing is to be embedded here.</returns>
    public TimeSpan? TakeOver(EmbeddingModel model, IReadOnlyCollection<TextKey> missing, VectorCache cache)
    {
        var found = missing.Count == 0 ? [] : find(model.Identity, model.Dimensions, missing);
        if (found is { Count: > 0 })
            cache.TryTakeOver(found);
        var left = missing.Count - (found?.Count ?? 0);
        if (left == 0 || found is null || hasTurn())
        {
            waiting = null;
            return null;
        }
        if (waiting is not { } last || left != last.Missing)
            waiting = last = (left, time.GetTimestamp());
        if (time.GetElapsedTime(last.Since) >= Patience)
            return null;
        return left > Many ? 10 * LooksEvery : LooksEvery;
    }
}
