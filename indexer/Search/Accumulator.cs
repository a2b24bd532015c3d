using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Knowledge.Indexer.Index;

namespace Knowledge.Indexer.Search;

/// <summary>The hot path: adds up impacts block by block, and keeps the best units.</summary>
/// <remarks>
/// One score per unit of a block lies in an array that fits the processor's cache; the best are picked out by comparing many at
/// once with the worst that is kept. Each thread has arrays of its own.
/// </remarks>
internal static class Accumulator
{
    [ThreadStatic]
    private static float[]? scoresOfThread;

    // The best way of the concept at hand, for each unit.
    [ThreadStatic]
    private static float[]? bestOfThread;

    /// <summary>Scores all units of a leg and offers them to <paramref name="top"/>.</summary>
    public static void Search(CompiledQuery query, Granularity granularity, Bitmap[]? allowed, TopUnits top)
    {
        var scores = scoresOfThread ??= new float[Postings.BlockSize];
        var best = bestOfThread ??= new float[Postings.BlockSize];
        for (var s = 0; s < query.Index.Segments.Count; s++)
        {
            var (segment, deleted) = query.Index.Segments[s];
            var postings = granularity == Granularity.Passages ? segment.PassagePostings : segment.DocumentPostings;
            var concepts = query.In(s);
            top.Begin(s, postings.Count, granularity == Granularity.Passages ? segment.DocumentOfPassage : null, deleted, allowed?[s]);
            for (var block = 0; block < postings.Blocks; block++)
            {
                var units = Math.Min(Postings.BlockSize, postings.Count - (block << Postings.BlockBits));
                var any = false;
                foreach (var concept in concepts)
                    any |= Add(concept, granularity, postings, block, scores, best);
                if (!any)
                    continue;
                Pick(scores.AsSpan(0, units), block << Postings.BlockBits, top);
            }
            top.End();
        }
    }

