using Microsoft.Extensions.AI;

namespace Knowledge.Tests.Indexer.Embeddings;

/// <summary>
/// A direction per word, a text their sum: enough to have near and far texts. Its numbers are whole and reach 127, so int8 rows
/// lose nothing of them.
/// </summary>
internal sealed class WordsGenerator(int dimensions = 48) : IEmbeddingGenerator<string, Embedding<float>>
{
    public List<string> Asked { get; } = [];

    /// <summary>Changes what is given back.</summary>
    public Func<List<float[]>, List<float[]>> Given { get; init; } = vectors => vectors;

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        var texts = values.ToList();
        Asked.AddRange(texts);
        return Task.FromResult(
            new GeneratedEmbeddings<Embedding<float>>(Given([.. texts.Select(VectorOf)]).Select(v => new Embedding<float>(v)))
        );
    }

    public float[] VectorOf(string text)
    {
        var sum = new double[dimensions];
        foreach (var word in text.Split([' ', '\n', '_'], StringSplitOptions.RemoveEmptyEntries).DefaultIfEmpty("(nothing)"))
        {
            var random = new Random(word.ToLowerInvariant().Aggregate(17, (hash, letter) => unchecked(hash * 31 + letter)));
            for (var i = 0; i < dimensions; i++)
                sum[i] += random.NextDouble() - 0.5;
        }
        var largest = sum.Max(Math.Abs);
        return [.. sum.Select(n => (float)Math.Round(n / largest * 127))];
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() { }
}
