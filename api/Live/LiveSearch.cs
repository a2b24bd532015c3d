using Knowledge.Api.Live.Embeddings;
using Knowledge.Indexer;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Embeddings.Encoder;
using Knowledge.Indexer.Search;

namespace Knowledge.Api.Live;

/// <summary>Searches of a running server: by words, by meaning and by feedback on pages.</summary>
internal sealed class LiveSearch(SourceFollower sources, LiveEmbeddings embeddings, LiveFeedback feedback, TimeProvider time)
{
    // For all pairs of a search: longer than that nobody waits for a better order.
    private static readonly TimeSpan RerankerBudget = TimeSpan.FromMilliseconds(50);

    private Reranker? reranker;

    /// <summary>From now on a cross-encoder orders the first hits anew.</summary>
    /// <exception cref="EncoderException">The directory holds none that can be used.</exception>
    public void RerankBy(string directory) => reranker = Reranker.Load(directory, Environment.ProcessorCount, RerankerBudget);

    /// <param name="knowledge">What whoever asks may see.</param>
    /// <param name="degraded">What does not work as it should; what the search adds is said in the response too.</param>
    public async ValueTask<SearchResponse> SearchAsync(
        SearchRequest request,
        KnowledgeBase knowledge,
        IReadOnlyList<string> degraded,
        CancellationToken cancellation
    )
    {
        var phrases = feedback.Phrases;
        // Of phrases the same is embedded, whoever asks.
        embeddings.Follow(phrases, sources.Served.Knowledge.WordsOf);
        var (queryEmbedding, problem) = await embeddings.EmbedQueryAsync(knowledge.WordsOf(request), request.Preview, cancellation);
        return knowledge.Search(
            request,
            time.GetUtcNow(),
            queryEmbedding,
            problem is null || degraded.Contains(problem) ? degraded : [.. degraded, problem],
            feedback.For(knowledge.Index, phrases),
            // Who is typing does not wait.
            request.Preview
                ? null
                : reranker
        );
    }
}
