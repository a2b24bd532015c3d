using Knowledge.Indexer.Threads;
using Microsoft.Extensions.AI;

namespace Knowledge.Indexer.Embeddings.Encoder;

/// <summary>
/// A sentence encoder as everybody uses it who wants vectors: for one kind of text, queries or passages, which some models want
/// marked by a prefix.
/// </summary>
/// <remarks>
/// Both kinds share what words begin as; queries have layers of their own where the model has a <see cref="QueryAdapter"/>. What waits
/// for the work holds no thread. Passages are embedded on a thread that gives way to all others: a query is waited for, and a passage
/// is found by its words meanwhile.
/// </remarks>
internal sealed class EncoderGenerator(SentenceEncoder encoder, string model, string prefix, int threads, bool givesWay = false)
    : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingGeneratorMetadata metadata = new(
        "knowledge",
        defaultModelId: model,
        defaultModelDimensions: encoder.Dimensions
    );

    /// <summary>What is put before each text.</summary>
    public string Prefix => prefix;

    /// <param name="prefix">What is put before each text; null: what the model's own files say, or nothing.</param>
    public static EncoderGenerator ForQueries(SentenceEncoder encoder, string model, int threads, string? prefix = null) =>
        new(encoder.Queries, model, prefix ?? Prompt(encoder, "query"), threads);

    /// <inheritdoc cref="ForQueries"/>
    public static EncoderGenerator ForPassages(SentenceEncoder encoder, string model, int threads, string? prefix = null) =>
        new(encoder, model, prefix ?? Prompt(encoder, "passage", "document"), threads, givesWay: true);

    /// <exception cref="ArgumentException">Vectors of another length than the model's are asked for.</exception>
    /// <exception cref="EncoderException">The weights give a vector that has no direction.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; noticed within milliseconds.</exception>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        if (options?.Dimensions is { } asked && asked != encoder.Dimensions)
            throw new ArgumentException($"{model} makes vectors of {encoder.Dimensions} numbers, not {asked}.", nameof(options));
        string[] texts = [.. values.Select(text => prefix + text)];
        return givesWay ? LowPriorityThread.Run(LowPriority.Last, Generate, cancellationToken) : Task.Run(Generate, cancellationToken);

        GeneratedEmbeddings<Embedding<float>> Generate() =>
            new(encoder.Encode(texts, threads, cancellationToken).Select(vector => new Embedding<float>(vector) { ModelId = model }));
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    // The encoder is all memory, and belongs to whoever loaded it.
    public void Dispose() { }

    // As sentence-transformers names them; a model's author may write either.
    private static string Prompt(SentenceEncoder encoder, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (encoder.Config.Prompts.TryGetValue(name, out var prompt))
                return prompt;
        return "";
    }
}
