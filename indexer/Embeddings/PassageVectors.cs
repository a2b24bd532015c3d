using Knowledge.Content.Documents;
using Knowledge.Indexer.Embeddings.Vectors;
using Knowledge.Indexer.Index;

namespace Knowledge.Indexer.Embeddings;

/// <summary>What the passages of an index mean: a vector each, in the passages' numbering. Immutable.</summary>
/// <remarks>
/// Vectors belong to segments, which never change: after a document is deleted they still fit. A segment that came later has none,
/// and its documents are found by their words.
/// </remarks>
internal sealed class PassageVectors
{
    // Passages of a document that are compared together.
    private const int AtOnce = 64;

    private readonly Dictionary<Segment, PassageRows> bySegment;
    private readonly Lock probesLock = new();
    private readonly ProbeSet? probesBefore;
    private volatile ProbeSet? probes;

    private PassageVectors(int dimensions, Dictionary<Segment, PassageRows> bySegment, PassageVectors? before = null) =>
        (Dimensions, this.bySegment, probesBefore) = (dimensions, bySegment, before?.probes ?? before?.probesBefore);

    /// <summary>Documents of a segment that have no vectors yet.</summary>
    internal sealed record MissingVectors(LiveSegment Live, PassageRows Rows, List<int> Documents);

    /// <summary>A document's nearness to a query.</summary>
    /// <param name="Passage">Number of the best within the segment.</param>
    /// <param name="Ubiquity">How near it comes to other documents of the knowledge base.</param>
    internal readonly record struct DocumentSimilarity(int Segment, int Document, int Passage, float Best, float Mean, float Ubiquity = 0);

    /// <summary>Numbers of a vector; 0 when there is none.</summary>
    public int Dimensions { get; }

    public int Count => bySegment.Values.Sum(r => r.Scales.Length);

    public long MemoryBytes => bySegment.Values.Sum(r => r.MemoryBytes);

    /// <summary>Share of the passages of documents that can be found that have a vector; 0 where there are none.</summary>
    public double ShareOf(LexicalIndex index)
    {
        var counts = index
            .Segments.Select(live => bySegment.TryGetValue(live.Segment, out var rows) ? rows.CountOf(live) : default)
            .ToList();
        return counts.Sum(c => (double)c.With) / Math.Max(1, counts.Sum(c => (long)c.All));
    }

    /// <summary>What is to be kept of them; null when they are not those of all segments.</summary>
    public StoredVectors? Stored(LexicalIndex index, ulong table)
    {
        var rows = index.Segments.Select(live => bySegment.GetValueOrDefault(live.Segment)).ToList();
        return rows.TrueForAll(r => r is { IsComplete: true })
            ? new(table, Dimensions, [.. rows.Select(r => r!.Numbers)], [.. rows.Select(r => r!.Scales)])
            : null;
    }

    internal static PassageVectors? Restored(LexicalIndex index, StoredVectors stored)
    {
        var bySegment = new Dictionary<Segment, PassageRows>(ReferenceEqualityComparer.Instance);
        for (var s = 0; s < index.Segments.Count; s++)
        {
            var segment = index.Segments[s].Segment;
            if (
                stored.Scales[s].Length != segment.PassageCount
                || stored.Numbers[s].LongLength != (long)segment.PassageCount * VectorRows.Stride(stored.Dimensions)
            )
                return null;
            bySegment[segment] = new(stored.Numbers[s], stored.Scales[s], true);
        }
        return new(stored.Dimensions, bySegment);
    }

    /// <summary>
    /// The same vectors for an index that changed: documents that were there keep theirs, those that came later have none.
    /// No query waits for them (<see cref="Prepare"/>).
    /// </summary>
    public PassageVectors For(LexicalIndex index, FusionWeights weights)
    {
        var vectors = CarryOver(index, Dimensions, this, _ => false);
        vectors.Prepare(index, weights);
        return vectors;
    }

