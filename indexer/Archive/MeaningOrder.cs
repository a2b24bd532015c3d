using Knowledge.Indexer.Embeddings.Table;

namespace Knowledge.Indexer.Archive;

/// <summary>Orders what words found by meaning too: vectors of the built-in table, made on the spot.</summary>
internal static class MeaningOrder
{
    // Of meaning in the score.
    private const double Share = 0.28;

    /// <param name="textOf">What is compared with the words.</param>
    /// <param name="scoreOf">By words.</param>
    /// <returns>The best first, each with a score from 0 to 1.</returns>
    public static IEnumerable<(T Item, double Score)> Of<T>(
        string words,
        IReadOnlyList<T> found,
        Func<T, string> textOf,
        Func<T, double> scoreOf
    )
    {
        var table = BuiltInTable.Value;
        var rows = new List<int>();
        var asked = table.Embed(words, rows);
        var byMeaning = found.Select(f => Dot(asked, table.Embed(textOf(f), rows))).ToArray();
        var byWords = found.Select(scoreOf).ToArray();
        Scale(byMeaning);
        Scale(byWords);
        return found.Select((f, i) => (Item: f, Score: (1 - Share) * byWords[i] + Share * byMeaning[i])).OrderByDescending(f => f.Score);
    }

    private static double Dot(float[] a, float[] b)
    {
        var sum = 0f;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    // The lowest gives 0 and the highest 1.
    private static void Scale(double[] scores)
    {
        if (scores.Length == 0)
            return;
        var (low, high) = (scores.Min(), scores.Max());
        for (var i = 0; i < scores.Length; i++)
            scores[i] = high > low ? (scores[i] - low) / (high - low) : 1;
    }
}
