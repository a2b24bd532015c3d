using Knowledge.Indexer.Embeddings.Vectors;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Threads;

namespace Knowledge.Indexer.Embeddings;

/// <summary>The vectors of one segment's passages, and what is made of them to choose among many.</summary>
/// <param name="Scales">0 where a passage has no vector.</param>
/// <param name="IsComplete">Whether every passage was asked for.</param>
internal sealed record PassageRows(sbyte[] Numbers, float[] Scales, bool IsComplete)
{
    private SignBits? signs;
    private DocumentMeans? means;
    private volatile NearestProbes? nearness;
    private readonly Lock nearnessLock = new();

    internal sealed record DocumentMeans(sbyte[] Numbers, float[] Scales);

    public int Stride => Scales.Length == 0 ? 0 : Numbers.Length / Scales.Length;

    public long MemoryBytes =>
        Numbers.LongLength
        + 4L * Scales.Length
        + (signs?.MemoryBytes ?? 0)
        + (means is { } of ? of.Numbers.LongLength + 4L * of.Scales.Length : 0);

    // Few passages never need them.
    public SignBits Signs => LazyInitializer.EnsureInitialized(ref signs, () => SignBits.Of(Numbers, Scales, Stride));

    /// <summary>Of each document the mean of its passages' directions, as numbers times a scale; 0 where it has none.</summary>
    public DocumentMeans MeansOf(Segment segment) => LazyInitializer.EnsureInitialized(ref means, () => Mean(segment));

    /// <summary>How near each document of the segment comes to those that are the probes.</summary>
    public float[] UbiquityOf(Segment segment, ProbeSet probes)
    {
        if (nearness is { IsWhole: true } known && known.Probes == probes)
            return known.Ubiquity;
        // Many ask at once when an index has changed; one computes it for all.
        lock (nearnessLock)
        {
            if (nearness is not { IsWhole: true } made || made.Probes != probes)
                nearness = made = NearestProbes.Of(probes, segment, this, nearness);
            return made.Ubiquity;
        }
    }

    /// <summary>Takes over what is known of a document that stands in another segment now.</summary>
    public void TakeOverNearness(PassageRows from, int fromDocument, int document, int documents)
    {
        if (from.nearness is { } known)
            (nearness ??= NearestProbes.Unknown(known.Probes, documents)).TakeOver(known, fromDocument, document);
    }

    /// <summary>Makes the means, and the sign bits where they are looked at, so that no query has to.</summary>
    public void Prepare(Segment segment, bool withSigns) => _ = (withSigns ? Signs : null, MeansOf(segment));

    public static PassageRows Empty(Segment segment, int stride) =>
        new(new sbyte[checked(segment.PassageCount * stride)], new float[segment.PassageCount], false);

    /// <summary>Passages of the documents that can be found, and how many of them have a vector.</summary>
    public (int With, int All) CountOf(LiveSegment live)
    {
        var (with, all) = (0, 0);
        for (var document = 0; document < live.Segment.Documents.Length; document++)
        {
            if (live.Deleted[document])
                continue;
            var own = Scales.AsSpan(live.Segment.FirstPassage[document]..live.Segment.FirstPassage[document + 1]);
            (with, all) = (with + own.Length - own.Count(0f), all + own.Length);
        }
        return (with, all);
    }

    public void CopyTo(PassageRows other, int from, int to, int count)
    {
        Numbers.AsSpan(from * Stride, count * Stride).CopyTo(other.Numbers.AsSpan(to * Stride));
        Scales.AsSpan(from, count).CopyTo(other.Scales.AsSpan(to));
    }

    private DocumentMeans Mean(Segment segment)
    {
        var made = new DocumentMeans(new sbyte[segment.Documents.Length * Stride], new float[segment.Documents.Length]);
        Processors.For(
            segment.Documents.Length,
            threads: -1,
            () => new float[Stride],
            (document, sum) =>
            {
                Array.Clear(sum);
                var count = 0;
                for (var row = segment.FirstPassage[document]; row < segment.FirstPassage[document + 1]; row++)
                {
                    if (Scales[row] == 0)
                        continue;
                    count++;
                    for (var i = 0; i < sum.Length; i++)
                        sum[i] += Numbers[row * sum.Length + i] * Scales[row];
                }
                var magnitude = VectorRows.Magnitude(sum);
                if (magnitude == 0)
                    return;
                for (var i = 0; i < sum.Length; i++)
                    made.Numbers[document * sum.Length + i] = (sbyte)MathF.Round(sum[i] / magnitude * sbyte.MaxValue);
                made.Scales[document] = magnitude / sbyte.MaxValue / count;
            }
        );
        return made;
    }
}
