namespace Knowledge.Indexer.Syntax;

/// <summary>Whether words stand near each other.</summary>
/// <remarks>
/// As a sloppy phrase of Lucene: how many places the words would have to be moved until they stand in the order in which they
/// were asked for; two words in the wrong order are two places apart from that.
/// </remarks>
internal static class Proximity
{
    private const int MaxOnStack = 4_096;
    private const int MaxWanted = 64;

    /// <param name="words">Of a text, in order.</param>
    /// <param name="slop">Places by which they may be moved together.</param>
    public static bool IsNear<T>(ReadOnlySpan<T> words, ReadOnlySpan<T> wanted, int slop)
        where T : IEquatable<T>
    {
        if (wanted.Length == 0 || words.Length < wanted.Length)
            return false;
        if (slop == 0)
            return words.IndexOf(wanted) >= 0;
        foreach (var word in wanted)
            if (!words.Contains(word))
                return false;
        // For each word that is wanted the places of it, as if the first one stood there.
        var size = wanted.Length * words.Length;
        var places = size <= MaxOnStack ? stackalloc int[size] : new int[size];
        Span<int> counts = wanted.Length <= MaxWanted ? stackalloc int[wanted.Length] : new int[wanted.Length];
        Span<int> at = wanted.Length <= MaxWanted ? stackalloc int[wanted.Length] : new int[wanted.Length];
        for (var w = 0; w < wanted.Length; w++)
        {
            var count = 0;
            for (var i = 0; i < words.Length; i++)
            {
                var next = words[i..].IndexOf(wanted[w]);
                if (next < 0)
                    break;
                places[w * words.Length + count++] = (i += next) - w;
            }
            (counts[w], at[w]) = (count, 0);
        }
        while (true)
        {
            var (low, lowest, highest) = (0, int.MaxValue, int.MinValue);
            for (var w = 0; w < wanted.Length; w++)
            {
                var place = places[w * words.Length + at[w]];
                if (place < lowest)
                    (low, lowest) = (w, place);
                highest = Math.Max(highest, place);
            }
            if (highest - lowest <= slop && AreDistinct(places, words.Length, at))
                return true;
            if (++at[low] == counts[low])
                return false;
        }
    }

    // A word that is asked for twice must stand there twice.
    private static bool AreDistinct(ReadOnlySpan<int> places, int stride, ReadOnlySpan<int> at)
    {
        for (var a = 0; a < at.Length; a++)
        for (var b = a + 1; b < at.Length; b++)
            if (places[a * stride + at[a]] + a == places[b * stride + at[b]] + b)
                return false;
        return true;
    }
}
