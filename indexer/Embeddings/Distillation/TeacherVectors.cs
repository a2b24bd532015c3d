using Knowledge.Indexer.Embeddings.Encoder;
using Knowledge.Indexer.Embeddings.Vectors;

namespace Knowledge.Indexer.Embeddings.Distillation;

/// <summary>What the teacher says of texts: asked once, and kept in a file of the form of <see cref="VectorCache"/>.</summary>
internal static class TeacherVectors
{
    private const int TextsAtOnce = 256;

    /// <summary>Asks the teacher for what the file does not have yet. When it is stopped, the same call goes on from there.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; what was made until then is in the file.</exception>
    public static void Complete(
        VectorCache file,
        IEnumerable<string> texts,
        SentenceEncoder teacher,
        int threads,
        IProgress<(int Done, int Of)> progress,
        CancellationToken cancellation = default
    )
    {
        var missing = texts
            .Distinct(StringComparer.Ordinal)
            .Select(text => (Key: TextKey.Of(text), Text: text))
            .Where(t => !file.Contains(t.Key))
            .ToList();
        for (var first = 0; first < missing.Count; first += TextsAtOnce)
        {
            var batch = missing.GetRange(first, Math.Min(TextsAtOnce, missing.Count - first));
            var vectors = teacher.Encode([.. batch.Select(t => t.Text)], threads, cancellation);
            file.Add([.. batch.Zip(vectors, (t, vector) => (t.Key, Quantized(vector)))]);
            progress.Report((first + batch.Count, missing.Count));
        }
    }

    private static (float Scale, sbyte[] Row) Quantized(float[] vector)
    {
        var row = new sbyte[vector.Length];
        return (VectorRows.Quantize(vector, row), row);
    }
}
