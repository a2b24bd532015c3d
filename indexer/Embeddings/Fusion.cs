using Knowledge.Indexer.Lexical;
using Knowledge.Indexer.Search;

namespace Knowledge.Indexer.Embeddings;

/// <summary>What a query means, and in what it is looked for.</summary>
/// <param name="Weight">Share of the score, 0 to 1; the rest is by words.</param>
internal sealed record Meaning(PassageVectors Passages, QueryVector Query, double Weight)
{
    public Fusion.Near Scan(LexicalIndex index, Bitmap[]? allowed) => new(Passages.Scan(index, Query, allowed), Weight);
}

/// <summary>One ranking out of one by words and one by meaning: a weighted sum of scores, each normalised over the best hundred.</summary>
/// <remarks>Sums of normalised scores keep what ranks lose, by how much a document is better; see Bruch, Gai, Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", 2023.</remarks>
internal static class Fusion
{
    /// <summary>Weight of meaning with a sentence encoder; <c>QUALITY.md</c> has what others give.</summary>
    public const double EncoderWeight = 0.6;

    /// <summary>Of a document's score by meaning, its nearest passage; the rest is the mean of all of them.</summary>
    private const double BestShare = 0.6;

    /// <summary>All documents that may be found, as near as they are.</summary>
    internal sealed record Near(IReadOnlyList<PassageVectors.Nearness> Documents, double Weight);

    /// <summary>What becomes of a score: the hundredth-best (the lowest of fewer) gives 0 and the best 1. Where all are alike they stay as they are.</summary>
    internal readonly record struct Scale(double Lowest, double Range)
    {
        public static Scale Unchanged { get; } = new(0, 1);

        /// <param name="bestFirst">At most a hundred of them count.</param>
        public static Scale Over(IReadOnlyList<double> bestFirst)
        {
            if (bestFirst.Count == 0) return Unchanged;
            var lowest = bestFirst[Math.Min(bestFirst.Count, Scoring.NormaliseOver) - 1];
            return bestFirst[0] > lowest ? new(lowest, bestFirst[0] - lowest) : Unchanged;
        }

        public double Of(double score) => Math.Max(0, (score - Lowest) / Range);
    }

    /// <summary>By score, then by id. What no word led to is found when it is nearer than the hundredth-nearest.</summary>
    /// <param name="lexical">All that words find, best first.</param>
    public static Scoring.Ranking Fuse(CompiledQuery query, Scoring.Ranking lexical, Near near, int limit)
    {
        var cosines = new double[near.Documents.Count];
        for (var i = 0; i < cosines.Length; i++) cosines[i] = Cosine(near.Documents[i]);
        var words = Scale.Over([.. lexical.Documents.Take(Scoring.NormaliseOver).Select(s => s.Score)]);
        var meanings = Scale.Over(Best(cosines));
        var byWords = lexical.Documents.ToDictionary(s => (s.Segment, s.Document));
        var fused = new List<Scoring.Scored>();
        var blends = new Dictionary<(int, int), Scoring.Blend>();
        for (var i = 0; i < cosines.Length; i++)
        {
            var (nearest, dense) = (near.Documents[i], near.Weight * meanings.Of(cosines[i]));
            if (byWords.Remove((nearest.Segment, nearest.Document), out var scored)) fused.Add(Blended(scored with { Passage = scored.Passage >= 0 ? scored.Passage : nearest.Passage }, nearest, dense));
            else if (dense > 0) fused.Add(Blended(new(nearest.Segment, nearest.Document, 0, nearest.Passage, (0, 0)), nearest, dense));
        }
        // What has no vector is compared by its words only.
        fused.AddRange(byWords.Values.Select(scored => Blended(scored, default, 0)));
        fused.Sort((a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : string.CompareOrdinal(Scoring.IdOf(query, a), Scoring.IdOf(query, b)));
        if (fused.Count > limit) fused.RemoveRange(limit, fused.Count - limit);
        return lexical with { Documents = fused, Words = (words, near.Weight), Blends = blends };

        Scoring.Scored Blended(Scoring.Scored scored, PassageVectors.Nearness nearest, double dense)
        {
            blends[(scored.Segment, scored.Document)] = new(scored.Score, nearest.Best, nearest.Mean, dense);
            return scored with { Score = (1 - near.Weight) * words.Of(scored.Score) + dense };
        }
    }

    private static double Cosine(PassageVectors.Nearness near) => BestShare * near.Best + (1 - BestShare) * near.Mean;

    private static List<double> Best(double[] scores)
    {
        var best = new PriorityQueue<double, double>(Scoring.NormaliseOver + 1);
        foreach (var score in scores)
            if (best.Count < Scoring.NormaliseOver) best.Enqueue(score, score);
            else if (score > best.Peek()) best.EnqueueDequeue(score, score);
        return [.. best.UnorderedItems.Select(b => b.Element).OrderDescending()];
    }
}
