using Knowledge.Indexer.Embeddings.Vectors;

namespace Knowledge.Indexer.Search;

/// <summary>What a learned phrase means, by the model that embeds queries.</summary>
internal sealed class PhraseVector
{
    private readonly sbyte[] numbers;
    private readonly float scale;

    private PhraseVector(sbyte[] numbers, float scale) => (this.numbers, this.scale) = (numbers, scale);

    /// <returns>Null when the phrase means nothing to the model.</returns>
    public static PhraseVector? Of(ReadOnlySpan<float> vector)
    {
        var numbers = new sbyte[VectorRows.Stride(vector.Length)];
        return VectorRows.Quantize(vector, numbers) is > 0 and var scale ? new(numbers, scale) : null;
    }

    public float Cosine(QueryVector query) =>
        query.Numbers.Length == numbers.Length ? VectorRows.Dot(numbers, query.Numbers) * scale * query.Scale : 0;
}
