namespace Knowledge.Indexer.Syntax;

/// <summary>Whether words stand near each other.</summary>
/// <remarks>
/// As a sloppy phrase of Lucene: how many places the words would have to be moved until they stand in the order in which they
/// were asked for; two words in the wrong order are two places apart from that.
/// </remarks>
internal static class Proximity
{
    /// <param name="words">Of a text, in order.</param>
    /// <param name="slop">Places by which they may be moved together.</param>
    public static bool IsNear(ReadOnlySpan<string> words, ReadOnlySpan<string> wanted, int slop)
    {
        if (wanted.Length == 0 || words.Length < wanted.Length)
            return false;
        if (slop == 0)
            return words.IndexOf(wanted) >= 0;
        // For each word that is wanted the places of it, as if the first one stood there.
        var places = new List<int>[wanted.Length];
        for (var w = 0; w < wanted.Length; w++)
        {
            places[w] = [];
            for (var i = 0; i < words.Length; i++)
                if (words[i] == wanted[w])
                    places[w].Add(i - w);
            if (places[w].Count == 0)
                return false;
        }
        var next = new int[wanted.Length];
        while (true)
        {
            var (low, lowest, highest) = (0, int.MaxValue, int.MinValue);
            for (var w = 0; w < wanted.Length; w++)
            {
                var place = places[w][next[w]];
                if (place < lowest)
                    (low, lowest) = (w, place);
                highest = Math.Max(highest, place);
            }
            if (highest - lowest <= slop && AreDistinct(places, next))
                return true;
            if (++next[low] == places[low].Count)
                return false;
        }
    }

    // A word that is asked for twice must stand there twice.
    private static bool AreDistinct(List<int>[] places, int[] next)
    {
        for (var a = 0; a < next.Length; a++)
        for (var b = a + 1; b < next.Length; b++)
            if (places[a][next[a]] + a == places[b][next[b]] + b)
                return false;
        return true;
    }
}
