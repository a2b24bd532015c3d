using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Vectors;
using Knowledge.Indexer.Index;

namespace Knowledge.Indexer.Search;

/// <summary>What a query means, and in what it is looked for.</summary>
/// <param name="Phrases">What learned phrases mean, by their text.</param>
internal sealed record QueryEmbedding(
    PassageVectors Passages,
    QueryVector Query,
    FusionWeights Weights,
    IReadOnlyDictionary<string, PhraseVector>? Phrases = null
)
{
    /// <param name="learned">Pages that have phrases are as near as the nearest of these; null for none.</param>
    public Fusion.DenseCandidates Scan(LexicalIndex index, Bitmap[]? allowed, LearnedPhrases? learned = null)
    {
        var best = NearestDocuments.Of(Passages, index, Query, allowed, Weights, Scoring.NormaliseOver);
        var phrases =
            learned is null || Phrases is null
                ? []
                : learned.Near(Query, Phrases, allowed).ToDictionary(n => (n.Segment, n.Document), n => n.Cosine);
        if (phrases.Count > 0)
            best = WithPhrases(best, phrases, index);
        return new(
            best,
            (segment, document) =>
                Passages.Nearest(index, segment, document, Query, Weights) is { } near ? WithPhrases(near, phrases) : null,
            Weights
        );
    }

    private List<PassageVectors.DocumentSimilarity> WithPhrases(
        List<PassageVectors.DocumentSimilarity> best,
        Dictionary<(int Segment, int Document), float> phrases,
        LexicalIndex index
    )
    {
        var known = best.Select(n => (n.Segment, n.Document)).ToHashSet();
        var others = phrases
            .Keys.Where(k => !known.Contains(k))
            .Select(k => Passages.Nearest(index, k.Segment, k.Document, Query, Weights))
            .OfType<PassageVectors.DocumentSimilarity>();
        return
        [
            .. best.Concat(others)
                .Select(n => WithPhrases(n, phrases))
                .OrderByDescending(Weights.Of)
                .ThenBy(n => (n.Segment, n.Document))
                .Take(Scoring.NormaliseOver),
        ];
    }

    private static PassageVectors.DocumentSimilarity WithPhrases(
        PassageVectors.DocumentSimilarity near,
        Dictionary<(int Segment, int Document), float> phrases
    ) => phrases.TryGetValue((near.Segment, near.Document), out var cosine) && cosine > near.Best ? near with { Best = cosine } : near;
}

/// <summary>One ranking out of one by words and one by meaning: a weighted sum of scores, each normalised over the best hundred.</summary>
/// <remarks>
/// Sums of normalised scores keep what ranks lose, by how much a document is better; see Bruch, Gai, Ingber, "An Analysis of Fusion
/// Functions for Hybrid Retrieval", 2023.
/// </remarks>
internal static class Fusion
{
    /// <param name="Best">The nearest hundred documents that may be found: what is farther adds nothing.</param>
    /// <param name="Of">How near any other is; null when it has no vector.</param>
    internal sealed record DenseCandidates(
        IReadOnlyList<PassageVectors.DocumentSimilarity> Best,
        Func<int, int, PassageVectors.DocumentSimilarity?> Of,
        FusionWeights Weights
    );

    // A page that is found has perhaps a second and a third that say the same; a fourth no more.
    private const int Fourth = 4;

    /// <summary>
    /// What becomes of a score: the hundredth-best (the lowest of fewer) gives 0 and the best 1. Where all are alike they stay as
    /// they are.
    /// </summary>
    internal readonly record struct Scale(double Lowest, double Range)
    {
        public static Scale Unchanged { get; } = new(0, 1);

        /// <param name="bestFirst">At most a hundred of them count.</param>
        public static Scale Over(IReadOnlyList<double> bestFirst)
        {
            if (bestFirst.Count == 0)
                return Unchanged;
            var lowest = bestFirst[Math.Min(bestFirst.Count, Scoring.NormaliseOver) - 1];
            return bestFirst[0] > lowest ? new(lowest, bestFirst[0] - lowest) : Unchanged;
        }

        public double Of(double score) => Math.Max(0, (score - Lowest) / Range);
    }

