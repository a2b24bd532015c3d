using Knowledge.Indexer.Index;
using Knowledge.Indexer.Threads;

namespace Knowledge.Indexer.Embeddings;

/// <summary>For each document of a segment the probes that its passages come nearest to, and how near these are on the mean.</summary>
/// <remarks>
/// Some more probes are kept than the mean is over: when a few of the probes are exchanged, a document is compared with the new ones
/// only. The lists stay those of a comparison with all: what is added is nearer than the last of a list, or it is not added.
/// </remarks>
internal sealed class NearestProbes
{
    private const int Kept = 32;

    private readonly float[] cosines;
    private readonly byte[] places;

    // 0 where a document has no vector, or is not known yet.
    private readonly byte[] counts;

    private NearestProbes(ProbeSet probes, int documents)
    {
        Probes = probes;
        Ubiquity = new float[documents];
        (cosines, places, counts) = (new float[documents * Kept], new byte[documents * Kept], new byte[documents]);
    }

    public ProbeSet Probes { get; }

    /// <summary>Whether each document was compared.</summary>
    public bool IsWhole { get; private init; }

    /// <summary>By document the mean cosine of the nearest probes; 0 where it has no vector.</summary>
    public float[] Ubiquity { get; }

    public static NearestProbes Unknown(ProbeSet probes, int documents) => new(probes, documents);

    /// <param name="before">What is known of the segment's documents from these probes or others; null for nothing.</param>
    public static NearestProbes Of(ProbeSet probes, Segment segment, PassageRows rows, NearestProbes? before)
    {
        var made = new NearestProbes(probes, segment.Documents.Length) { IsWhole = true };
        if (probes.Count == 0 || rows.Stride == 0)
            return made;
        var exchanged = before is null ? null : probes.ExchangedSince(before.Probes);
        Processors.For(
            made.counts.Length,
            threads: -1,
            () => (new float[probes.Count], new byte[probes.Count]),
            (document, all) =>
            {
                var passages = segment.FirstPassage[document]..segment.FirstPassage[document + 1];
                if (rows.Scales.AsSpan(passages).ContainsAnyExcept(0))
                {
                    if (exchanged is null || !made.Exchange(before!, document, exchanged, rows, passages))
                        made.Compare(document, rows, passages, all.Item1, all.Item2);
                    made.Ubiquity[document] = made.Mean(document);
                }
            }
        );
        return made;
    }

    /// <summary>Takes over what is known of a document that stands in another segment now, where the probes are the same.</summary>
    public void TakeOver(NearestProbes from, int fromDocument, int document)
    {
        if (from.Probes == Probes)
            CopyFrom(from, fromDocument, document);
    }

    private void CopyFrom(NearestProbes from, int fromDocument, int document)
    {
        from.cosines.AsSpan(fromDocument * Kept, Kept).CopyTo(cosines.AsSpan(document * Kept));
        from.places.AsSpan(fromDocument * Kept, Kept).CopyTo(places.AsSpan(document * Kept));
        counts[document] = from.counts[fromDocument];
    }

    private void Compare(int document, PassageRows rows, Range passages, float[] all, byte[] numbers)
    {
        for (var p = 0; p < all.Length; p++)
            (all[p], numbers[p]) = (Probes.Nearest(rows, passages, p), (byte)p);
        Array.Sort(all, numbers);
        var count = Math.Min(Kept, all.Length);
        for (var i = 0; i < count; i++)
            (cosines[document * Kept + i], places[document * Kept + i]) = (all[^(i + 1)], numbers[^(i + 1)]);
        counts[document] = (byte)count;
    }

    // False when too few are left to know the nearest.
    private bool Exchange(NearestProbes before, int document, bool[] exchanged, PassageRows rows, Range passages)
    {
        if (before.counts[document] == 0)
            return false;
        CopyFrom(before, document, document);
        var best = cosines.AsSpan(document * Kept, Kept);
        var at = places.AsSpan(document * Kept, Kept);
        var count = 0;
        for (var i = 0; i < counts[document]; i++)
            if (!exchanged[at[i]])
                (best[count], at[count++]) = (best[i], at[i]);
        for (var p = 0; p < exchanged.Length && count >= Probes.Averaged; p++)
            if (exchanged[p] && Probes.Nearest(rows, passages, p) is var cosine && cosine > best[count - 1])
            {
                count = Math.Min(count + 1, Kept);
                var i = count - 1;
                for (; i > 0 && best[i - 1] < cosine; i--)
                    (best[i], at[i]) = (best[i - 1], at[i - 1]);
                (best[i], at[i]) = (cosine, (byte)p);
            }
        counts[document] = (byte)count;
        return count >= Probes.Averaged;
    }

    private float Mean(int document)
    {
        var sum = 0.0;
        for (var i = Probes.Averaged - 1; i >= 0; i--)
            sum += cosines[document * Kept + i];
        return (float)(sum / Probes.Averaged);
    }
}