    /// <summary>The vectors of another index: documents that were there before keep theirs.</summary>
    /// <param name="fill">Gives missing documents their vectors; false when it does not.</param>
    internal static PassageVectors CarryOver(LexicalIndex index, int dimensions, PassageVectors? before, Func<MissingVectors, bool> fill)
    {
        var bySegment = new Dictionary<Segment, PassageRows>(ReferenceEqualityComparer.Instance);
        var places = before?.PlacesBeyond(index);
        foreach (var live in index.Segments)
        {
            if (before?.bySegment.GetValueOrDefault(live.Segment) is { IsComplete: true } same)
            {
                // How near they come to others is said anew, while queries go by what was said before.
                bySegment[live.Segment] = same with
                { };
                continue;
            }
            var rows = PassageRows.Empty(live.Segment, VectorRows.Stride(dimensions));
            var missing = new List<int>();
            for (var document = 0; document < live.Segment.Documents.Length; document++)
            {
                if (live.Deleted[document])
                    continue;
                var (first, count) = (
                    live.Segment.FirstPassage[document],
                    live.Segment.FirstPassage[document + 1] - live.Segment.FirstPassage[document]
                );
                if (places is not null && places.TryGetValue(live.Segment.Documents[document], out var place) && place.Count == count)
                {
                    place.Rows.CopyTo(rows, place.First, first, count);
                    rows.TakeOverNearness(place.Rows, place.Document, document, live.Segment.Documents.Length);
                }
                else
                    missing.Add(document);
            }
            bySegment[live.Segment] = rows with { IsComplete = missing.Count == 0 || fill(new(live, rows, missing)) };
        }
        return new(dimensions, bySegment, before);
    }

    /// <summary>Which documents have vectors, without these.</summary>
    internal PassageVectors WithoutNumbers() =>
        new(0, bySegment.ToDictionary(r => r.Key, r => new PassageRows([], r.Value.Scales, r.Value.IsComplete)));

    // Where documents of segments that are not in an index, or not complete, have their vectors.
    private Dictionary<Document, (PassageRows Rows, int Document, int First, int Count)> PlacesBeyond(LexicalIndex index)
    {
        var kept = index.Segments.Select(live => live.Segment).ToHashSet<Segment>(ReferenceEqualityComparer.Instance);
        var places = new Dictionary<Document, (PassageRows, int, int, int)>(ReferenceEqualityComparer.Instance);
        foreach (var (segment, rows) in bySegment)
            if (!rows.IsComplete || !kept.Contains(segment))
                for (var document = 0; document < segment.Documents.Length; document++)
                {
                    var (first, end) = (segment.FirstPassage[document], segment.FirstPassage[document + 1]);
                    if (first == end || rows.Scales.AsSpan(first..end).ContainsAnyExcept(0))
                        places[segment.Documents[document]] = (rows, document, first, end - first);
                }
        return places;
    }

    /// <summary>Compares a query with every passage.</summary>
    /// <param name="allowed">For each segment the documents that may be found; null for all.</param>
    /// <returns>All documents that can be found and have a vector, in the index's order.</returns>
    public List<DocumentSimilarity> Scan(LexicalIndex index, QueryVector query, Bitmap[]? allowed, FusionWeights weights = default)
    {
        var near = new List<DocumentSimilarity>(index.Count);
        if (Dimensions == 0)
            return near;
        ArgumentOutOfRangeException.ThrowIfNotEqual(query.Dimensions, Dimensions);
        for (var s = 0; s < index.Segments.Count; s++)
        {
            var (segment, deleted) = index.Segments[s];
            if (!bySegment.TryGetValue(segment, out var rows))
                continue;
            var ubiquity = UbiquityOf(index, segment, rows, weights);
            for (var document = 0; document < segment.Documents.Length; document++)
                if (
                    !deleted[document]
                    && (allowed is null || allowed[s][document])
                    && Nearest(rows, segment.FirstPassage[document], segment.FirstPassage[document + 1], query) is { Passage: >= 0 } nearest
                )
                    near.Add(new(s, document, nearest.Passage, nearest.Best, nearest.Mean, ubiquity?[document] ?? 0));
        }
        return near;
    }

