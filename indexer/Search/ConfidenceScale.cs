namespace Knowledge.Indexer.Search;

/// <summary>How much of what was asked for a document holds, and what that is worth as an answer.</summary>
internal static class ConfidenceScale
{
    // A known word that only stands far from the others says less than one in the same passage.
    private const double PassageShare = 0.5;

    // Of a pasted ticket nobody expects a page to hold every word; this many would do.
    private const int EnoughConcepts = 8;

    // One vote is worth an answer, but not one of high confidence.
    private const float SingleVote = 0.6f;

    /// <summary>0 to 1: the share of the query's importance that the document covers, half of it counted in its best passage.</summary>
    /// <param name="match">Feedback on the document; null for nothing.</param>
    public static double Coverage(CompiledQuery query, Scoring.Scored scored, FeedbackMatch? match = null)
    {
        double asked = 0,
            inDocument = 0,
            inPassage = 0;
        for (var c = 0; c < query.Concepts.Count; c++)
        {
            var importance = query.Concepts[c].Importance;
            asked += importance;
            // A document is found by its phrases as if they stood in it, in one place.
            var learned = match is null ? 0 : match.Likeness[c] * (match.Votes > 1 ? 1 : SingleVote);
            inDocument +=
                importance
                * Math.Max(learned, query.BestVariant(c, Granularity.Documents, scored.Segment, scored.Document).Variant?.Likeness ?? 0);
            inPassage +=
                importance
                * Math.Max(
                    learned,
                    scored.Passage < 0
                        ? 0
                        : query.BestVariant(c, Granularity.Passages, scored.Segment, scored.Passage).Variant?.Likeness ?? 0
                );
        }
        if (query.Concepts.Count > EnoughConcepts)
            asked *= (double)EnoughConcepts / query.Concepts.Count;
        return asked == 0 ? 0 : Math.Min(1, ((1 - PassageShare) * inDocument + PassageShare * inPassage) / asked);
    }

    /// <summary>Below this nothing is presented as an answer: the words are kept as a gap, with whom to ask.</summary>
    public const Confidence AnswerFloor = Confidence.Medium;

    public static Confidence Of(double coverage) =>
        coverage switch
        {
            >= 0.70 => Confidence.High,
            >= 0.45 => Confidence.Medium,
            >= 0.20 => Confidence.Low,
            _ => Confidence.None,
        };
}
