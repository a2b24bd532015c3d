using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Knowledge.Indexer.Embeddings.Vectors;
using Knowledge.Indexer.Index;

namespace Knowledge.Indexer.Embeddings;

/// <summary>
/// The documents nearest to a query: of few passages all are compared; of many, the documents that are likely to be near, by the
/// mean of their passages and by sign bits.
/// </summary>
internal static class NearestDocuments
{
    /// <summary>Passages from which on not every one is compared.</summary>
    public const int SignsFrom = 50_000;

    // Estimates are counted in steps, from a cosine of 1 on.
    private const int StepsPerUnit = 2048;

    // The least of ten distances is mostly least by chance: a document's best cosine is on average half as far above its mean as
    // that distance says.
    // Measured with all-MiniLM-L6-v2 at 100,000 passages and 400 chosen, the same ten for 462 of 500 queries with 0.8, 481 with
    // 0.6, 483 with 0.5, 485 with 0.4, 481 with 0.3; weighted in full, 300 chosen gave 417 and 500 gave 451.
    private const double SignBitWeight = 0.5;

    // Up to this share of the nearest passage in the score a document's mean tells enough: with the table at 100,000 passages 0.34
    // ms and the same ten for 500 of 500 queries, with sign bits beside it 0.48 ms and 498.
    private const double MeansOnlyBelow = 0.2;

    [ThreadStatic]
    private static ushort[]? distancesOfThread;

    [ThreadStatic]
    private static ushort[]? estimatesOfThread;

    [ThreadStatic]
    private static float[]? meansOfThread;

    [ThreadStatic]
    private static ulong[]? keysOfThread;

    /// <summary>Whether sign bits help to choose.</summary>
    public static bool UsesSignBits(FusionWeights weights) => weights.Best > MeansOnlyBelow;

    /// <summary>The best, by best and mean cosine of their passages.</summary>
    /// <param name="allowed">For each segment the documents that may be found; null for all.</param>
    public static List<PassageVectors.DocumentSimilarity> Of(
        PassageVectors passages,
        LexicalIndex index,
        QueryVector query,
        Bitmap[]? allowed,
        FusionWeights weights,
        int count,
        int signsFrom = SignsFrom
    ) =>
        Best(
            index.PassageUnits < signsFrom
                ? passages.Scan(index, query, allowed, weights)
                : Exact(passages, index, query, Choose(passages, index, query, allowed, weights, count), weights),
            weights,
            count
        );

    // Where they are equally near, as they came: by number, so that it is the same each time. One number each: what is sorted is
    // small, and nothing is called to compare it. Whatever is behind as many as are wanted is not kept.
    private static List<PassageVectors.DocumentSimilarity> Best(
        List<PassageVectors.DocumentSimilarity> near,
        FusionWeights weights,
        int count
    )
    {
        var keys = Rent(ref keysOfThread, Math.Min(near.Count, 4 * count));
        var (kept, last) = (0, ulong.MaxValue);
        for (var i = 0; i < near.Count; i++)
        {
            var key = (ulong)~Ordered(weights.Of(near[i])) << 32 | (uint)i;
            if (key > last)
                continue;
            keys[kept++] = key;
            if (kept < keys.Length)
                continue;
            keys.Sort();
            kept = Math.Min(kept, count);
            last = keys[kept - 1];
        }
        keys[..kept].Sort();
        var best = new List<PassageVectors.DocumentSimilarity>(Math.Min(count, kept));
        foreach (var key in keys[..Math.Min(count, kept)])
            best.Add(near[(int)(uint)key]);
        return best;
    }

    // Bits in the order of the numbers, also of negative ones.
    private static uint Ordered(float number) =>
        BitConverter.SingleToUInt32Bits(number + 0f) is var bits && bits >> 31 == 0 ? bits | 0x8000_0000 : ~bits;

    private static List<PassageVectors.DocumentSimilarity> Exact(
        PassageVectors passages,
        LexicalIndex index,
        QueryVector query,
        List<(int Segment, int Document)> documents,
        FusionWeights weights
    )
    {
        var near = new List<PassageVectors.DocumentSimilarity>(documents.Count);
        foreach (var (segment, document) in documents)
            if (passages.Nearest(index, segment, document, query, weights) is { } nearest)
                near.Add(nearest);
        return near;
    }

    private static List<(int Segment, int Document)> Choose(
        PassageVectors passages,
        LexicalIndex index,
        QueryVector query,
        Bitmap[]? allowed,
        FusionWeights weights,
        int count
    )
    {
        // Where the nearest passage hardly counts, means tell as much, in half of the time.
        var bySigns = UsesSignBits(weights);
        var distances = bySigns ? Rent(ref distancesOfThread, index.PassageUnits) : [];
        var estimates = Rent(ref estimatesOfThread, index.DocumentUnits);
        var (passage, whole) = (0, 0);
        for (var s = 0; s < index.Segments.Count; s++)
        {
            var (segment, deleted) = index.Segments[s];
            var ofDocuments = estimates.Slice(whole, segment.Documents.Length);
            whole += segment.Documents.Length;
            var means = Rent(ref meansOfThread, segment.Documents.Length);
            passages.Means(segment, query, means);
            if (!bySigns)
                Estimate(means, ofDocuments);
            else if (
                distances.Slice(passage, segment.PassageCount) is var ofPassages
                && passages.Distances(segment, query, ofPassages) is { } cosineOf
            )
                Estimate(ofPassages, segment.FirstPassage, cosineOf, means, weights, ofDocuments);
            else
                ofDocuments.Fill(SignBits.None);
            passage += segment.PassageCount;
            if (allowed is null && deleted.IsEmpty)
                continue;
            for (var d = 0; d < ofDocuments.Length; d++)
                if (deleted[d] || allowed is not null && !allowed[s][d])
                    ofDocuments[d] = SignBits.None;
        }
        var wanted = CountOf(index.DocumentUnits, weights, count);
        var max = Threshold(estimates, wanted);
        var chosen = new List<(int, int)>(wanted + wanted / 4);
        whole = 0;
        for (var s = 0; s < index.Segments.Count; s++)
        {
            var documents = index.Segments[s].Segment.Documents.Length;
            Collect(estimates.Slice(whole, documents), max, s, chosen);
            whole += documents;
        }
        return chosen;
    }

