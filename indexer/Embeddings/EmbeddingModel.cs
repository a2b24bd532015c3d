using Knowledge.Indexer.Embeddings.Encoder;
using Knowledge.Indexer.Embeddings.Table;
using Microsoft.Extensions.AI;

namespace Knowledge.Indexer.Embeddings;

internal enum EmbedderKind
{
    /// <summary>A table of words: microseconds for a text, so vectors are made whenever they are needed.</summary>
    Table,

    /// <summary>A sentence encoder in process.</summary>
    Encoder,
}

/// <summary>What turns passages and queries into vectors, and how much these count.</summary>
/// <param name="Name">For people.</param>
/// <param name="Identity">Which vectors these are: what a cache of them is known by.</param>
internal sealed record EmbeddingModel(
    string Name, EmbedderKind Kind, IEmbeddingGenerator<string, Embedding<float>> Passages, IEmbeddingGenerator<string, Embedding<float>> Queries, FusionWeights Weights, string Identity, int Dimensions)
{
    /// <summary>How long a query waits for its vector where nothing else is said.</summary>
    public TimeSpan QueryDeadline => TimeSpan.FromMilliseconds(Kind == EmbedderKind.Encoder ? 50 : 300);

    /// <returns>Null for none.</returns>
    /// <exception cref="EncoderException">The directory holds no encoder that can be used.</exception>
    /// <exception cref="InvalidDataException">The file is no table.</exception>
    /// <exception cref="IOException">There is no such thing.</exception>
    public static EmbeddingModel? Load(EmbedderSettings settings, int threads)
    {
        if (settings.Embedder == EmbedderSettings.None) return null;
        if (settings.Embedder == EmbedderSettings.BuiltIn) return OfTable(BuiltInTable.Value, EmbedderSettings.BuiltIn, settings);
        if (File.Exists(settings.Embedder)) return OfTable(StaticTable.Read(settings.Embedder), Path.GetFileName(settings.Embedder), settings);
        var directory = Directory.Exists(settings.Embedder) ? settings.Embedder : Path.Combine(settings.ModelsDirectory, settings.Embedder);
        if (!Directory.Exists(directory)) throw new DirectoryNotFoundException($"--embedder {settings.Embedder}: there is no such table, no such directory with a sentence encoder, and no model of that name in {settings.ModelsDirectory}");
        var encoder = SentenceEncoder.Load(directory);
        var model = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
        var passages = EncoderGenerator.ForPassages(encoder, model, threads, settings.PassagePrefix);
        return new(model, EmbedderKind.Encoder, passages, EncoderGenerator.ForQueries(encoder, model, threads, settings.QueryPrefix), Weighed(FusionWeights.Encoder, settings), ModelIdentity.Of(directory, passages.Prefix), encoder.Dimensions);
    }

    private static EmbeddingModel OfTable(StaticTable table, string name, EmbedderSettings settings)
    {
        var generator = new TableGenerator(table, name);
        return new(name, EmbedderKind.Table, generator, generator, Weighed(FusionWeights.Table, settings), $"table {table.Checksum:x16}", table.Dimensions);
    }

    private static FusionWeights Weighed(FusionWeights usual, EmbedderSettings settings) => settings.Weight is { } share ? usual with { Meaning = share } : usual;
}
