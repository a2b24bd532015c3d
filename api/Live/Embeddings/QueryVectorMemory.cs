using System.Collections.Concurrent;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Vectors;

namespace Knowledge.Api.Live.Embeddings;

/// <summary>
/// Vectors of queries that were asked before, by one model; those of another are forgotten. What has not been asked for long goes: at
/// most twice <paramref name="half"/> are kept.
/// </summary>
/// <remarks>Two halves: one is filled, and takes over from the other what is asked again; when it is full, the other is let go.</remarks>
internal sealed class QueryVectorMemory(int half = QueryVectorMemory.Half)
{
    /// <summary>Some 7 MB of an encoder of 384 numbers.</summary>
    public const int Half = 8_192;

    private volatile Generation current = new(null, []);

    private sealed record Generation(EmbeddingModel? Model, ConcurrentDictionary<TextKey, QueryVector?> Older)
    {
        public ConcurrentDictionary<TextKey, QueryVector?> Newer { get; } = new();
        public int Count;
    }

    /// <param name="direction">Null where the words mean nothing to the model.</param>
    /// <returns>Whether it was asked before.</returns>
    public bool TryFind(EmbeddingModel model, TextKey key, out QueryVector? direction)
    {
        direction = null;
        var known = current;
        if (!ReferenceEquals(known.Model, model))
            return false;
        if (known.Newer.TryGetValue(key, out direction))
            return true;
        if (!known.Older.TryGetValue(key, out direction))
            return false;
        Add(model, key, direction);
        return true;
    }

    public void Add(EmbeddingModel model, TextKey key, QueryVector? direction)
    {
        var known = current;
        if (!ReferenceEquals(known.Model, model))
            Interlocked.CompareExchange(ref current, new(model, []), known);
        else if (Volatile.Read(ref known.Count) >= half)
            Interlocked.CompareExchange(ref current, new(model, known.Newer), known);
        known = current;
        if (ReferenceEquals(known.Model, model) && known.Newer.TryAdd(key, direction))
            Interlocked.Increment(ref known.Count);
    }
}
