using Knowledge.Content.Documents;
using Knowledge.Indexer.Embeddings.Table;
using Knowledge.Indexer.Embeddings.Vectors;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Text;
using Knowledge.Indexer.Threads;
using Microsoft.Extensions.AI;

namespace Knowledge.Indexer.Embeddings;

/// <summary>Makes the vectors of an index's passages: by an encoder, by a table, or out of what was kept.</summary>
internal static class PassageEmbedding
{
    private const int TextsAtOnce = 64;

    /// <summary>Embeds every passage of the documents that can be found, equal ones once.</summary>
    /// <param name="cache">Vectors that need not be made again, and where new ones go; null for none. What it cannot keep is in
    /// memory only.</param>
    /// <param name="before">Vectors of the same model: of documents that were there before they are taken over.</param>
    /// <param name="progress">How many of the texts that had to be embedded are done.</param>
    /// <exception cref="InvalidDataException">The generator gave what is no vector, or not one for each text.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; what was embedded until then is in the cache.</exception>
    public static async Task<PassageVectors> Embed(
        LexicalIndex index,
        IEmbeddingGenerator<string, Embedding<float>> generator,
        VectorCache? cache = null,
        PassageVectors? before = null,
        IProgress<(int Done, int Of)>? progress = null,
        CancellationToken cancellation = default
    )
    {
        if (generator.GetService(typeof(StaticTable)) is StaticTable table)
            return Of(index, table, Environment.ProcessorCount, before, cancellation);
        var wanted = WithoutVectors(index, before);
        var known = new Dictionary<TextKey, (float Scale, sbyte[] Row)>();
        var missing = MissingFrom(wanted, cache);

        // Texts are put together again in turn: all at once they would take many times the memory of their vectors.
        var (done, of) = (0, missing.Count);
        var batch = new List<(TextKey Key, string Text)>(TextsAtOnce);
        foreach (var (live, documents) in wanted)
        foreach (var document in documents)
        foreach (var (_, text) in TextsOf(live, document))
            if (TextKey.Of(text) is var key && missing.Remove(key))
            {
                batch.Add((key, text));
                if (batch.Count == TextsAtOnce)
                    await Flush();
            }
        if (batch.Count > 0)
            await Flush();

        var dimensions =
            before is { Dimensions: > 0 } ? before.Dimensions
            : known.Count > 0 ? known.Values.First().Row.Length
            : cache?.Dimensions ?? 0;
        if (known.Values.FirstOrDefault(v => v.Row.Length != dimensions) is { Row: { } other })
            throw Mixed(dimensions, other.Length);
        return Found(index, dimensions, before, key => known.TryGetValue(key, out var vector) ? vector : cache?.Find(key));

        async Task Flush()
        {
            var vectors = await generator.GenerateAsync(batch.Select(m => m.Text), cancellationToken: cancellation);
            if (vectors.Count != batch.Count)
                throw new InvalidDataException($"For {batch.Count} texts there came {vectors.Count} vectors.");
            var made = batch.Zip(vectors, (m, vector) => (m.Key, Quantized: Quantize(vector.Vector.Span))).ToList();
            foreach (var (_, (_, row)) in made)
                if (row.Length != made[0].Quantized.Row.Length)
                    throw Mixed(made[0].Quantized.Row.Length, row.Length);
            if (cache is null || !cache.TryAdd(made))
                foreach (var (key, quantized) in made)
                    known[key] = quantized;
            progress?.Report((done += batch.Count, of));
            batch.Clear();
        }

        // Of different lengths they are no vectors of one model.
        static InvalidDataException Mixed(int one, int other) => new($"There came vectors of {one} and of {other} numbers.");
    }

    /// <summary>The vectors that a cache has; a passage that it does not know has none.</summary>
    public static PassageVectors Of(LexicalIndex index, VectorCache cache) => Found(index, cache.Dimensions, null, cache.Find);

    /// <summary>How many different texts a cache has no vectors of.</summary>
    public static int MissingFrom(LexicalIndex index, VectorCache cache) => MissingFrom(WithoutVectors(index, null), cache).Count;

    /// <summary>Texts that need a vector and of which a cache has none.</summary>
    /// <param name="before">Vectors of the same model that are there.</param>
    public static IReadOnlyCollection<TextKey> MissingFrom(LexicalIndex index, PassageVectors? before, VectorCache cache) =>
        MissingFrom(WithoutVectors(index, before), cache);

