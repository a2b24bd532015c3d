namespace Knowledge.Indexer.Embeddings.Distillation;

/// <summary>Numbers that are the same for the same seed with every runtime, which <see cref="Random"/> does not promise.</summary>
/// <remarks>SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014).</remarks>
internal sealed class SeededRandom(ulong seed)
{
    private ulong state = seed;

    /// <summary>0 to <paramref name="end"/>, without it.</summary>
    public int Next(int end) => (int)(((UInt128)Next() * (ulong)end) >> 64);

    public T Choose<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    /// <summary>Fisher-Yates.</summary>
    public void Shuffle<T>(IList<T> items)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var other = Next(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }

    private ulong Next()
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
