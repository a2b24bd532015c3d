using Microsoft.Extensions.AI;

namespace Knowledge.Indexer.Embeddings.Table;

/// <summary>
/// A table of vectors as everybody uses it who wants vectors. Queries and passages are alike to it, and a text costs microseconds:
/// it is embedded by whoever asks.
/// </summary>
internal sealed class TableGenerator(StaticTable table, string model) : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingGeneratorMetadata metadata = new(
        "knowledge",
        defaultModelId: model,
        defaultModelDimensions: table.Dimensions
    );

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        if (options?.Dimensions is { } asked && asked != table.Dimensions)
            throw new ArgumentException($"{model} makes vectors of {table.Dimensions} numbers, not {asked}.", nameof(options));
        var rows = new List<int>();
        var embeddings = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var text in values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            embeddings.Add(new(table.Embed(text, rows)) { ModelId = model });
        }
        return Task.FromResult(embeddings);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? metadata
        : serviceType == typeof(StaticTable) ? table
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    // The table is all memory, and belongs to whoever loaded it.
    public void Dispose() { }
}
