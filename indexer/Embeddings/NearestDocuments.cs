using System.Numerics;
using Knowledge.Indexer.Lexical;

namespace Knowledge.Indexer.Embeddings;

/// <summary>The documents nearest to a query: of few passages all are compared; of many, sign bits choose those that are.</summary>
internal static class NearestDocuments
{
    /// <summary>Passages from which on sign bits choose.</summary>
    public const int SignsFrom = 50_000;

    // What sign bits choose, and how near to the best that must be, is measured by the benchmark.
    private const int Chosen = 200;

    // How many that are is told by every so many-th distance, once there are enough of them.
    private const int Sampled = 8;
    private const int SampledFrom = 40_000;

    // Where documents have many passages their mean says more than the nearest one: it is compared for all of them.
    private const int ChosenByMean = 200;
    private const int MostCompared = 50_000;

    [ThreadStatic]
    private static ushort[]? distancesOfThread;

    /// <summary>The best, by best and mean cosine of their passages.</summary>
    /// <param name="allowed">For each segment the documents that may be found; null for all.</param>
    public static List<PassageVectors.Nearness> Of(PassageVectors passages, LexicalIndex index, QueryVector query, Bitmap[]? allowed, FusionWeights weights, int count, int signsFrom = SignsFrom)
    {
        var near = index.PassageUnits < signsFrom ? passages.Scan(index, query, allowed) : Exact(passages, index, query, Choose(passages, index, query, allowed));
        // By number where they are equally near, so that it is the same each time.
        near.Sort((a, b) => weights.Of(b).CompareTo(weights.Of(a)) is not 0 and var order ? order : (a.Segment, a.Document).CompareTo((b.Segment, b.Document)));
        if (near.Count > count) near.RemoveRange(count, near.Count - count);
        return near;
    }

    private static List<PassageVectors.Nearness> Exact(PassageVectors passages, LexicalIndex index, QueryVector query, List<(int Segment, int Document)> documents)
    {
        var near = new List<PassageVectors.Nearness>(documents.Count);
        foreach (var (segment, document) in documents)
            if (passages.Nearest(index, segment, document, query) is { } nearest) near.Add(nearest);
        return near;
    }

    private static List<(int Segment, int Document)> Choose(PassageVectors passages, LexicalIndex index, QueryVector query, Bitmap[]? allowed)
    {
        if (distancesOfThread is null || distancesOfThread.Length < index.PassageUnits) distancesOfThread = new ushort[index.PassageUnits];
        var distances = distancesOfThread.AsSpan(0, index.PassageUnits);
        var at = 0;
        for (var s = 0; s < index.Segments.Count; s++)
        {
            var (segment, deleted) = index.Segments[s];
            var own = distances.Slice(at, segment.PassageCount);
            at += segment.PassageCount;
            if (!passages.Distances(segment, query, own)) own.Fill(SignBits.None);
            if (allowed is null && deleted.IsEmpty) continue;
            for (var d = 0; d < segment.Documents.Length; d++)
                if (deleted[d] || allowed is not null && !allowed[s][d]) own[segment.FirstPassage[d]..segment.FirstPassage[d + 1]].Fill(SignBits.None);
        }
        var most = Threshold(distances, passages.Dimensions);
        var chosen = new List<(int, int)>(2 * Chosen);
        at = 0;
        for (var s = 0; s < index.Segments.Count; s++)
        {
            var segment = index.Segments[s].Segment;
            Collect(distances.Slice(at, segment.PassageCount), most, s, segment, chosen);
            at += segment.PassageCount;
        }
        if (index.WholeUnits <= MostCompared) AddByMean(passages, index, query, allowed, chosen);
        return chosen;
    }

    private static void AddByMean(PassageVectors passages, LexicalIndex index, QueryVector query, Bitmap[]? allowed, List<(int, int)> chosen)
    {
        var best = new PriorityQueue<(int, int), float>(ChosenByMean + 1);
        var cosines = new float[index.Segments.Max(s => s.Segment.Documents.Length)];
        for (var s = 0; s < index.Segments.Count; s++)
        {
            var (segment, deleted) = index.Segments[s];
            passages.Means(segment, query, cosines.AsSpan(0, segment.Documents.Length));
            for (var d = 0; d < segment.Documents.Length; d++)
            {
                if (float.IsNegativeInfinity(cosines[d]) || best.Count == ChosenByMean && best.TryPeek(out _, out var least) && cosines[d] <= least) continue;
                if (deleted[d] || allowed is not null && !allowed[s][d]) continue;
                if (best.Count < ChosenByMean) best.Enqueue((s, d), cosines[d]);
                else best.EnqueueDequeue((s, d), cosines[d]);
            }
        }
        var known = chosen.ToHashSet();
        foreach (var (document, _) in best.UnorderedItems)
            if (known.Add(document)) chosen.Add(document);
    }

    // The distance within which there are enough; rows without a vector are beyond it.
    private static ushort Threshold(ReadOnlySpan<ushort> distances, int dimensions)
    {
        Span<int> counts = stackalloc int[VectorRows.Stride(dimensions) + 2];
        counts.Clear();
        var last = counts.Length - 1;
        var step = distances.Length >= SampledFrom ? Sampled : 1;
        for (var i = 0; i < distances.Length; i += step) counts[Math.Min(distances[i], last)]++;
        var (sum, distance) = (0, 0);
        for (; distance < last - 1; distance++)
            if ((sum += step * counts[distance]) >= Chosen) break;
        return (ushort)distance;
    }

    private static void Collect(ReadOnlySpan<ushort> distances, ushort most, int ordinal, Segment segment, List<(int, int)> chosen)
    {
        var limit = new Vector<ushort>(most);
        var last = -1;
        var i = 0;
        while (i < distances.Length)
        {
            if (i <= distances.Length - Vector<ushort>.Count && Vector.GreaterThanAll(new Vector<ushort>(distances[i..]), limit))
            {
                i += Vector<ushort>.Count;
                continue;
            }
            for (var end = Math.Min(distances.Length, i + Vector<ushort>.Count); i < end; i++)
                if (distances[i] <= most && segment.DocumentOfPassage[i] is var document && document != last) chosen.Add((ordinal, last = document));
        }
    }
}