    private static bool Add(CompiledConcept concept, Granularity granularity, Postings postings, int block, float[] scores, float[] best)
    {
        if (concept.Variants is [{ Terms: [var only] }])
        {
            var (start, end) = postings.Run(only.Number, block);
            Add(postings.Units.AsSpan(start, end - start), postings.Impacts.AsSpan(start, end - start), only.Weight(granularity), scores);
            return end > start;
        }
        var any = false;
        foreach (var variant in concept.Variants)
            any |= variant.Terms is [var term]
                ? KeepBest(term, granularity, postings, block, best)
                : KeepBest(variant, granularity, postings, block, best);
        if (!any)
            return false;
        // What the ways left behind is added, and taken away again for the next concept.
        foreach (var variant in concept.Variants)
        {
            var (start, end) = postings.Run(variant.Terms[0].Number, block);
            foreach (var unit in postings.Units.AsSpan(start, end - start))
            {
                ref var value = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(best), (nint)unit);
                if (value == 0)
                    continue;
                Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(scores), (nint)unit) += value;
                value = 0;
            }
        }
        return true;
    }

    // A unit's number in its block has 16 bits and the arrays have as many places: no index can lie outside.
    private static void Add(ReadOnlySpan<ushort> units, ReadOnlySpan<byte> impacts, float weight, float[] scores)
    {
        ref var score = ref MemoryMarshal.GetArrayDataReference(scores);
        for (var i = 0; i < units.Length; i++)
            Unsafe.Add(ref score, (nint)units[i]) += weight * impacts[i];
    }

    private static bool KeepBest(WeightedTerm term, Granularity granularity, Postings postings, int block, float[] best)
    {
        var (start, end) = postings.Run(term.Number, block);
        var units = postings.Units.AsSpan(start, end - start);
        var impacts = postings.Impacts.AsSpan(start, end - start);
        var weight = term.Weight(granularity);
        ref var first = ref MemoryMarshal.GetArrayDataReference(best);
        for (var i = 0; i < units.Length; i++)
        {
            ref var value = ref Unsafe.Add(ref first, (nint)units[i]);
            var score = weight * impacts[i];
            if (score > value)
                value = score;
        }
        return end > start;
    }

    // All terms of the way must stand in the unit: those of the first are looked for in the runs of the others.
    private static bool KeepBest(MatchVariant variant, Granularity granularity, Postings postings, int block, float[] best)
    {
        var (start, end) = postings.Run(variant.Terms[0].Number, block);
        var any = false;
        Span<int> at = stackalloc int[variant.Terms.Length];
        Span<int> ends = stackalloc int[variant.Terms.Length];
        for (var t = 1; t < variant.Terms.Length; t++)
        {
            (at[t], ends[t]) = postings.Run(variant.Terms[t].Number, block);
            if (at[t] == ends[t])
                return false;
        }
        for (var i = start; i < end; i++)
        {
            var unit = postings.Units[i];
            var strongest = postings.Impacts[i] * variant.Terms[0].Weight(granularity);
            for (var t = 1; t < variant.Terms.Length; t++)
            {
                at[t] = Seek(postings.Units, at[t], ends[t], unit);
                if (at[t] == ends[t])
                    return any;
                if (postings.Units[at[t]] != unit)
                {
                    strongest = 0;
                    break;
                }
                strongest = Math.Max(strongest, postings.Impacts[at[t]] * variant.Terms[t].Weight(granularity));
            }
            if (strongest == 0)
                continue;
            any = true;
            if (strongest > best[unit])
                best[unit] = strongest;
        }
        return any;
    }

    /// <summary>
    /// The first place from <paramref name="at"/> on whose unit is not below the wanted one: by doubling steps, then halving.
    /// </summary>
    private static int Seek(ushort[] units, int at, int end, ushort wanted)
    {
        var step = 1;
        var high = at;
        while (high < end && units[high] < wanted)
        {
            at = high + 1;
            high += step;
            step <<= 1;
        }
        high = Math.Min(high, end);
        while (at < high)
        {
            var middle = (at + high) / 2;
            if (units[middle] < wanted)
                at = middle + 1;
            else
                high = middle;
        }
        return at;
    }

    // Each score is zero again when this is done.
    private static void Pick(Span<float> scores, int firstUnit, TopUnits top)
    {
        const int Step = 32;
        ref var first = ref MemoryMarshal.GetReference(scores);
        var i = 0;
        for (; i + Step <= scores.Length; i += Step)
        {
            ref var at = ref Unsafe.Add(ref first, i);
            var (a, b, c, d) = (
                Vector256.LoadUnsafe(ref at),
                Vector256.LoadUnsafe(ref at, 8),
                Vector256.LoadUnsafe(ref at, 16),
                Vector256.LoadUnsafe(ref at, 24)
            );
            if (Vector256.GreaterThanAny(Vector256.Max(Vector256.Max(a, b), Vector256.Max(c, d)), Vector256.Create(top.Threshold)))
            {
                Offer(a, ref at, firstUnit + i, top);
                Offer(b, ref Unsafe.Add(ref at, 8), firstUnit + i + 8, top);
                Offer(c, ref Unsafe.Add(ref at, 16), firstUnit + i + 16, top);
                Offer(d, ref Unsafe.Add(ref at, 24), firstUnit + i + 24, top);
            }
            Vector256<float>.Zero.StoreUnsafe(ref at);
            Vector256<float>.Zero.StoreUnsafe(ref at, 8);
            Vector256<float>.Zero.StoreUnsafe(ref at, 16);
            Vector256<float>.Zero.StoreUnsafe(ref at, 24);
        }
        for (; i < scores.Length; i++)
        {
            if (scores[i] > top.Threshold)
                top.Offer(firstUnit + i, scores[i]);
            scores[i] = 0;
        }
    }

    private static void Offer(Vector256<float> eight, ref float scores, int firstUnit, TopUnits top)
    {
        for (
            var above = Vector256.GreaterThan(eight, Vector256.Create(top.Threshold)).ExtractMostSignificantBits();
            above != 0;
            above &= above - 1
        )
        {
            var i = BitOperations.TrailingZeroCount(above);
            top.Offer(firstUnit + i, Unsafe.Add(ref scores, i));
        }
    }
}
