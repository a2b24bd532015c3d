namespace Knowledge.Indexer.Archive;

/// <summary>The least score that is still among the best of a search, as far as it is known. Safe to use from many threads.</summary>
internal sealed class ScoreFloor
{
    private float value = float.NegativeInfinity;

    public float Value => Volatile.Read(ref value);

    public void Raise(float to)
    {
        for (var known = Value; to > known; known = Value)
            if (Interlocked.CompareExchange(ref value, to, known).Equals(known))
                return;
    }
}
