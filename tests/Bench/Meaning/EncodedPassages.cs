using System.Diagnostics;
using Knowledge.Bench.Corpus;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Vectors;
using Knowledge.Indexer.Index;

namespace Knowledge.Bench.Meaning;

/// <summary>
/// Passages' vectors by an encoder: of real text they are made once and kept as the product keeps them, of text that was recombined
/// they are recombined too.
/// </summary>
internal static class EncodedPassages
{
    private static readonly TimeSpan BetweenReports = TimeSpan.FromSeconds(10);

    /// <summary>All threads that there are: nothing else runs meanwhile.</summary>
    public static async Task<EmbeddingModel> Load(string model) =>
        await EmbeddingModel.LoadAsync(new(model), Environment.ProcessorCount) is { Kind: EmbedderKind.Encoder } encoder
            ? encoder
            : throw new ArgumentException($"{model} is no directory of a sentence encoder.");

    /// <summary>Makes what the cache lacks of an index of real text.</summary>
    public static async Task<PassageVectors> Make(CorpusFolder corpus, EmbeddingModel model, LexicalIndex index)
    {
        using var cache = VectorCache.Open(corpus.VectorsPath, model.Identity, model.Dimensions);
        return await PassageEmbedding.Embed(index, model.Passages, cache, progress: new ProgressReporter());
    }

    /// <summary>Vectors of an index of any size.</summary>
    public static async Task<PassageVectors> Of(CorpusFolder corpus, int size, EmbeddingModel model, LexicalIndex index)
    {
        if (size <= CorpusFolder.RealSections)
            return await Make(corpus, model, index);
        var real = LexicalIndex.Build(IndexedDocuments.Of(corpus.Sections(CorpusFolder.RealSections)), threads: 1);
        await Make(corpus, model, real);
        using var cache = VectorCache.Open(corpus.VectorsPath, model.Identity, model.Dimensions);
        Progress.Write($"meaning: recombining vectors");
        var recombination = new VectorRecombination(Documents(real, cache));
        var (numbers, scales) = (new List<sbyte[]>(), new List<float[]>());
        foreach (var (segment, _) in index.Segments)
        {
            var rows = PassageRows.Empty(segment, VectorRows.Stride(model.Dimensions));
            for (var document = 0; document < segment.Documents.Length; document++)
            {
                var (first, count) = (segment.FirstPassage[document], segment.FirstPassage[document + 1] - segment.FirstPassage[document]);
                var own =
                    Vectors(segment, document, cache) is { Count: > 0 } known && known.Count == count
                        ? known
                        : (IReadOnlyList<float[]>)recombination.Next(count);
                for (var i = 0; i < count; i++)
                    rows.Scales[first + i] = VectorRows.Quantize(own[i], rows.Numbers.AsSpan((first + i) * rows.Stride, rows.Stride));
            }
            numbers.Add(rows.Numbers);
            scales.Add(rows.Scales);
        }
        return PassageVectors.Restored(index, new(0, model.Dimensions, [.. numbers], [.. scales]))!;
    }

    private static List<IReadOnlyList<float[]>> Documents(LexicalIndex index, VectorCache cache) =>
        [
            .. index.Segments.SelectMany(live =>
                Enumerable.Range(0, live.Segment.Documents.Length).Select(document => Vectors(live.Segment, document, cache))
            ),
        ];

    // Those that are in the cache.
    private static List<float[]> Vectors(Segment segment, int document, VectorCache cache)
    {
        var of = segment.Documents[document];
        var vectors = new List<float[]>();
        foreach (var passage in Passages.Of(of))
        {
            if (cache.Find(TextKey.Of(PassageEmbedding.TextOf(of, passage))) is not var (scale, row))
                break;
            vectors.Add([.. row.Select(number => number * scale)]);
        }
        return vectors;
    }

    private sealed class ProgressReporter : IProgress<(int Done, int Of)>
    {
        private readonly long started = Stopwatch.GetTimestamp();
        private TimeSpan lastReport;

        public void Report((int Done, int Of) value)
        {
            var now = Stopwatch.GetElapsedTime(started);
            if (now - lastReport < BetweenReports && value.Done < value.Of)
                return;
            lastReport = now;
            Progress.Write(
                $"meaning: {value.Done:N0} of {value.Of:N0} texts embedded, {value.Done / now.TotalSeconds:0} a second; they are kept"
            );
        }
    }
}
