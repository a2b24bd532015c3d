using Knowledge.Indexer.Embeddings.Encoder;
using Knowledge.Indexer.Embeddings.Endpoint;
using Knowledge.Indexer.Embeddings.Table;
using Knowledge.Indexer.Http;
using Microsoft.Extensions.AI;

namespace Knowledge.Indexer.Embeddings;

internal enum EmbedderKind
{
    /// <summary>A table of words: microseconds for a text, so vectors are made whenever they are needed.</summary>
    Table,

    /// <summary>A sentence encoder in process.</summary>
    Encoder,

    /// <summary>A service.</summary>
    Endpoint,
}

/// <summary>What turns passages and queries into vectors, and how much these count.</summary>
/// <param name="Name">For people.</param>
/// <param name="Identity">Which vectors these are: what a cache of them is known by.</param>
internal sealed record EmbeddingModel(
    string Name,
    EmbedderKind Kind,
    IEmbeddingGenerator<string, Embedding<float>> Passages,
    IEmbeddingGenerator<string, Embedding<float>> Queries,
    FusionWeights Weights,
    string Identity,
    int Dimensions
)
{
    /// <summary>
    /// Whether it is the encoder that comes with the product: nobody asked for it, so where it is late the table answers and nothing
    /// is said.
    /// </summary>
    public bool IsBuiltIn { get; init; }

    /// <summary>What it does worse than it should, in a sentence; null for nothing.</summary>
    public string? Lack { get; init; }

    /// <summary>How long a query waits for its vector where nothing else is said.</summary>
    public TimeSpan QueryDeadline =>
        TimeSpan.FromMilliseconds(
            IsBuiltIn ? 8
            : Kind == EmbedderKind.Encoder ? 50
            : 300
        );

    /// <summary>The table that comes with the product, or the one in a file.</summary>
    /// <exception cref="InvalidDataException">The file is no table.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static EmbeddingModel Table(EmbedderSettings settings) =>
        settings.Embedder is EmbedderSettings.BuiltIn or EmbedderSettings.Table
            ? OfTable(BuiltInTable.Value, EmbedderSettings.Table, settings)
            : OfTable(StaticTable.Read(settings.Embedder), Path.GetFileName(settings.Embedder), settings);

    /// <returns>Null for none.</returns>
    /// <exception cref="EndpointException">The service does not answer as it should.</exception>
    /// <exception cref="EncoderException">The directory holds no encoder that can be used.</exception>
    /// <exception cref="InvalidDataException">The file is no table.</exception>
    /// <exception cref="IOException">There is no such thing.</exception>
    public static async Task<EmbeddingModel?> LoadAsync(EmbedderSettings settings, int threads, CancellationToken cancellation = default)
    {
        if (settings.Embedder == EmbedderSettings.None)
            return null;
        if (settings.IsWithoutEncoder)
            return Table(settings);
        if (settings.Embedder == EmbedderSettings.BuiltIn)
            return OfEncoder(settings.BuiltInDirectory, BuiltInEncoder.Name, settings, threads) with
            {
                IsBuiltIn = true,
                Lack = BuiltInEncoder.ReadsQueries(settings.BuiltInDirectory) ? null : BuiltInEncoder.WithoutQueries,
            };
        if (EndpointAddress.IsAddress(settings.Embedder))
            return await OfEndpoint(settings, cancellation);
        var directory = DirectoryOf(settings);
        if (!Directory.Exists(directory))
            throw new DirectoryNotFoundException(
                $"--embedder {settings.Embedder}: there is no such table, no such directory with a sentence "
                    + $"encoder, and no model of that name in {settings.ModelsDirectory}"
            );
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
        return OfEncoder(directory, name, settings, threads);
    }

    /// <summary>
    /// Where an encoder's files are looked for: beside the program, a path, or a name among the models that were fetched.
    /// </summary>
    public static string DirectoryOf(EmbedderSettings settings) =>
        settings.Embedder == EmbedderSettings.BuiltIn ? settings.BuiltInDirectory
        : Directory.Exists(settings.Embedder) ? settings.Embedder
        : Path.Combine(settings.ModelsDirectory, settings.Embedder);

    private static async Task<EmbeddingModel> OfEndpoint(EmbedderSettings settings, CancellationToken cancellation)
    {
        var address =
            EndpointAddress.Of(settings.Embedder)
            ?? throw new InvalidDataException("--embedder is no address of an endpoint; give one such as http://localhost:11434");
        // Lives as long as the process does.
        var http = OutgoingHttp.Create(EndpointResilience.LongestAnswer, EndpointGenerator.MaxResponseBytes);
        var resilience = EndpointResilience.Create(TimeProvider.System);
        EndpointGenerator Generator(string? prefix, bool withRetries) =>
            new(http, address, settings.Model, settings.Key, prefix ?? "", resilience, withRetries);
        var passages = Generator(settings.PassagePrefix, withRetries: true);
        // How long its vectors are only an answer tells.
        var probe = await passages.GenerateAsync(["How long is a vector?"], cancellationToken: cancellation);
        var name = settings.Model is { } model ? $"{model} at {address.Host}" : address.Host;
        var place = address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        var identity = $"endpoint {place} {settings.Model}: {settings.PassagePrefix}";
        return new(
            name,
            EmbedderKind.Endpoint,
            passages,
            Generator(settings.QueryPrefix, withRetries: false),
            WithShare(FusionWeights.Encoder, settings),
            identity,
            probe[0].Vector.Length
        );
    }

    private static EmbeddingModel OfEncoder(string directory, string name, EmbedderSettings settings, int threads)
    {
        var encoder = SentenceEncoder.Load(directory);
        var passages = EncoderGenerator.ForPassages(encoder, name, threads, settings.PassagePrefix);
        return new(
            name,
            EmbedderKind.Encoder,
            passages,
            EncoderGenerator.ForQueries(encoder, name, threads, settings.QueryPrefix),
            WithShare(FusionWeights.Encoder, settings),
            ModelIdentity.Of(directory, passages.Prefix),
            encoder.Dimensions
        );
    }

    private static EmbeddingModel OfTable(StaticTable table, string name, EmbedderSettings settings)
    {
        var generator = new TableGenerator(table, name);
        return new(
            name,
            EmbedderKind.Table,
            generator,
            generator,
            WithShare(FusionWeights.Table, settings),
            $"table {table.Checksum:x16}",
            table.Dimensions
        );
    }

    private static FusionWeights WithShare(FusionWeights usual, EmbedderSettings settings) =>
        settings.Weight is { } share ? usual.Fixed(share) : usual;
}
