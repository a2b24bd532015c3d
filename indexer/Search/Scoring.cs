using Knowledge.Indexer.Lexical;

namespace Knowledge.Indexer.Search;

/// <summary>Scores documents for concepts: their best passage and the whole document, each normalised over the best hundred, and averaged.</summary>
internal static class Scoring
{
    private const int NormaliseOver = 100;

    /// <param name="Score">0 to 1 within one query.</param>
    /// <param name="Passage">Ordinal of its best passage; -1 when only the document as a whole matched.</param>
    internal readonly record struct Scored(int Document, double Score, int Passage);

    public static IReadOnlyList<Scored> Rank(IReadOnlyList<Concept> concepts, LexicalIndex index, int limit)
    {
        var passages = Accumulate(concepts, index.Sections);
        var wholes = Accumulate(concepts, index.Wholes);
        var best = new int[wholes.Length];
        Array.Fill(best, -1);
        for (var p = 0; p < passages.Length; p++)
        {
            ref var current = ref best[index.Passages[p].Document];
            if (passages[p] > 0 && (current < 0 || passages[p] > passages[current])) current = p;
        }
        var bestPassages = new float[wholes.Length];
        for (var d = 0; d < best.Length; d++) bestPassages[d] = best[d] < 0 ? 0 : passages[best[d]];

        var (wholeNormal, passageNormal) = (Normaliser(wholes), Normaliser(bestPassages));
        var scored = new List<Scored>();
        for (var d = 0; d < wholes.Length; d++)
            if (wholes[d] > 0) scored.Add(new(d, (wholeNormal(wholes[d]) + passageNormal(bestPassages[d])) / 2, best[d]));
        return [.. scored.OrderByDescending(s => s.Score).ThenBy(s => index.DocumentAt(s.Document).Id.Value, StringComparer.Ordinal).Take(limit)];
    }

    /// <summary>What a concept is worth at one place, and the way in which it matched.</summary>
    public static (float Impact, Alternative? Way) BestWay(Concept concept, InvertedIndex index, int ordinal)
    {
        (float Impact, Alternative? Way) best = (0, null);
        foreach (var way in concept.Alternatives)
        {
            var strongest = 0f;
            foreach (var term in way.Terms)
            {
                var impact = index.Find(term).At(ordinal);
                if (impact == 0)
                {
                    strongest = 0;
                    break;
                }
                strongest = Math.Max(strongest, impact);
            }
            if (strongest * way.Weight > best.Impact) best = (strongest * way.Weight, way);
        }
        return best;
    }

    private static float[] Accumulate(IReadOnlyList<Concept> concepts, InvertedIndex index)
    {
        var sums = new float[index.Count];
        var bestOfConcept = new float[index.Count];
        foreach (var concept in concepts)
        {
            Array.Clear(bestOfConcept);
            foreach (var way in concept.Alternatives)
            {
                var first = index.Find(way.Terms[0]);
                for (var i = 0; i < first.Ordinals.Length; i++)
                {
                    var ordinal = first.Ordinals[i];
                    var impact = first.Impacts[i];
                    for (var t = 1; t < way.Terms.Count && impact > 0; t++)
                        impact = index.Find(way.Terms[t]).At(ordinal) is > 0 and var other ? Math.Max(impact, other) : 0;
                    if (impact * way.Weight > bestOfConcept[ordinal]) bestOfConcept[ordinal] = impact * way.Weight;
                }
            }
            for (var i = 0; i < sums.Length; i++) sums[i] += bestOfConcept[i];
        }
        return sums;
    }

    // Highest and hundredth-highest score (the lowest if there are fewer) become 1 and 0.
    private static Func<float, double> Normaliser(float[] scores)
    {
        var top = scores.Where(s => s > 0).OrderDescending().Take(NormaliseOver).ToList();
        if (top.Count == 0) return _ => 0;
        var (highest, lowest) = (top[0], top.Count < NormaliseOver ? 0 : top[^1]);
        return score => highest == lowest ? score / highest : Math.Max(0, (score - lowest) / (highest - lowest));
    }
}
