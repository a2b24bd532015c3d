using Knowledge.Indexer.Index;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Text;

namespace Knowledge.Tests.Indexer.Index;

/// <summary>BM25F as its formula says it, slow and obvious: a dictionary per unit, no blocks, no bytes, every unit looked at.</summary>
internal sealed class ReferenceScorer
{
    private readonly List<Unit> passages = [];
    private readonly List<Unit> wholes = [];
    private readonly Dictionary<string, int> passagesWith = [];
    private readonly Dictionary<string, int> wholesWith = [];
    private readonly FieldAverages averages;

    /// <param name="Counts">How often each term stands in each field.</param>
    /// <param name="Lengths">Terms per field.</param>
    private sealed record Unit(int Segment, int Document, int Number, bool IsDeleted, Dictionary<string, double[]> Counts, double[] Lengths)
    {
        public void Add(Field field, string text)
        {
            foreach (var token in Negations.Added(Tokenizer.Tokenize(text)))
            {
                if (!Counts.TryGetValue(token.Term, out var counts))
                    Counts[token.Term] = counts = new double[Bm25F.Fields];
                counts[(int)field]++;
                Lengths[(int)field]++;
            }
        }
    }

    /// <param name="Error">How far a score of quantised impacts may lie from this one.</param>
    internal sealed record Score(int Segment, int Document, int Unit, double Value, double Error);

    public ReferenceScorer(LexicalIndex index)
    {
        averages = index.Averages;
        for (var s = 0; s < index.Segments.Count; s++)
        {
            var (segment, deleted) = index.Segments[s];
            var number = 0;
            for (var d = 0; d < segment.Documents.Length; d++)
            {
                var document = segment.Documents[d];
                var whole = new Unit(s, d, d, deleted[d], [], new double[Bm25F.Fields]);
                whole.Add(Field.Title, Passages.Titles(document));
                string? anchor = null;
                foreach (var passage in Passages.Of(document))
                {
                    var unit = new Unit(s, d, number++, deleted[d], [], new double[Bm25F.Fields]);
                    unit.Add(Field.Title, Passages.Titles(document));
                    var isSection = passage.HeadingPath.Length > 0;
                    if (isSection)
                        unit.Add(Field.Headings, passage.HeadingPath);
                    if (isSection && anchor != passage.Anchor)
                        whole.Add(Field.Headings, passage.Heading);
                    anchor = passage.Anchor;
                    foreach (var (field, text) in passage.Fields)
                    {
                        unit.Add(field, text);
                        whole.Add(isSection && field == Field.Symptoms ? Field.Body : field, text);
                    }
                    passages.Add(unit);
                }
                wholes.Add(whole);
            }
        }
        foreach (var unit in passages)
        foreach (var term in unit.Counts.Keys)
            passagesWith[term] = passagesWith.GetValueOrDefault(term) + 1;
        foreach (var unit in wholes)
        foreach (var term in unit.Counts.Keys)
            wholesWith[term] = wholesWith.GetValueOrDefault(term) + 1;
    }

    /// <summary>Mean length of each field over all units that there are, deleted or not.</summary>
    public double[] AverageLengths(Granularity granularity) =>
        [
            .. Enumerable
                .Range(0, Bm25F.Fields)
                .Select(f => (granularity == Granularity.Passages ? passages : wholes).Average(u => u.Lengths[f])),
        ];

    /// <summary>Every unit that has any of the concepts and may be found, best first.</summary>
    public List<Score> Scores(IReadOnlyList<Concept> concepts, Granularity granularity, Bitmap[]? allowed)
    {
        var (units, with, average) =
            granularity == Granularity.Passages ? (passages, passagesWith, averages.Passage) : (wholes, wholesWith, averages.Document);
        var scores = new List<Score>();
        foreach (var unit in units)
        {
            if (unit.IsDeleted || (allowed is not null && !allowed[unit.Segment][unit.Document]))
                continue;
            var (value, error) = (0.0, 0.0);
            foreach (var concept in concepts)
            {
                var (best, worstError) = (0.0, 0.0);
                foreach (var variant in concept.Alternatives)
                {
                    if (!variant.Terms.All(unit.Counts.ContainsKey))
                        continue;
                    foreach (var term in variant.Terms)
                    {
                        var frequency = 0.0;
                        for (var f = 0; f < Bm25F.Fields; f++)
                            frequency += Bm25F.Weights[f] * unit.Counts[term][f] / (1 - Bm25F.B + Bm25F.B * unit.Lengths[f] / average[f]);
                        var impact = frequency / (Bm25F.K1 + frequency);
                        var holding = with[term];
                        var factor = variant.Weight * (Bm25F.K1 + 1) * Math.Log(1 + (units.Count - holding + 0.5) / (holding + 0.5));
                        best = Math.Max(best, factor * impact);
                        // Half a step, or what lies below the first step; a little more for sums of floats.
                        worstError = Math.Max(worstError, factor * (Math.Max(0.5, 1 - 255 * impact) / 255 + 1e-4));
                    }
                }
                value += best;
                error += worstError;
            }
            if (value > 0)
                scores.Add(new(unit.Segment, unit.Document, unit.Number, value, error));
        }
        return [.. scores.OrderByDescending(s => s.Value)];
    }

    /// <summary>The best unit of each document.</summary>
    public static List<Score> PerDocument(IEnumerable<Score> scores) =>
        [.. scores.GroupBy(s => (s.Segment, s.Document)).Select(g => g.MaxBy(s => s.Value)!).OrderByDescending(s => s.Value)];
}
