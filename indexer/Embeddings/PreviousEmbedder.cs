using System.Text.Json;
using Knowledge.Indexer.Embeddings.Encoder;
using Knowledge.Indexer.Embeddings.Endpoint;
using Knowledge.Indexer.Index;

namespace Knowledge.Indexer.Embeddings;

/// <summary>
/// Whose vectors were complete last, in a file beside them: a server that is started with another embedder answers by this one
/// until it has the new one's.
/// </summary>
/// <remarks>JSON. No key is ever in it, and no address that may hold one.</remarks>
/// <param name="Embedder"><see cref="EmbedderSettings.BuiltIn"/>, full path of an encoder's directory, or address of an endpoint.</param>
/// <param name="Identity">Which vectors these are, as in the header of their file.</param>
/// <param name="Model">Name of the model at an endpoint.</param>
internal sealed record PreviousEmbedder(
    string Embedder,
    string Identity,
    int Dimensions,
    string? Model = null,
    string? QueryPrefix = null,
    string? PassagePrefix = null
)
{
    private const string FileName = "last-embedder.json";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private const string Version = "?api-version=";

    /// <returns>Null where the address may hold a key.</returns>
    public static PreviousEmbedder? Of(EmbedderSettings settings, EmbeddingModel model) =>
        EndpointAddress.IsAddress(settings.Embedder) && !IsWithoutSecret(new(settings.Embedder))
            ? null
            : new(LocationOf(settings), model.Identity, model.Dimensions, settings.Model, settings.QueryPrefix, settings.PassagePrefix);

    /// <returns>Null where there is none, and where the file is damaged.</returns>
    public static PreviousEmbedder? Read(string directory)
    {
        try
        {
            return
                JsonSerializer.Deserialize<PreviousEmbedder>(File.ReadAllText(Path.Combine(directory, FileName)), Json)
                    is { Embedder.Length: > 0, Identity.Length: > 0, Dimensions: > 0 and <= VectorCache.MaxDimensions } last
                ? last
                : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Puts it in place of the one before, whole or not at all; null takes that one away.</summary>
    /// <exception cref="IOException">The disk does not allow it.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static void Write(string directory, PreviousEmbedder? last)
    {
        var path = Path.Combine(directory, FileName);
        if (last is null)
        {
            if (File.Exists(path))
                File.Delete(path);
            return;
        }
        if (last == Read(directory))
            return;
        Directory.CreateDirectory(directory);
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(last, Json));
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Whether these settings ask for the same.</summary>
    public bool IsOf(EmbedderSettings settings) =>
        (Embedder, Model, QueryPrefix, PassagePrefix)
        == (LocationOf(settings), settings.Model, settings.QueryPrefix, settings.PassagePrefix);

    /// <summary>Loads it with its vectors of an index.</summary>
    /// <param name="share">Of the passages, how many must have a vector.</param>
    /// <param name="directory">Where files of vectors lie.</param>
    /// <param name="now">What it is not itself told by.</param>
    /// <returns>Null where its vectors are gone or too few, and where its directory holds another model by now.</returns>
    /// <exception cref="EncoderException">The directory holds no encoder any more that can be used.</exception>
    /// <exception cref="IOException">It is not there or cannot be reached, or another process has the vectors open.</exception>
    public async Task<(EmbeddingModel Model, PassageVectors Passages)?> LoadAsync(
        LexicalIndex index,
        double share,
        string directory,
        EmbedderSettings now,
        int threads,
        CancellationToken cancellation
    )
    {
        if (VectorsOf(index, directory) is not { } vectors || vectors.ShareOf(index) < share)
            return null;
        // The key goes to no server but the one that it is for.
        var key = ServerOf(Embedder) is { } server && server == ServerOf(now.Embedder) ? now.Key : null;
        var model = await EmbeddingModel.LoadAsync(
            now with
            {
                Embedder = Embedder,
                Model = Model,
                QueryPrefix = QueryPrefix,
                PassagePrefix = PassagePrefix,
                Key = key,
            },
            threads,
            cancellation
        );
        if (model?.Identity != Identity)
            return null;
        vectors.Prepare(index, model.Weights);
        return (model, vectors);
    }

    private PassageVectors? VectorsOf(LexicalIndex index, string directory)
    {
        var path = VectorCache.PathOf(directory, Identity);
        if (!File.Exists(path))
            return null;
        using var cache = VectorCache.OpenFile(path, Identity, Dimensions, replaceOther: false);
        return cache is null ? null : PassageEmbedding.Of(index, cache);
    }

    private static string LocationOf(EmbedderSettings settings) =>
        settings.Embedder == EmbedderSettings.BuiltIn || EndpointAddress.IsAddress(settings.Embedder)
            ? settings.Embedder
            : Path.TrimEndingDirectorySeparator(Path.GetFullPath(EmbeddingModel.DirectoryOf(settings)));

    // What Azure wants behind its address is no secret.
    private static bool IsWithoutSecret(Uri address) =>
        address.UserInfo.Length == 0
        && (
            address.Query.Length == 0
            || address.Query.StartsWith(Version, StringComparison.Ordinal) && !address.Query.Contains('&', StringComparison.Ordinal)
        );

    private static string? ServerOf(string embedder) => EndpointAddress.Of(embedder)?.GetLeftPart(UriPartial.Authority);
}
