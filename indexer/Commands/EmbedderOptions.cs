using System.CommandLine;
using System.Globalization;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Encoder;
using Knowledge.Indexer.Embeddings.Table;
using Knowledge.Indexer.Evaluation;

namespace Knowledge.Indexer.Commands;

/// <summary>Which generator makes the vectors, and how much they count.</summary>
internal sealed class EmbedderOptions
{
    private const string None = "none";

    private readonly Option<string> embedder = new("--embedder") { Description = "What compares meanings: none, or the directory of a sentence encoder", HelpName = "none|PATH", DefaultValueFactory = _ => None };
    private readonly Option<string?> queryPrefix = new("--query-prefix") { Description = "Put before each query in place of what the model's files say", HelpName = "TEXT" };
    private readonly Option<string?> passagePrefix = new("--passage-prefix") { Description = "Put before each passage in place of what the model's files say", HelpName = "TEXT" };
    private readonly Option<double?> weight = new("--embedder-weight") { Description = $"Share of meaning in the score, 0 to 1 (default: {FusionWeights.Encoder.Meaning.ToString(CultureInfo.InvariantCulture)})", HelpName = "SHARE" };
    private readonly Option<string?> cache = new("--cache") { Description = "Where vectors are kept, so that nothing is embedded twice (default: the platform's folder for caches)", HelpName = "DIR" };

    public EmbedderOptions() => weight.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<double?>() is { } share && !(share is >= 0 and <= 1)) result.AddError("--embedder-weight takes 0 to 1");
    });

    /// <summary>What was loaded, with the cache that is open for it.</summary>
    internal sealed record Loaded(Embedder Embedder) : IDisposable
    {
        public void Dispose() => Embedder.Cache?.Dispose();
    }

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[embedder, queryPrefix, passagePrefix, weight, cache]) command.Options.Add(option);
    }

    /// <summary>What makes no sense together.</summary>
    public string? Mistake(ParseResult parsed) =>
        parsed.GetValue(embedder) == None && ((Option[])[queryPrefix, passagePrefix, weight, cache]).FirstOrDefault(o => parsed.GetResult(o) is { Implicit: false }) is { } idle
            ? $"{idle.Name} does nothing without --embedder PATH"
            : null;

    private FusionWeights Weights(ParseResult parsed, FusionWeights usual) => parsed.GetValue(weight) is { } share ? usual with { Meaning = share } : usual;

    /// <returns>Null for none.</returns>
    /// <exception cref="EncoderException">The directory holds no encoder that can be used.</exception>
    /// <exception cref="IOException">There is no such directory, or the cache cannot be opened.</exception>
    public Loaded? Load(ParseResult parsed)
    {
        if (parsed.GetValue(embedder) is not { } path || path == None) return null;
        if (File.Exists(path))
        {
            var table = new TableGenerator(StaticTable.Read(path), Path.GetFileName(path));
            return new(new(table, table, Weights(parsed, FusionWeights.Table)));
        }
        if (!Directory.Exists(path)) throw new DirectoryNotFoundException($"there is no directory {path} with a sentence encoder");
        var encoder = SentenceEncoder.Load(path);
        var model = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        var threads = Environment.ProcessorCount;
        var passages = EncoderGenerator.ForPassages(encoder, model, threads, parsed.GetValue(passagePrefix));
        return new(new(
            passages, EncoderGenerator.ForQueries(encoder, model, threads, parsed.GetValue(queryPrefix)), Weights(parsed, FusionWeights.Encoder),
            VectorCache.Open(parsed.GetValue(cache) ?? VectorCache.DefaultDirectory, ModelIdentity.Of(path, passages.Prefix), encoder.Dimensions), new EmbeddingProgress("passages embedded")));
    }
}
