using Knowledge.Indexer.Index;

namespace Knowledge.Indexer.Search;

/// <summary>
/// Scores documents for concepts: their best passage and the whole document, each normalised over the best hundred, and averaged.
/// </summary>
/// <remarks>
/// What lies below the hundredth adds nothing on that leg, so the best hundred of each leg are all that can have a score, and all
/// that is kept.
/// </remarks>
internal static class Scoring
{
    public const int NormaliseOver = 100;

    /// <param name="Score">0 to <see cref="Ranking.Most"/> within one query.</param>
    /// <param name="Passage">Number of its best passage within the segment; -1 when none is among the best.</param>
    /// <param name="Raw">Score of the passage and of the whole before they are normalised; 0 when not among the best.</param>
    internal readonly record struct Scored(int Segment, int Document, double Score, int Passage, (float Passage, float Document) Raw);

    /// <summary>What becomes of a score: the lowest gives 0 and the highest 1.</summary>
    internal readonly record struct Scale(float Lowest, float Highest)
    {
        public double Of(float score) =>
            Highest <= Lowest ? score / Math.Max(Highest, float.Epsilon) : Math.Max(0, (score - Lowest) / (Highest - Lowest));
    }

    /// <summary>A score by words and one by meaning as they went into one.</summary>
    /// <param name="Lexical">As it was without the other; 0 when no word matched.</param>
    /// <param name="Best">Cosine of the document's nearest passage; <paramref name="Mean"/> that of all of them. Both 0 when it has
    /// no vector.</param>
    /// <param name="Dense">What they add to the score.</param>
    /// <param name="Together">How much of what was asked one place of it says, 0 to 1; 0 where that was not read.</param>
    internal sealed record Blend(double Lexical, float Best, float Mean, double Dense, float Together = 0);

    /// <param name="Words">What becomes of a score by words when one by meaning is added; null when none is.</param>
    /// <param name="Blends">By segment and document, beside the scores, which are sorted and should be small. Null when only words
    /// were compared.</param>
    /// <param name="TogetherWeight">What is added to the score of a page that says in one place all that was asked.</param>
    internal sealed record Ranking(
        IReadOnlyList<Scored> Documents,
        Scale PassageScale,
        Scale DocumentScale,
        (Fusion.Scale Scale, double Weight)? Words = null,
        IReadOnlyDictionary<(int, int), Blend>? Blends = null,
        double TogetherWeight = 0
    )
    {
        /// <summary>The score of a page that is the best in every respect.</summary>
        public double Most => 1 + TogetherWeight;

        /// <summary>A score without what one place of the page adds: pages about other things have such a place too.</summary>
        public double ScoreApart(Scored scored) => Math.Max(0, scored.Score - TogetherWeight * (BlendOf(scored)?.Together ?? 0));

        /// <summary>What meaning adds; null when only words were compared.</summary>
        public Blend? BlendOf(Scored scored) => Blends?.GetValueOrDefault((scored.Segment, scored.Document));
    }

    /// <param name="allowed">For each segment the documents that may be found; null for all.</param>
    /// <param name="matches">Pages that have phrases which were learned for such a query: as if these stood in them.</param>
    public static Ranking Rank(CompiledQuery query, Bitmap[]? allowed, int limit, IReadOnlyList<FeedbackMatch>? matches = null)
    {
        var (passages, documentPostings) = (Best(query, Granularity.Passages, allowed), Best(query, Granularity.Documents, allowed));
        if (matches is { Count: > 0 })
            (passages, documentPostings) = (
                Raised(passages, matches, r => (new(r.Document.Segment, r.Document.Document, -1), r.PassageScore)),
                Raised(documentPostings, matches, r => (new(r.Document.Segment, r.Document.Document, r.Document.Document), r.DocumentScore))
            );
        var (passageScale, wholeScale) = (ScaleOf(passages), ScaleOf(documentPostings));
        var ofPassages = new Dictionary<long, (UnitPosition Place, float Score)>(passages.Length);
        foreach (var (place, score) in passages)
            ofPassages[Key(place)] = (place, score);
        var scored = new List<Scored>(passages.Length + documentPostings.Length);
        foreach (var (place, score) in documentPostings)
            scored.Add(
                ofPassages.Remove(Key(place), out var passage)
                    ? new(
                        place.Segment,
                        place.Document,
                        (passageScale.Of(passage.Score) + wholeScale.Of(score)) / 2,
                        passage.Place.Unit,
                        (passage.Score, score)
                    )
                    : new(place.Segment, place.Document, wholeScale.Of(score) / 2, -1, (0, score))
            );
        foreach (var (place, score) in ofPassages.Values)
            scored.Add(new(place.Segment, place.Document, passageScale.Of(score) / 2, place.Unit, (score, 0)));
        scored.Sort((a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : string.CompareOrdinal(IdOf(query, a), IdOf(query, b)));
        if (scored.Count > limit)
            scored.RemoveRange(limit, scored.Count - limit);
        return new(scored, passageScale, wholeScale);
    }

    private static long Key(UnitPosition place) => (long)place.Segment << 32 | (uint)place.Document;

    internal static string IdOf(CompiledQuery query, Scored scored) => query.Index.DocumentAt(scored.Segment, scored.Document).Id.Value;

    private static (UnitPosition Place, float Score)[] Best(CompiledQuery query, Granularity granularity, Bitmap[]? allowed)
    {
        var top = new TopUnits(NormaliseOver);
        Accumulator.Search(query, granularity, allowed, top);
        return top.Take();
    }

    private static (UnitPosition Place, float Score)[] Raised(
        (UnitPosition Place, float Score)[] best,
        IReadOnlyList<FeedbackMatch> matches,
        Func<FeedbackMatch, (UnitPosition Place, float Score)> of
    )
    {
        var raised = matches.Select(of).ToDictionary(r => Key(r.Place));
        var all = best.Select(b => raised.Remove(Key(b.Place), out var r) && r.Score > b.Score ? (b.Place, r.Score) : b).ToList();
        return [.. all.Concat(raised.Values).OrderByDescending(r => r.Item2).Take(NormaliseOver)];
    }

    private static Scale ScaleOf((UnitPosition, float Score)[] best) =>
        best.Length == 0 ? new(0, 0) : new(best.Length < NormaliseOver ? 0 : best[^1].Score, best[0].Score);
}
