using Knowledge.Content.Documents;
using Knowledge.Indexer.Threads;

namespace Knowledge.Indexer.Index;

/// <summary>How long each field is on average, in terms: what BM25F measures a unit's length by.</summary>
/// <remarks>Fixed when an index is built, so that segments written later can be merged with the first; measured anew with it.</remarks>
internal sealed record FieldAverages(float[] Passage, float[] Document)
{
    private const int Sample = 1024;

    /// <summary>Of all documents, or of evenly spaced ones when there are many.</summary>
    public static FieldAverages Of(IReadOnlyList<Document> documents)
    {
        var step = Math.Max(1.0, (double)documents.Count / Sample);
        var chosen = new List<Document>();
        for (var at = 0.0; at < documents.Count; at += step)
            chosen.Add(documents[(int)at]);
        Document[][] parts = [.. chosen.Chunk(128)];
        var sums = new (Sums Passage, Sums Whole)[parts.Length];
        Processors.For(
            parts.Length,
            i =>
            {
                var (passage, whole) = sums[i] = (new(), new());
                var counter = new TermCounter();
                foreach (var document in parts[i])
                    counter.Count(document, passage.Add, whole.Add);
            }
        );
        return new(Sums.Averages(sums.Select(s => s.Passage)), Sums.Averages(sums.Select(s => s.Whole)));
    }

    private sealed class Sums
    {
        private readonly long[] lengths = new long[Bm25F.Fields];
        private int units;

        public void Add(TermCounter.Counts counts)
        {
            for (var f = 0; f < lengths.Length; f++)
                lengths[f] += counts.Lengths[f];
            units++;
        }

        public static float[] Averages(IEnumerable<Sums> sums)
        {
            var (lengths, units) = (new long[Bm25F.Fields], 0);
            foreach (var sum in sums)
            {
                for (var f = 0; f < lengths.Length; f++)
                    lengths[f] += sum.lengths[f];
                units += sum.units;
            }
            return [.. lengths.Select(l => Math.Max((float)l / Math.Max(units, 1), 1e-3f))];
        }
    }
}
