using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Embeddings.Table;
using Knowledge.Indexer.Lexical;
using Knowledge.Indexer.Text;
using Microsoft.Extensions.AI;

namespace Knowledge.Indexer.Embeddings;

/// <summary>What the passages of an index mean: a vector each, in the passages' numbering. Immutable.</summary>
/// <remarks>Vectors belong to segments, which never change: after a document is deleted they still fit. A segment that came later has none, and its documents are found by their words.</remarks>
internal sealed class PassageVectors
{
    private const int TextsAtOnce = 64;

    private readonly Dictionary<Segment, Rows> bySegment;

    private PassageVectors(int dimensions, Dictionary<Segment, Rows> bySegment) => (Dimensions, this.bySegment) = (dimensions, bySegment);

    private sealed record Rows(sbyte[] Numbers, float[] Scales)
    {
        private SignBits? signs;

        // Few passages never need them.
        public SignBits Signs => LazyInitializer.EnsureInitialized(ref signs, () => SignBits.Of(Numbers, Scales, Numbers.Length / Math.Max(1, Scales.Length)));

        public long MemoryBytes => Numbers.LongLength + 4L * Scales.Length + (signs?.MemoryBytes ?? 0);
    }

    /// <summary>A document's nearness to a query.</summary>
    /// <param name="Passage">Number of the best within the segment.</param>
    internal readonly record struct Nearness(int Segment, int Document, int Passage, float Best, float Mean);

    /// <summary>Numbers of a vector; 0 when there is none.</summary>
    public int Dimensions { get; }

    public int Count => bySegment.Values.Sum(r => r.Scales.Length);

    public long MemoryBytes => bySegment.Values.Sum(r => r.MemoryBytes);

    /// <summary>Embeds every passage of the documents that can be found, equal ones once.</summary>
    /// <param name="cache">Vectors that need not be made again, and where new ones go; null for none.</param>
    /// <param name="progress">How many of the texts that had to be embedded are done.</param>
    /// <exception cref="InvalidDataException">The generator gave what is no vector, or not one for each text.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; what was embedded until then is in the cache.</exception>
    public static async Task<PassageVectors> Embed(
        LexicalIndex index, IEmbeddingGenerator<string, Embedding<float>> generator, VectorCache? cache = null, IProgress<(int Done, int Of)>? progress = null, CancellationToken cancellation = default)
    {
        if (generator.GetService(typeof(StaticTable)) is StaticTable table) return Of(index, table, Environment.ProcessorCount, cancellation: cancellation);
        var known = new Dictionary<TextKey, (float Scale, sbyte[] Row)>();
        var missing = new List<(TextKey Key, string Text)>();
        var asked = new HashSet<TextKey>();
        foreach (var live in index.Segments)
            foreach (var (_, text) in TextsOf(live))
                if (TextKey.Of(text) is var key && asked.Add(key))
                {
                    if (cache?.Find(key) is { } found) known[key] = found;
                    else missing.Add((key, text));
                }

        for (var first = 0; first < missing.Count; first += TextsAtOnce)
        {
            var batch = missing.GetRange(first, Math.Min(TextsAtOnce, missing.Count - first));
            var vectors = await generator.GenerateAsync(batch.Select(m => m.Text), cancellationToken: cancellation);
            if (vectors.Count != batch.Count) throw new InvalidDataException($"For {batch.Count} texts there came {vectors.Count} vectors.");
            var made = batch.Zip(vectors, (m, vector) => (m.Key, Quantized: Quantize(vector.Vector.Span))).ToList();
            foreach (var (key, quantized) in made) known[key] = quantized;
            // Of different lengths they are no vectors of one model.
            if (known.Values.First().Row.Length is var length && made.Find(m => m.Quantized.Row.Length != length) is { Quantized.Row: { } other })
                throw new InvalidDataException($"There came vectors of {length} and of {other.Length} numbers.");
            cache?.Add(made);
            progress?.Report((first + batch.Count, missing.Count));
        }
        return new(known.Count == 0 ? 0 : known.Values.First().Row.Length, new(index.Segments.Select(live => KeyValuePair.Create(live.Segment, Arranged(live, known))), ReferenceEqualityComparer.Instance));
    }

    /// <summary>Embeds every passage with a table, which costs microseconds: nothing is waited for, and nothing is kept in a file.</summary>
    /// <param name="before">Rows of segments that were there before are taken from it; it must be by the same table.</param>
    /// <remarks>A passage without any word that the table knows has no vector, and is found by its words.</remarks>
    public static PassageVectors Of(LexicalIndex index, StaticTable table, int threads, PassageVectors? before = null, CancellationToken cancellation = default) =>
        new(table.Dimensions, new(
            index.Segments.Select(live => KeyValuePair.Create(live.Segment, before?.bySegment.GetValueOrDefault(live.Segment) ?? Embedded(live, table, threads, cancellation))), ReferenceEqualityComparer.Instance));

    private static Rows Embedded(LiveSegment live, StaticTable table, int threads, CancellationToken cancellation)
    {
        var stride = VectorRows.Stride(table.Dimensions);
        var rows = new Rows(new sbyte[checked(live.Segment.PassageCount * stride)], new float[live.Segment.PassageCount]);
        Parallel.For(0, live.Segment.Documents.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, () => new List<int>(), (document, _, words) =>
        {
            if (!live.Deleted[document])
                foreach (var (number, text) in TextsOf(live, document))
                    rows.Scales[number] = VectorRows.Quantize(table.Embed(text, words), rows.Numbers.AsSpan(number * stride, stride));
            return words;
        }, _ => { });
        return rows;
    }

