using Knowledge.Indexer.Index;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>Which units a score is of.</summary>
internal enum Granularity
{
    Passages,
    Documents,
}

/// <summary>The concepts of a query as numbers and weights of one segment's terms, looked up once for all that follows.</summary>
internal sealed class CompiledQuery
{
    private readonly CompiledConcept[][] bySegment;

    // Of the variants that hits matched by, which are the same few.
    private readonly Dictionary<Alternative, ulong[]> marked = new(ReferenceEqualityComparer.Instance);

    public CompiledQuery(IReadOnlyList<Concept> concepts, LexicalIndex index)
    {
        (Concepts, Index) = (concepts, index);
        bySegment = [.. index.Segments.Select(_ => new CompiledConcept[concepts.Count])];
        Span<int> numbers = stackalloc int[index.Segments.Count];
        for (var c = 0; c < concepts.Count; c++)
        {
            var variants = new List<MatchVariant>[index.Segments.Count];
            foreach (var alternative in concepts[c].Alternatives)
                for (var t = 0; t < alternative.Terms.Count; t++)
                {
                    var (inPassages, inWholes) = (0, 0);
                    for (var s = 0; s < numbers.Length; s++)
                    {
                        var live = index.Segments[s];
                        numbers[s] = live.Segment.Terms.Find(alternative.Terms[t]);
                        if (numbers[s] < 0)
                            continue;
                        inPassages += live.PassageFrequency(numbers[s]);
                        inWholes += live.DocumentFrequency(numbers[s]);
                    }
                    var factor = alternative.Weight * (Bm25F.K1 + 1) / 255;
                    var passageWeight = factor * Bm25F.Idf(inPassages, index.PassageUnits);
                    var wholeWeight = factor * Bm25F.Idf(inWholes, index.DocumentUnits);
                    for (var s = 0; s < numbers.Length; s++)
                    {
                        if (t == 0)
                            (variants[s] ??= []).Add(new(alternative, new WeightedTerm[alternative.Terms.Count]));
                        variants[s][^1].Terms[t] = new(numbers[s], passageWeight, wholeWeight);
                    }
                }
            // A way that lacks a term here leads nowhere here.
            for (var s = 0; s < numbers.Length; s++)
                bySegment[s][c] = new(variants[s] is null ? [] : [.. variants[s].Where(w => w.Terms.All(t => t.Number >= 0))]);
        }
    }

    public IReadOnlyList<Concept> Concepts { get; }

    public LexicalIndex Index { get; }

    /// <summary>The concepts as a segment knows them, in their order.</summary>
    public ReadOnlySpan<CompiledConcept> In(int segment) => bySegment[segment];

    /// <summary>What is marked in the text of a hit that has a concept by a variant. One thread shows the hits of a query.</summary>
    public IReadOnlyList<ulong> MarkedBy(Alternative variant) =>
        marked.TryGetValue(variant, out var known)
            ? known
            : marked[variant] = [.. variant.Terms.Select(t => TextTerms.PrintOf(Negations.Bare(t)))];

    /// <summary>The best way in which one unit has a concept, and what that adds to its score; 0 and null when it has none.</summary>
    public (float Score, Alternative? Variant) BestVariant(int concept, Granularity granularity, int segment, int unit)
    {
        (float Score, Alternative? Variant) best = (0, null);
        var postings =
            granularity == Granularity.Passages
                ? Index.Segments[segment].Segment.PassagePostings
                : Index.Segments[segment].Segment.DocumentPostings;
        foreach (var variant in bySegment[segment][concept].Variants)
        {
            var strongest = 0f;
            foreach (var term in variant.Terms)
            {
                var impact = postings.ImpactAt(term.Number, unit);
                if (impact == 0)
                {
                    strongest = 0;
                    break;
                }
                strongest = Math.Max(strongest, impact * term.Weight(granularity));
            }
            if (strongest > best.Score)
                best = (strongest, variant.Alternative);
        }
        return best;
    }
}

internal readonly record struct CompiledConcept(MatchVariant[] Variants);

/// <param name="Terms">All must be there; the strongest of them counts.</param>
internal readonly record struct MatchVariant(Alternative Alternative, WeightedTerm[] Terms);

/// <param name="Number">In the segment's term list.</param>
/// <param name="PassageWeight">What one step of an impact in a passage adds to the score.</param>
/// <param name="DocumentWeight">The same in a whole document.</param>
internal readonly record struct WeightedTerm(int Number, float PassageWeight, float DocumentWeight)
{
    public float Weight(Granularity granularity) => granularity == Granularity.Passages ? PassageWeight : DocumentWeight;
}
