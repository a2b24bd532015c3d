using System.IO.Hashing;
using System.Runtime.InteropServices;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Embeddings.Vectors;
using Knowledge.Indexer.Index;

namespace Knowledge.Indexer.Embeddings;

/// <summary>
/// Documents by which it is told how near others come to everything: a hub or a general page is near to every query, and says little
/// about any.
/// </summary>
/// <remarks>
/// Which documents these are their ids decide, so a change seldom changes them. The correction is that of Conneau et al., "Word
/// Translation Without Parallel Data", 2018 (cross-domain similarity local scaling), with passages as neighbours.
/// </remarks>
internal sealed class ProbeSet
{
    private const int MaxProbes = 200;

    // The mean over the nearest tenth, of at least three.
    private const int NearestShare = 10;
    private const int MinNearest = 3;

    private readonly Document[] documents;
    private readonly QueryVector[] directions;

    private ProbeSet(Document[] documents, QueryVector[] directions) => (this.documents, this.directions) = (documents, directions);

    /// <param name="rowsOf">The vectors of a segment; null where it has none.</param>
    /// <param name="before">Given back when it has the same documents.</param>
    public static ProbeSet Of(LexicalIndex index, Func<Segment, PassageRows?> rowsOf, ProbeSet? before = null)
    {
        var candidates = new PriorityQueue<(int Segment, int Document), ulong>(MaxProbes + 1);
        for (var s = 0; s < index.Segments.Count; s++)
        {
            var (segment, deleted) = index.Segments[s];
            if (rowsOf(segment) is not { Stride: > 0 } rows)
                continue;
            for (var d = 0; d < segment.Documents.Length; d++)
            {
                if (deleted[d] || !rows.Scales.AsSpan(segment.FirstPassage[d]..segment.FirstPassage[d + 1]).ContainsAnyExcept(0))
                    continue;
                // The queue gives out the lowest first: the lowest of what is turned over is the highest hash.
                var hash = ~XxHash3.HashToUInt64(MemoryMarshal.AsBytes(segment.Documents[d].Id.Value.AsSpan()));
                if (candidates.Count < MaxProbes)
                    candidates.Enqueue((s, d), hash);
                else
                    candidates.EnqueueDequeue((s, d), hash);
            }
        }
        var chosen = candidates.UnorderedItems.Select(c => c.Element).Order().ToList();
        var documents = chosen.Select(c => index.Segments[c.Segment].Segment.Documents[c.Document]).ToArray();
        if (before is not null && before.documents.AsSpan().SequenceEqual(documents, ReferenceEqualityComparer.Instance))
            return before;
        return new(
            documents,
            [.. chosen.Select(c => DirectionOf(index.Segments[c.Segment].Segment, rowsOf(index.Segments[c.Segment].Segment)!, c.Document))]
        );
    }

    /// <summary>For each document of a segment how near its passages come to the nearest probes; 0 where it has no vector.</summary>
    /// <param name="known">What is known of its documents already; not a number where it is not. Null for nothing.</param>
    public float[] UbiquityOf(Segment segment, PassageRows rows, float[]? known = null)
    {
        var ubiquity = new float[segment.Documents.Length];
        if (directions.Length == 0 || rows.Stride == 0)
            return ubiquity;
        Parallel.For(
            0,
            ubiquity.Length,
            () => new float[directions.Length],
            (document, _, nearest) =>
            {
                if (known is not null && !float.IsNaN(known[document]))
                {
                    ubiquity[document] = known[document];
                    return nearest;
                }
                var own = rows.Scales.AsSpan(segment.FirstPassage[document]..segment.FirstPassage[document + 1]);
                if (!own.ContainsAnyExcept(0))
                    return nearest;
                for (var p = 0; p < nearest.Length; p++)
                    nearest[p] = Nearest(rows, segment.FirstPassage[document], own, directions[p]);
                Array.Sort(nearest);
                var count = Math.Min(nearest.Length, Math.Max(MinNearest, nearest.Length / NearestShare));
                ubiquity[document] = nearest.AsSpan(nearest.Length - count).ToArray().Average();
                return nearest;
            },
            _ => { }
        );
        return ubiquity;
    }

    private static float Nearest(PassageRows rows, int first, ReadOnlySpan<float> scales, QueryVector direction)
    {
        var best = float.NegativeInfinity;
        for (var i = 0; i < scales.Length; i++)
            if (scales[i] != 0)
                best = Math.Max(
                    best,
                    VectorRows.Dot(rows.Numbers.AsSpan((first + i) * rows.Stride, rows.Stride), direction.Numbers)
                        * scales[i]
                        * direction.Scale
                );
        return best;
    }

    // The mean of a document's passages.
    private static QueryVector DirectionOf(Segment segment, PassageRows rows, int document)
    {
        var sum = new float[rows.Stride];
        for (var row = segment.FirstPassage[document]; row < segment.FirstPassage[document + 1]; row++)
        for (var i = 0; i < sum.Length; i++)
            sum[i] += rows.Numbers[row * sum.Length + i] * rows.Scales[row];
        return new(VectorRows.Magnitude(sum) > 0 ? sum : [1, .. new float[sum.Length - 1]]);
    }
}