    private static HashSet<TextKey> MissingFrom(List<(LiveSegment Live, List<int> Documents)> wanted, VectorCache? cache)
    {
        var missing = new HashSet<TextKey>();
        foreach (var (live, documents) in wanted)
        foreach (var document in documents)
        foreach (var (_, text) in TextsOf(live, document))
            if (TextKey.Of(text) is var key && cache?.Contains(key) != true)
                missing.Add(key);
        return missing;
    }

    /// <summary>
    /// Embeds every passage with a table, which costs microseconds: nothing is waited for, and nothing is kept in a file.
    /// </summary>
    /// <param name="threads">As <see cref="Processors"/> takes them.</param>
    /// <param name="before">By the same table: of documents that were there before vectors are taken over.</param>
    /// <remarks>A passage without any word that the table knows has no vector, and is found by its words.</remarks>
    public static PassageVectors Of(
        LexicalIndex index,
        StaticTable table,
        int threads,
        PassageVectors? before = null,
        CancellationToken cancellation = default
    ) =>
        PassageVectors.CarryOver(
            index,
            table.Dimensions,
            before,
            missed =>
            {
                var (live, rows, documents) = missed;
                Processors.For(
                    documents.Count,
                    threads,
                    () => new List<int>(),
                    (i, words) =>
                    {
                        foreach (var (number, text) in TextsOf(live, documents[i]))
                            rows.Scales[number] = VectorRows.Quantize(
                                table.Embed(text, words),
                                rows.Numbers.AsSpan(number * rows.Stride, rows.Stride)
                            );
                    },
                    cancellation
                );
                return true;
            }
        );

    /// <summary>What is embedded for a passage: under the titles of its page and its headings, without which many say nothing.</summary>
    public static string TextOf(Document document, Passage passage) =>
        $"{string.Join('\n', document.OtherTitles.Prepend(document.Title).Select(SplitTitle))}\n{passage.HeadingPath}\n{passage.Text}";

    // To word pieces DiskSpaceLow is one word that nobody knows, cut anywhere.
    private static string SplitTitle(string title) =>
        !title.Contains(' ', StringComparison.Ordinal) && Tokenizer.Parts(title) is { Count: > 1 } parts
            ? $"{title} {string.Join(' ', parts.Select(p => title.Substring(p.Offset, p.Length)))}"
            : title;

    private static PassageVectors Found(
        LexicalIndex index,
        int dimensions,
        PassageVectors? before,
        Func<TextKey, (float Scale, sbyte[] Row)?> find
    ) =>
        PassageVectors.CarryOver(
            index,
            dimensions,
            before,
            missed =>
            {
                foreach (var document in missed.Documents)
                foreach (var (number, text) in TextsOf(missed.Live, document))
                    if (find(TextKey.Of(text)) is { } found)
                    {
                        missed.Rows.Scales[number] = found.Scale;
                        found.Row.CopyTo(missed.Rows.Numbers.AsSpan(number * missed.Rows.Stride));
                    }
                return true;
            }
        );

    /// <summary>Documents without vectors, by segment.</summary>
    private static List<(LiveSegment Live, List<int> Documents)> WithoutVectors(LexicalIndex index, PassageVectors? before)
    {
        var wanted = new List<(LiveSegment, List<int>)>();
        PassageVectors.CarryOver(
            index,
            0,
            before?.WithoutNumbers(),
            missing =>
            {
                wanted.Add((missing.Live, missing.Documents));
                return false;
            }
        );
        return wanted;
    }

    private static IEnumerable<(int Passage, string Text)> TextsOf(LiveSegment live, int document)
    {
        var number = live.Segment.FirstPassage[document];
        foreach (var passage in Passages.Of(live.Segment.Documents[document]))
        {
            // Texts that were lost may leave other passages than were counted.
            if (number == live.Segment.FirstPassage[document + 1])
                break;
            yield return (number++, TextOf(live.Segment.Documents[document], passage));
        }
    }

    private static (float Scale, sbyte[] Row) Quantize(ReadOnlySpan<float> vector)
    {
        var row = new sbyte[vector.Length];
        return VectorRows.Quantize(vector, row) is > 0 and var scale
            ? (scale, row)
            : throw new InvalidDataException("There came a vector that has no direction.");
    }
}
