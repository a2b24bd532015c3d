using Knowledge.Indexer.Lexical;

namespace Knowledge.Indexer.Search;

/// <summary>Scores documents for concepts: their best passage and the whole document, each normalised over the best hundred, and averaged.</summary>
/// <remarks>What lies below the hundredth adds nothing on that leg, so the best hundred of each leg are all that can have a score, and all that is kept.</remarks>
internal static class Scoring
{
    public const int NormaliseOver = 100;

    /// <param name="Score">0 to 1 within one query.</param>
    /// <param name="Passage">Number of its best passage within the segment; -1 when none is among the best.</param>
    /// <param name="Raw">Score of the passage and of the whole before they are normalised; 0 when not among the best.</param>
    internal readonly record struct Scored(int Segment, int Document, double Score, int Passage, (float Passage, float Whole) Raw);

    /// <summary>What becomes of a score: the lowest gives 0 and the highest 1.</summary>
    internal readonly record struct Scale(float Lowest, float Highest)
    {
        public double Of(float score) => Highest <= Lowest ? score / Math.Max(Highest, float.Epsilon) : Math.Max(0, (score - Lowest) / (Highest - Lowest));
    }

    internal sealed record Ranking(IReadOnlyList<Scored> Documents, Scale Passages, Scale Wholes);

    /// <param name="allowed">For each segment the documents that may be found; null for all.</param>
    public static Ranking Rank(CompiledQuery query, Bitmap[]? allowed, int limit)
    {
        var (passages, wholes) = (Best(query, Leg.Passages, allowed), Best(query, Leg.Wholes, allowed));
        var (passageScale, wholeScale) = (ScaleOf(passages), ScaleOf(wholes));
        var found = new Dictionary<(int, int), (int Passage, float PassageScore, float WholeScore)>(passages.Count + wholes.Count);
        foreach (var (place, score) in passages) found[(place.Segment, place.Document)] = (place.Unit, score, 0);
        foreach (var (place, score) in wholes)
        {
            var key = (place.Segment, place.Document);
            found[key] = found.TryGetValue(key, out var known) ? known with { WholeScore = score } : (-1, 0, score);
        }
        return new(
            [
                .. found.Select(f => new Scored(f.Key.Item1, f.Key.Item2,
                        ((f.Value.PassageScore > 0 ? passageScale.Of(f.Value.PassageScore) : 0) + (f.Value.WholeScore > 0 ? wholeScale.Of(f.Value.WholeScore) : 0)) / 2,
                        f.Value.Passage, (f.Value.PassageScore, f.Value.WholeScore)))
                    .OrderByDescending(s => s.Score).ThenBy(s => query.Index.DocumentAt(s.Segment, s.Document).Id.Value, StringComparer.Ordinal)
                    .Take(limit),
            ],
            passageScale, wholeScale);
    }

    private static IReadOnlyList<(Place Place, float Score)> Best(CompiledQuery query, Leg leg, Bitmap[]? allowed)
    {
        var top = new TopUnits(NormaliseOver);
        Accumulator.Search(query, leg, allowed, top);
        return top.Take();
    }

    private static Scale ScaleOf(IReadOnlyList<(Place, float Score)> best) =>
        best.Count == 0 ? new(0, 0) : new(best.Count < NormaliseOver ? 0 : best[^1].Score, best[0].Score);
}
