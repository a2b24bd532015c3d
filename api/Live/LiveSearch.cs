using Knowledge.Api.Live.Embeddings;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Search;

namespace Knowledge.Api.Live;

/// <summary>Searches of a running server: by words, by meaning and by feedback on pages.</summary>
internal sealed class LiveSearch(SourceFollower sources, LiveEmbeddings embeddings, LiveFeedback feedback, TimeProvider time)
{
    /// <param name="degraded">What does not work as it should; what the search adds is said in the response too.</param>
    public async ValueTask<SearchResponse> SearchAsync(
        SearchRequest request,
        IReadOnlyList<string> degraded,
        CancellationToken cancellation
    )
    {
        var knowledge = sources.Served.Knowledge;
        var phrases = feedback.Phrases;
        embeddings.Follow(phrases, knowledge.WordsOf);
        var (queryEmbedding, problem) = await embeddings.EmbedQueryAsync(knowledge.WordsOf(request.Query), request.Preview, cancellation);
        return knowledge.Search(
            request,
            time.GetUtcNow(),
            queryEmbedding,
            problem is null || degraded.Contains(problem) ? degraded : [.. degraded, problem],
            feedback.For(knowledge.Index, phrases)
        );
    }
}