    private static Span<T> Rent<T>(ref T[]? ofThread, int length)
    {
        if (ofThread is null || ofThread.Length < length)
            ofThread = new T[length];
        return ofThread.AsSpan(0, length);
    }

    // By its mean a document's score is known, so it errs by as much as its nearest passage counts, and the more documents there
    // are, the more lie within that of the hundredth.
    // Both are fitted: the same ten for 498 of 500 queries with all-MiniLM-L6-v2 at 10,000 documents need 800, for 493 at 100,000
    // documents 1,500 and for all 3,000; by means alone the table needs 190 for all at 10,000.
    private static int CountOf(int documents, FusionWeights weights, int count) =>
        count + (int)((UsesSignBits(weights) ? 20 : 100) * weights.Best * weights.Best * Math.Sqrt(documents));

    private static void Estimate(ReadOnlySpan<float> means, Span<ushort> estimates)
    {
        for (var d = 0; d < estimates.Length; d++)
            estimates[d] = float.IsNegativeInfinity(means[d]) ? SignBits.None : (ushort)(StepsPerUnit * Math.Clamp(1 - means[d], 0, 2));
    }

    // How far a document's score is likely to be from 1: by its mean nearly exactly, by its nearest passage as sign bits tell it.
    private static void Estimate(
        ReadOnlySpan<ushort> distances,
        ReadOnlySpan<int> firstPassage,
        ReadOnlySpan<float> cosineOf,
        ReadOnlySpan<float> means,
        FusionWeights weights,
        Span<ushort> estimates
    )
    {
        var ofBest = (float)(SignBitWeight * weights.Best);
        for (var d = 0; d < estimates.Length; d++)
        {
            var min = Least(distances, firstPassage[d], firstPassage[d + 1]);
            estimates[d] =
                min == SignBits.None
                    ? SignBits.None
                    : (ushort)(StepsPerUnit * Math.Clamp(1 - ofBest * cosineOf[min] - (1 - ofBest) * means[d], 0, 2));
        }
    }

    // Eight at once, as nobody can foresee how many passages there are: one after the other they cost more than all distances.
    private static ushort Least(ReadOnlySpan<ushort> distances, int first, int end)
    {
        var min = SignBits.None;
        if (end - first is var count && count >= Vector128<ushort>.Count && Vector128.IsHardwareAccelerated)
        {
            ref var start = ref MemoryMarshal.GetReference(distances[first..end]);
            // The last eight may hold some that were there before, which does no harm.
            var lowest = Vector128.LoadUnsafe(ref start, (nuint)(count - Vector128<ushort>.Count));
            for (var i = 0; i < count - Vector128<ushort>.Count; i += Vector128<ushort>.Count)
                lowest = Vector128.Min(lowest, Vector128.LoadUnsafe(ref start, (nuint)i));
            lowest = Vector128.Min(lowest, Vector128.Shuffle(lowest, Vector128.Create((ushort)4, 5, 6, 7, 0, 1, 2, 3)));
            lowest = Vector128.Min(lowest, Vector128.Shuffle(lowest, Vector128.Create((ushort)2, 3, 0, 1, 2, 3, 0, 1)));
            return Math.Min(lowest[0], lowest[1]);
        }
        for (var i = first; i < end; i++)
            min = Math.Min(min, distances[i]);
        return min;
    }

    // The estimate within which there are enough; documents without a vector are beyond it.
    private static ushort Threshold(ReadOnlySpan<ushort> estimates, int wanted)
    {
        const int last = 2 * StepsPerUnit + 1;
        Span<int> counts = stackalloc int[last + 1];
        counts.Clear();
        foreach (var estimate in estimates)
            counts[Math.Min((int)estimate, last)]++;
        var (sum, max) = (0, 0);
        for (; max < last - 1; max++)
            if ((sum += counts[max]) >= wanted)
                break;
        return (ushort)max;
    }

    private static void Collect(ReadOnlySpan<ushort> estimates, ushort max, int segment, List<(int, int)> chosen)
    {
        var limit = new Vector<ushort>(max);
        var i = 0;
        while (i < estimates.Length)
        {
            if (i <= estimates.Length - Vector<ushort>.Count && Vector.GreaterThanAll(new Vector<ushort>(estimates[i..]), limit))
            {
                i += Vector<ushort>.Count;
                continue;
            }
            for (var end = Math.Min(estimates.Length, i + Vector<ushort>.Count); i < end; i++)
                if (estimates[i] <= max)
                    chosen.Add((segment, i));
        }
    }
}