    /// <summary>What is embedded for a passage: under the titles of its page and its headings, without which many say nothing.</summary>
    public static string TextOf(Document document, Passage passage) => $"{string.Join('\n', document.OtherTitles.Prepend(document.Title).Select(Spelt))}\n{passage.HeadingPath}\n{passage.Text}";

    // To word pieces DiskSpaceLow is one word that nobody knows, cut anywhere.
    private static string Spelt(string title) =>
        !title.Contains(' ', StringComparison.Ordinal) && Tokenizer.Parts(title) is { Count: > 1 } parts ? $"{title} {string.Join(' ', parts.Select(p => title.Substring(p.Offset, p.Length)))}" : title;

    /// <summary>Compares a query with every passage.</summary>
    /// <param name="allowed">For each segment the documents that may be found; null for all.</param>
    /// <returns>All documents that can be found and have a vector, in the index's order.</returns>
    public List<Nearness> Scan(LexicalIndex index, QueryVector query, Bitmap[]? allowed)
    {
        var near = new List<Nearness>(index.Count);
        if (Dimensions == 0) return near;
        ArgumentOutOfRangeException.ThrowIfNotEqual(query.Dimensions, Dimensions);
        for (var s = 0; s < index.Segments.Count; s++)
        {
            var (segment, deleted) = index.Segments[s];
            if (!bySegment.TryGetValue(segment, out var rows)) continue;
            for (var document = 0; document < segment.Documents.Length; document++)
                if (!deleted[document] && (allowed is null || allowed[s][document]) && Nearest(rows, segment.FirstPassage[document], segment.FirstPassage[document + 1], query) is { Passage: >= 0 } nearest)
                    near.Add(new(s, document, nearest.Passage, nearest.Best, nearest.Mean));
        }
        return near;
    }

    /// <summary>Compares a query with one document; null when it has no vector.</summary>
    public Nearness? Nearest(LexicalIndex index, int segment, int document, QueryVector query)
    {
        var of = index.Segments[segment].Segment;
        return bySegment.TryGetValue(of, out var rows) && Nearest(rows, of.FirstPassage[document], of.FirstPassage[document + 1], query) is { Passage: >= 0 } nearest
            ? new(segment, document, nearest.Passage, nearest.Best, nearest.Mean)
            : null;
    }

    /// <summary>On how many sides a query differs from each passage of a segment; false when the segment has no vectors.</summary>
    public bool Distances(Segment segment, QueryVector query, Span<ushort> distances)
    {
        if (!bySegment.TryGetValue(segment, out var rows)) return false;
        rows.Signs.Distances(query, rows.Scales, 0, distances);
        return true;
    }

    private static (int Passage, float Best, float Mean) Nearest(Rows rows, int first, int end, QueryVector query)
    {
        var stride = query.Numbers.Length;
        var (passage, best, sum, count) = (-1, float.NegativeInfinity, 0.0, 0);
        for (var row = first; row < end; row++)
        {
            var scale = rows.Scales[row];
            if (scale == 0) continue;
            var cosine = VectorRows.Dot(rows.Numbers.AsSpan(row * stride, stride), query.Numbers) * scale * query.Scale;
            sum += cosine;
            count++;
            if (cosine > best) (passage, best) = (row, cosine);
        }
        return (passage, best, count == 0 ? 0 : (float)(sum / count));
    }

    private static IEnumerable<(int Passage, string Text)> TextsOf(LiveSegment live) =>
        Enumerable.Range(0, live.Segment.Documents.Length).Where(document => !live.Deleted[document]).SelectMany(document => TextsOf(live, document));

    private static IEnumerable<(int Passage, string Text)> TextsOf(LiveSegment live, int document)
    {
        var number = live.Segment.FirstPassage[document];
        foreach (var passage in Passages.Of(live.Segment.Documents[document]))
        {
            // Texts that were lost may leave other passages than were counted.
            if (number == live.Segment.FirstPassage[document + 1]) break;
            yield return (number++, TextOf(live.Segment.Documents[document], passage));
        }
    }

    private static Rows Arranged(LiveSegment live, Dictionary<TextKey, (float Scale, sbyte[] Row)> known)
    {
        var stride = known.Count == 0 ? 0 : VectorRows.Stride(known.Values.First().Row.Length);
        var rows = new Rows(new sbyte[checked(live.Segment.PassageCount * stride)], new float[live.Segment.PassageCount]);
        foreach (var (number, text) in TextsOf(live))
        {
            var (scale, row) = known[TextKey.Of(text)];
            rows.Scales[number] = scale;
            row.CopyTo(rows.Numbers.AsSpan(number * stride));
        }
        return rows;
    }

    private static (float Scale, sbyte[] Row) Quantize(ReadOnlySpan<float> vector)
    {
        var row = new sbyte[vector.Length];
        return VectorRows.Quantize(vector, row) is > 0 and var scale ? (scale, row) : throw new InvalidDataException("There came a vector that has no direction.");
    }
}

/// <summary>SHA-256 of a text that was embedded.</summary>
internal readonly record struct TextKey(UInt128 First, UInt128 Second)
{
    public const int Bytes = 32;

    public static TextKey Of(string text)
    {
        Span<byte> hash = stackalloc byte[Bytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return Read(hash);
    }

    public static TextKey Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt128BigEndian(bytes, First);
        BinaryPrimitives.WriteUInt128BigEndian(bytes[16..], Second);
    }
}
