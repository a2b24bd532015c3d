using System.CommandLine;
using System.Globalization;
using Knowledge.Indexer.Configuration;
using Knowledge.Indexer.Embeddings;

namespace Knowledge.Indexer.Commands;

/// <summary>Which generator makes the vectors, and how much they count.</summary>
internal sealed class EmbedderOptions
{
    private readonly Option<string> embedder = new("--embedder")
    {
        Description =
            "Model of the semantic search: built-in (a sentence encoder), table (the built-in table alone), none, "
            + "a model that was fetched, the file of a table, the directory of a sentence encoder, or the URL of an "
            + "OpenAI-compatible endpoint",
        HelpName = "built-in|table|none|NAME|PATH|URL",
        DefaultValueFactory = _ => EmbedderSettings.BuiltIn,
    };

    private readonly Option<string?> model = new("--embedder-model")
    {
        Description = "Name of the model at an endpoint; its key: environment KB_EMBEDDER_KEY, or the file in KB_EMBEDDER_KEY_FILE",
        HelpName = "NAME",
    };
    private readonly Option<string?> queryPrefix = new("--query-prefix")
    {
        Description = "Put before each query in place of what the model's files say",
        HelpName = "TEXT",
    };
    private readonly Option<string?> passagePrefix = new("--passage-prefix")
    {
        Description = "Put before each passage in place of what the model's files say",
        HelpName = "TEXT",
    };
    private readonly Option<double?> weight = new("--embedder-weight")
    {
        Description = string.Create(
            CultureInfo.InvariantCulture,
            $"Share of meaning in the score of every query, 0 to 1, and nothing for what stands together "
                + $"(default: about {FusionWeights.Table.Dense} for a table and {FusionWeights.Encoder.Dense} for an encoder, by the query)"
        ),
        HelpName = "SHARE",
    };

    private readonly Option<string?> cache = new("--cache")
    {
        Description = "Where vectors are kept, so that nothing is embedded twice (default: kb/vectors in the platform's folder for caches)",
        HelpName = "DIR",
    };
    private readonly Option<string> models = new("--models")
    {
        Description = "Where fetched models are stored (default: the platform's folder for application data)",
        HelpName = "DIR",
        DefaultValueFactory = _ => EmbedderSettings.DefaultModelsDirectory,
    };

    public EmbedderOptions() => weight.TakesOnly(0, 1);

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[embedder, model, queryPrefix, passagePrefix, weight, cache, models])
            command.Options.Add(option);
    }

    /// <summary>What makes no sense together.</summary>
    public string? Validate(ParseResult parsed) =>
        parsed.GetValue(embedder) switch
        {
            EmbedderSettings.None => Idle(parsed, model, queryPrefix, passagePrefix, weight, cache),
            EmbedderSettings.Table => Idle(parsed, model, queryPrefix, passagePrefix, cache),
            EmbedderSettings.BuiltIn => Idle(parsed, model, queryPrefix, passagePrefix),
            _ => null,
        };

    /// <exception cref="IOException">The file of the key cannot be read.</exception>
    public EmbedderSettings Settings(ParseResult parsed) =>
        new(parsed.GetValue(embedder)!)
        {
            Model = parsed.GetValue(model),
            Key = Given("KB_EMBEDDER_KEY") ?? (Given("KB_EMBEDDER_KEY_FILE") is { } file ? File.ReadAllText(file).Trim() : null),
            QueryPrefix = parsed.GetValue(queryPrefix),
            PassagePrefix = parsed.GetValue(passagePrefix),
            Weight = parsed.GetValue(weight),
            ModelsDirectory = parsed.GetValue(models)!,
        };

    /// <summary>
    /// The model's cache; null for a table, whose vectors cost less than reading them, and where nobody asked for an encoder or a
    /// cache and there can be none.
    /// </summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public VectorCache? OpenCache(ParseResult parsed, EmbeddingModel model)
    {
        if (model.Kind == EmbedderKind.Table)
            return null;
        var given = parsed.GetValue(cache);
        try
        {
            return VectorCache.Open(given ?? VectorCache.DefaultDirectory, model.Identity, model.Dimensions);
        }
        catch (Exception e) when (given is null && model.IsBuiltIn && e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Given(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private static string? Idle(ParseResult parsed, params Option[] idle) =>
        idle.FirstOrDefault(o => parsed.GetResult(o) is { Implicit: false } && KeptParsing.FromOf(parsed, o) is null) is { } given
            ? $"{given.Name} does nothing without --embedder NAME, PATH or URL"
            : null;
}