    /// <summary>Compares a query with one document; null when it has no vector.</summary>
    public DocumentSimilarity? Nearest(LexicalIndex index, int segment, int document, QueryVector query, FusionWeights weights)
    {
        var of = index.Segments[segment].Segment;
        return
            bySegment.TryGetValue(of, out var rows)
            && Nearest(rows, of.FirstPassage[document], of.FirstPassage[document + 1], query) is { Passage: >= 0 } nearest
            ? new(segment, document, nearest.Passage, nearest.Best, nearest.Mean, UbiquityOf(index, of, rows, weights)?[document] ?? 0)
            : null;
    }

    // Null where the weights do not look at it, and for a page that is alone: it would be compared with itself.
    private float[]? UbiquityOf(LexicalIndex index, Segment segment, PassageRows rows, FusionWeights weights)
    {
        if (weights.Ubiquity == 0 || index.Whole.Count < 2)
            return null;
        if (probes is null)
            lock (probesLock)
                // Of what somebody may see they are those of the whole. An index that follows has vectors of its own: a query that
                // meets these with another one takes them as they are.
                probes ??= ProbeSet.Of(index.Whole, s => bySegment.GetValueOrDefault(s), probesBefore);
        return rows.UbiquityOf(segment, probes);
    }

    /// <summary>
    /// Makes beforehand what a first query would wait for: how near pages come to others and, of many passages, the means of their
    /// documents and, where the weights look at them, sign bits.
    /// </summary>
    public void Prepare(LexicalIndex index, FusionWeights weights)
    {
        if (Dimensions == 0)
            return;
        var isLarge = index.PassageUnits >= NearestDocuments.SignsFrom;
        foreach (var live in index.Segments)
            if (bySegment.TryGetValue(live.Segment, out var rows) && rows.Stride > 0)
            {
                if (isLarge)
                    rows.Prepare(live.Segment, NearestDocuments.UsesSignBits(weights));
                UbiquityOf(index, live.Segment, rows, weights);
            }
    }

    /// <summary>On how many sides a query differs from each passage of a segment.</summary>
    /// <returns>The cosine that each distance makes likely; null when the segment has no vectors.</returns>
    public float[]? Distances(Segment segment, QueryVector query, Span<ushort> distances)
    {
        if (!bySegment.TryGetValue(segment, out var rows) || rows.Stride == 0)
            return null;
        rows.Signs.Distances(query, rows.Scales, 0, distances);
        return rows.Signs.Cosines(query);
    }

    /// <summary>The mean cosine of each document of a segment, nearly; negative infinity where it has no vector.</summary>
    public void Means(Segment segment, QueryVector query, Span<float> cosines)
    {
        if (!bySegment.TryGetValue(segment, out var rows) || rows.Stride == 0)
        {
            cosines.Fill(float.NegativeInfinity);
            return;
        }
        var (numbers, scales) = rows.MeansOf(segment);
        for (var document = 0; document < cosines.Length; document++)
            cosines[document] =
                scales[document] == 0
                    ? float.NegativeInfinity
                    : VectorRows.Dot(numbers.AsSpan(document * rows.Stride, rows.Stride), query.Numbers) * scales[document] * query.Scale;
    }

    private static (int Passage, float Best, float Mean) Nearest(PassageRows rows, int first, int end, QueryVector query)
    {
        var stride = query.Numbers.Length;
        var (passage, best, sum, count) = (-1, float.NegativeInfinity, 0.0, 0);
        Span<int> products = stackalloc int[Math.Min(end - first, AtOnce)];
        for (var from = first; from < end; from += products.Length)
        {
            products = products[..Math.Min(products.Length, end - from)];
            VectorRows.Dots(rows.Numbers.AsSpan(from * stride, products.Length * stride), query.Numbers, products);
            for (var i = 0; i < products.Length; i++)
            {
                var scale = rows.Scales[from + i];
                if (scale == 0)
                    continue;
                var cosine = products[i] * scale * query.Scale;
                sum += cosine;
                count++;
                if (cosine > best)
                    (passage, best) = (from + i, cosine);
            }
        }
        return (passage, best, count == 0 ? 0 : (float)(sum / count));
    }
}
