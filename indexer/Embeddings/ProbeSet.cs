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
        var chosen = new Dictionary<Document, (int Segment, int Document)>(ReferenceEqualityComparer.Instance);
        foreach (var place in candidates.UnorderedItems.Select(c => c.Element).Order())
            chosen[index.Segments[place.Segment].Segment.Documents[place.Document]] = place;
        var kept = before?.Count == chosen.Count ? before : null;
        // Who stays has its place: else all that is known of them would have to be found again.
        var stay = new HashSet<Document>(kept?.documents.Where(chosen.ContainsKey) ?? [], ReferenceEqualityComparer.Instance);
        if (kept is not null && stay.Count == kept.Count)
            return kept;
        var others = new Queue<Document>(chosen.Keys.Where(d => !stay.Contains(d)));
        var documents = new Document[chosen.Count];
        var directions = new QueryVector[chosen.Count];
        for (var p = 0; p < documents.Length; p++)
            if (kept is not null && stay.Contains(kept.documents[p]))
                (documents[p], directions[p]) = (kept.documents[p], kept.directions[p]);
            else
            {
                documents[p] = others.Dequeue();
                var (s, d) = chosen[documents[p]];
                var segment = index.Segments[s].Segment;
                directions[p] = DirectionOf(segment, rowsOf(segment)!, d);
            }
        return new(documents, directions);
    }

    public int Count => documents.Length;

    /// <summary>Over how many of the nearest the mean is: a tenth, at least three.</summary>
    public int Averaged => Math.Min(Count, Math.Max(MinNearest, Count / NearestShare));

    /// <summary>Which probes are others than those of <paramref name="before"/>; null when these have other places.</summary>
    public bool[]? ExchangedSince(ProbeSet before) =>
        Count == before.Count ? [.. documents.Zip(before.documents, (now, then) => !ReferenceEquals(now, then))] : null;

    /// <summary>How near the nearest passage of a document comes to a probe.</summary>
    public float Nearest(PassageRows rows, Range passages, int probe)
    {
        var (best, direction) = (float.NegativeInfinity, directions[probe]);
        for (var row = passages.Start.Value; row < passages.End.Value; row++)
            if (rows.Scales[row] != 0)
                best = Math.Max(
                    best,
                    VectorRows.Dot(rows.Numbers.AsSpan(row * rows.Stride, rows.Stride), direction.Numbers)
                        * rows.Scales[row]
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
