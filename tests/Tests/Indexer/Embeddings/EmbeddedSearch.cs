using Knowledge.Indexer;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Vectors;
using Knowledge.Indexer.Search;

namespace Knowledge.Tests.Indexer.Embeddings;

/// <summary>A knowledge base that is asked with one of the embedders.</summary>
internal sealed class EmbeddedSearch
{
    public const string Encoder = "encoder";

    private static readonly DateTimeOffset Now = new(2026, 11, 2, 7, 0, 0, TimeSpan.Zero);

    private readonly KnowledgeBase knowledge;
    private readonly EmbeddingModel? model;
    private readonly PassageVectors? passages;

    private EmbeddedSearch(KnowledgeBase knowledge, EmbeddingModel? model, PassageVectors? passages) =>
        (this.knowledge, this.model, this.passages) = (knowledge, model, passages);

    /// <param name="embedder">As <c>--embedder</c> takes it; <see cref="Encoder"/> for the one of the sample material.</param>
    public static async Task<EmbeddedSearch> Create(KnowledgeBase knowledge, string embedder)
    {
        var model = await EmbeddingModel.LoadAsync(
            new(embedder == Encoder ? Samples.Require("models/all-minilm-l6-v2") : embedder),
            Environment.ProcessorCount,
            TestContext.Current.CancellationToken
        );
        return new(
            knowledge,
            model,
            model is null
                ? null
                : await PassageEmbedding.Embed(knowledge.Index, model.Passages, cancellation: TestContext.Current.CancellationToken)
        );
    }

    public async Task<SearchResponse> Search(string query)
    {
        if (model is null || string.IsNullOrWhiteSpace(knowledge.WordsOf(query)))
            return knowledge.Search(new(query), Now);
        var vectors = await model.Queries.GenerateAsync(
            [knowledge.WordsOf(query)],
            cancellationToken: TestContext.Current.CancellationToken
        );
        return knowledge.Search(
            new(query),
            Now,
            QueryVector.Of(vectors[0].Vector.Span) is { } direction ? new QueryEmbedding(passages!, direction, model.Weights) : null
        );
    }

    public async Task<List<SearchResponse>> Search(IEnumerable<string> queries)
    {
        var responses = new List<SearchResponse>();
        foreach (var query in queries)
            responses.Add(await Search(query));
        return responses;
    }
}