    /// <summary>By score, then by id. What no word led to is found when it is nearer than the hundredth-nearest.</summary>
    /// <param name="lexical">All that words find, best first.</param>
    public static Scoring.Ranking Fuse(CompiledQuery query, Scoring.Ranking lexical, DenseCandidates near, int limit)
    {
        var words = Scale.Over([.. lexical.Documents.Take(Scoring.NormaliseOver).Select(s => s.Score)]);
        var queryEmbeddings = Scale.Over([.. near.Best.Select(n => (double)near.Weights.Of(n))]);
        // Words that hold little of what was asked single out a page by chance.
        var share = near.Weights.ShareFor(
            Gap([.. lexical.Documents.Take(Fourth).Select(s => words.Of(s.Score))])
                * (lexical.Documents.Count == 0 ? 0 : ConfidenceScale.Coverage(query, lexical.Documents[0])),
            Gap([.. near.Best.Take(Fourth).Select(n => queryEmbeddings.Of(near.Weights.Of(n)))])
        );
        var nearest = near.Best.ToDictionary(n => (n.Segment, n.Document));
        var fused = new List<Scoring.Scored>(lexical.Documents.Count + near.Best.Count);
        var blends = new Dictionary<(int, int), Scoring.Blend>(lexical.Documents.Count + near.Best.Count);
        foreach (var scored in lexical.Documents)
            // What is not among the nearest hundred gains nothing by its meaning, so it is not compared.
            fused.Add(
                nearest.Remove((scored.Segment, scored.Document), out var n)
                    ? Blended(WithPassage(scored, n), n, Dense(n))
                    : scored with
                    {
                        Score = (1 - share) * words.Of(scored.Score),
                    }
            );
        var byWords = lexical.Documents.ToDictionary(d => (d.Segment, d.Document), d => d.Score);
        foreach (var n in nearest.Values)
            if (Dense(n) is > 0 and var dense)
                fused.Add(Blended(new(n.Segment, n.Document, 0, n.Passage, (0, 0)), n, dense));
        fused.Sort(
            (a, b) =>
                a.Score != b.Score ? b.Score.CompareTo(a.Score) : string.CompareOrdinal(Scoring.IdOf(query, a), Scoring.IdOf(query, b))
        );
        if (fused.Count > limit)
            fused.RemoveRange(limit, fused.Count - limit);
        // Of what is shown it is told how near it is all the same, and where.
        for (var i = 0; i < fused.Count; i++)
            if (!blends.ContainsKey((fused[i].Segment, fused[i].Document)))
            {
                var found = near.Of(fused[i].Segment, fused[i].Document);
                blends[(fused[i].Segment, fused[i].Document)] = new(
                    byWords[(fused[i].Segment, fused[i].Document)],
                    found?.Best ?? 0,
                    found?.Mean ?? 0,
                    0
                );
                if (found is { } n)
                    fused[i] = WithPassage(fused[i], n);
            }
        return lexical with { Documents = fused, Words = (words, share), Blends = blends };

        // How far the first is ahead; where there are fewer, of nothing.
        static double Gap(List<double> best) => best.Count == 0 ? 0 : best[0] - (best.Count < Fourth ? 0 : best[^1]);

        static Scoring.Scored WithPassage(Scoring.Scored scored, PassageVectors.DocumentSimilarity n) =>
            scored.Passage >= 0 ? scored : scored with { Passage = n.Passage };

        double Dense(PassageVectors.DocumentSimilarity n) => share * queryEmbeddings.Of(near.Weights.Of(n));

        Scoring.Scored Blended(Scoring.Scored scored, PassageVectors.DocumentSimilarity n, double dense)
        {
            blends[(scored.Segment, scored.Document)] = new(scored.Score, n.Best, n.Mean, dense);
            return scored with { Score = (1 - share) * words.Of(scored.Score) + dense };
        }
    }
}
