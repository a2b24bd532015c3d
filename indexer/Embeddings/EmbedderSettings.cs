using Knowledge.Indexer.Embeddings.Encoder;

namespace Knowledge.Indexer.Embeddings;

/// <summary>What compares meanings, as people say it: the same for <c>kb</c> and the server.</summary>
/// <param name="Embedder"><see cref="BuiltIn"/>, <see cref="Table"/>, <see cref="None"/>, the name of a model in
/// <see cref="ModelsDirectory"/>, the path of a table or of an encoder's directory, or the URL of an endpoint.</param>
public sealed record EmbedderSettings(string Embedder = EmbedderSettings.BuiltIn)
{
    /// <summary>The sentence encoder that comes with the product, and its table until that has read everything.</summary>
    public const string BuiltIn = "built-in";

    /// <summary>The table that comes with the product, alone.</summary>
    public const string Table = "table";
    public const string None = "none";

    /// <summary>Name of the model at an endpoint.</summary>
    public string? Model { get; init; }

    /// <summary>Of an endpoint. Never written anywhere.</summary>
    public string? Key { get; init; }

    /// <summary>Put before each query in place of what the model's files say.</summary>
    public string? QueryPrefix { get; init; }

    /// <summary>Put before each passage in place of what the model's files say.</summary>
    public string? PassagePrefix { get; init; }

    /// <summary>Share of meaning in the score, 0 to 1, in place of the one of its kind.</summary>
    public double? Weight { get; init; }

    /// <summary>Where fetched models are stored.</summary>
    public string ModelsDirectory { get; init; } = DefaultModelsDirectory;

    /// <summary>Where the sentence encoder lies that comes with the product.</summary>
    public string BuiltInDirectory { get; init; } = BuiltInEncoder.Directory;

    /// <summary>How long a query waits for its vector before the built-in table is used; null for what its kind gets.</summary>
    public TimeSpan? QueryDeadline { get; init; }

    /// <summary>Whether nothing but a table, or nothing at all, is to be had: no encoder is waited for.</summary>
    internal bool IsWithoutEncoder => Embedder is None or Table || (Embedder == BuiltIn ? IsBuiltInAbsent : File.Exists(Embedder));

    /// <summary>Whether the encoder that comes with the product is wanted, and this build has none.</summary>
    internal bool IsBuiltInAbsent => Embedder == BuiltIn && !BuiltInEncoder.IsIn(BuiltInDirectory);

    // A record would show its key.
    public override string ToString() => Embedder;

    public static string DefaultModelsDirectory
    {
        get
        {
            var folder = Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData,
                Environment.SpecialFolderOption.DoNotVerify
            );
            return Path.Combine(folder.Length > 0 ? folder : Path.GetTempPath(), "knowledge", "models");
        }
    }
}
