using System.CommandLine;
using Knowledge.Indexer.Embeddings.Encoder;
using Knowledge.Indexer.Search;

namespace Knowledge.Indexer.Commands;

/// <summary>Which cross-encoder orders the first hits anew.</summary>
internal sealed class RerankerOption
{
    private readonly Option<string?> reranker = new("--reranker")
    {
        Description = $"Directory of a cross-encoder (BERT with one output) by which the first {Reranker.Depth} hits are ordered anew",
        HelpName = "DIR",
    };

    public void AddTo(Command command) => command.Options.Add(reranker);

    /// <returns>Null for none.</returns>
    /// <exception cref="EncoderException">The directory holds no cross-encoder that can be used.</exception>
    public Reranker? Load(ParseResult parsed, int threads) =>
        parsed.GetValue(reranker) is { } directory ? Reranker.Load(directory, threads) : null;
}
