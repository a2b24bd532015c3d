using System.Collections.Concurrent;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Vectors;

namespace Knowledge.Api.Live.Embeddings;

/// <summary>
/// Vectors of queries that were asked before, by one model; those of another are forgotten. The last three times
/// <paramref name="part"/> that were asked are kept in any case, and at most four times as many.
/// </summary>
/// <remarks>
/// Parts in place of a list in order: reading one takes no lock. The newest part is filled, and takes over from the others what is
/// asked again; when it is full, the oldest is let go.
/// </remarks>
internal sealed class QueryVectorMemory(int part = QueryVectorMemory.Part)
{
    /// <summary>Some 3.5 MB of an encoder of 384 numbers.</summary>
    public const int Part = 4_096;

    private const int Parts = 4;

    private volatile Generation current = new(null, []);

    private sealed record Generation(EmbeddingModel? Model, IReadOnlyList<ConcurrentDictionary<TextKey, QueryVector?>> Older)
    {
        public ConcurrentDictionary<TextKey, QueryVector?> Newest { get; } = new();
        public int Count;

        public Generation Next() => new(Model, [Newest, .. Older.Take(Parts - 2)]);
    }

    /// <param name="direction">Null where the words mean nothing to the model.</param>
    /// <returns>Whether it was asked before.</returns>
    public bool TryFind(EmbeddingModel model, TextKey key, out QueryVector? direction)
    {
        direction = null;
        var known = current;
        if (!ReferenceEquals(known.Model, model))
            return false;
        if (known.Newest.TryGetValue(key, out direction))
            return true;
        foreach (var older in known.Older)
            if (older.TryGetValue(key, out direction))
            {
                Add(model, key, direction);
                return true;
            }
        return false;
    }

    public void Add(EmbeddingModel model, TextKey key, QueryVector? direction)
    {
        var known = current;
        if (!ReferenceEquals(known.Model, model))
            Interlocked.CompareExchange(ref current, new(model, []), known);
        else if (Volatile.Read(ref known.Count) >= part)
            Interlocked.CompareExchange(ref current, known.Next(), known);
        known = current;
        if (ReferenceEquals(known.Model, model) && known.Newest.TryAdd(key, direction))
            Interlocked.Increment(ref known.Count);
    }
}
