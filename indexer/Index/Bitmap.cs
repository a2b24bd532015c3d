namespace Knowledge.Indexer.Index;

/// <summary>A set of documents of one segment, one bit each. Immutable once it is shared.</summary>
internal readonly struct Bitmap(ulong[] words)
{
    public static Bitmap Empty { get; } = new([]);

    public ulong[] Words => words;

    public bool IsEmpty => !words.AsSpan().ContainsAnyExcept(0ul);

    public int Count => words.Sum(System.Numerics.BitOperations.PopCount);

    public static Bitmap OfSize(int documents) => new(new ulong[(documents + 63) >> 6]);

    /// <summary>Whether a document is in it; one beyond its end is not.</summary>
    public bool this[int document] => document >> 6 < words.Length && (words[document >> 6] >> (document & 63) & 1) != 0;

    /// <summary>What is in both, or with <paramref name="not"/> what is in this one only.</summary>
    public Bitmap And(Bitmap other, bool not = false)
    {
        var both = new ulong[words.Length];
        for (var i = 0; i < both.Length; i++)
        {
            var theirs = i < other.Words.Length ? other.Words[i] : 0;
            both[i] = words[i] & (not ? ~theirs : theirs);
        }
        return new(both);
    }

    /// <summary>What is in either; the other one may be shorter.</summary>
    public Bitmap Or(Bitmap other)
    {
        var either = new ulong[words.Length];
        for (var i = 0; i < either.Length; i++)
            either[i] = words[i] | (i < other.Words.Length ? other.Words[i] : 0);
        return new(either);
    }

    /// <summary>With each also the one before it, and the one before that where the one between them may be passed over.</summary>
    /// <param name="passedOver">Never the first; the last of them stands first.</param>
    public Bitmap WithThoseBefore(ReadOnlySpan<int> passedOver = default)
    {
        var both = new ulong[words.Length];
        for (var i = 0; i < both.Length; i++)
            both[i] = words[i] | words[i] >> 1 | (i + 1 < words.Length ? words[i + 1] << 63 : 0);
        var with = new Bitmap(both);
        foreach (var unit in passedOver)
            if (with[unit])
                with.Set(unit - 1);
        return with;
    }

    /// <summary>The first that is in it from a number on; -1 when there is none.</summary>
    public int Next(int from)
    {
        var i = from >> 6;
        if (i >= words.Length)
            return -1;
        var word = words[i] & (ulong.MaxValue << (from & 63));
        while (word == 0)
            if (++i == words.Length)
                return -1;
            else
                word = words[i];
        return (i << 6) + System.Numerics.BitOperations.TrailingZeroCount(word);
    }

    public void Set(int document) => words[document >> 6] |= 1ul << (document & 63);
}
