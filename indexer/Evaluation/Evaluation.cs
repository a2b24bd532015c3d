using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Embeddings.Vectors;
using Knowledge.Indexer.Linking;
using Knowledge.Indexer.Search;
using Microsoft.Extensions.AI;

namespace Knowledge.Indexer.Evaluation;

/// <summary>Vectors of passages and of queries, and how much they count.</summary>
/// <param name="Cache">Of the passages' vectors; null for none.</param>
/// <param name="Progress">How many of the passages that had to be embedded are done.</param>
internal sealed record Embedder(
    IEmbeddingGenerator<string, Embedding<float>> Passages,
    IEmbeddingGenerator<string, Embedding<float>> Queries,
    FusionWeights Weights,
    VectorCache? Cache = null,
    IProgress<(int Done, int Of)>? Progress = null
);

/// <summary>What was found for a query, best first.</summary>
/// <param name="Card">The first card; null when there was none.</param>
internal sealed record QueryResult(EvaluationQuery Query, IReadOnlyList<(string Id, double Score)> Found, FirstCard? Card = null)
{
    /// <summary>Of the first page what told whether it answers.</summary>
    public IReadOnlyList<double> Signs { get; init; } = [];

    /// <summary>The first page and the near twins of it that were found with it: who gets one of them is told of the others.</summary>
    public IReadOnlyList<string> FirstAndTwins { get; init; } = [.. Found.Take(1).Select(f => f.Id)];

    /// <summary>How likely the first page answers (<see cref="Calibration"/>); null where nothing was found.</summary>
    public double? Probability { get; init; }
}

/// <param name="Alternatives">Pages that it says are easily taken for its own.</param>
internal sealed record FirstCard(string Id, Confidence Confidence, IReadOnlyList<string> Alternatives);

/// <summary>Ranks a judged set by the same call as <c>kb search</c>.</summary>
internal static class Evaluation
{
    private const int QueriesAtOnce = 64;

    // As many as an answer may rest on.
    private const int MostAlike = 6;

    /// <returns>For each judged query what was found, best first.</returns>
    /// <param name="feedback">Feedback on documents and of queries that are not judged.</param>
    public static IReadOnlyList<QueryResult> Rank(
        EvaluationSet set,
        int depth,
        bool useThesaurus,
        IReadOnlyList<Feedback>? feedback = null,
        Reranker? reranker = null
    )
    {
        var knowledge = KnowledgeBase.Build(set.Sources, useThesaurus: useThesaurus);
        return Rank(set, knowledge, depth, [], LearnedPhrases.Of(SearchPhrases.Of(feedback ?? [], default), knowledge.Index), reranker);
    }

    /// <summary>The same by words and by meaning.</summary>
    /// <exception cref="InvalidDataException">A generator gave what is no vector: nothing is measured without one.</exception>
    public static async Task<IReadOnlyList<QueryResult>> Rank(
        EvaluationSet set,
        int depth,
        bool useThesaurus,
        Embedder embedder,
        IReadOnlyList<Feedback>? feedback = null,
        Reranker? reranker = null,
        CancellationToken cancellation = default
    )
    {
        var knowledge = KnowledgeBase.Build(set.Sources, useThesaurus: useThesaurus);
        var passages = await PassageEmbedding.Embed(
            knowledge.Index,
            embedder.Passages,
            embedder.Cache,
            progress: embedder.Progress,
            cancellation: cancellation
        );
        var learned = SearchPhrases.Of(feedback ?? [], default);
        var phrases = new Dictionary<string, PhraseVector>();
        await Embed(
            learned.All.Select(p => p.Text).Distinct().Select(t => (t, knowledge.WordsOf(t))),
            (text, vector) =>
            {
                if (PhraseVector.Of(vector.Span) is { } direction)
                    phrases[text] = direction;
            }
        );
        var queryEmbeddings = new Dictionary<string, QueryEmbedding>();
        await Embed(
            set.Queries.Where(q => set.Judgements.ContainsKey(q.Id)).Select(q => (q.Id, knowledge.WordsOf(TextOf(q)))),
            (id, vector) =>
            {
                if (QueryVector.Of(vector.Span) is { } direction)
                    queryEmbeddings[id] = new(passages, direction, embedder.Weights, phrases);
            }
        );
        return Rank(set, knowledge, depth, queryEmbeddings, LearnedPhrases.Of(learned, knowledge.Index), reranker);

        async Task Embed(IEnumerable<(string Of, string Words)> texts, Action<string, ReadOnlyMemory<float>> keep)
        {
            foreach (var batch in texts.Where(t => !string.IsNullOrWhiteSpace(t.Words)).Chunk(QueriesAtOnce))
            {
                var vectors = await embedder.Queries.GenerateAsync(batch.Select(t => t.Words), cancellationToken: cancellation);
                if (vectors.Count != batch.Length)
                    throw new InvalidDataException($"For {batch.Length} queries there came {vectors.Count} vectors.");
                foreach (var ((of, _), vector) in batch.Zip(vectors))
                {
                    if (vector.Vector.Length != passages.Dimensions && passages.Dimensions != 0)
                        throw new InvalidDataException(
                            $"The vectors of queries have {vector.Vector.Length} numbers, those of passages {passages.Dimensions}."
                        );
                    keep(of, vector.Vector);
                }
            }
        }
    }

    private static IReadOnlyList<QueryResult> Rank(
        EvaluationSet set,
        KnowledgeBase knowledge,
        int depth,
        Dictionary<string, QueryEmbedding> queryEmbeddings,
        LearnedPhrases? learned,
        Reranker? reranker
    )
    {
        return
        [
            .. set.Queries.Where(q => set.Judgements.ContainsKey(q.Id)).AsParallel().AsOrdered().Select(Result),
            // Judged, but not asked: nothing was found for it.
            .. set.Judgements.Keys.Except(set.Queries.Select(q => q.Id)).Select(id => new QueryResult(new(id, ""), [])),
        ];

        // A file of several documents (alert rules) is one in the judgements.
        QueryResult Result(EvaluationQuery query)
        {
            var response = knowledge.Search(
                new(TextOf(query), depth),
                default,
                queryEmbeddings.GetValueOrDefault(query.Id),
                learned: learned,
                reranker: reranker
            );
            var signs = response.Signs();
            var best = response.Hits.Take(MostAlike).Select(h => knowledge.Find(h.DocumentId)!).ToList();
            return new(
                query,
                [.. response.Hits.Select(h => (Id: IdOf(h.DocumentId), h.ExactScore)).DistinctBy(h => h.Id)],
                response.Answers is [var card, ..]
                    ? new(IdOf(card.DocumentId), card.Confidence, [.. (card.Alternatives ?? []).Select(a => IdOf(a.DocumentId))])
                    : null
            )
            {
                Signs = signs,
                FirstAndTwins = [.. best.Where(p => p == best[0] || NearTwins.Are(best[0], p)).Select(p => IdOf(p.Id.Value))],
                Probability =
                    signs.Count == 0 ? null : Calibration.For(queryEmbeddings.GetValueOrDefault(query.Id)?.Weights).Probability(signs),
            };
        }

        string IdOf(string documentId) => set.Ids[knowledge.Find(documentId)!.Path];
    }

    private static string TextOf(EvaluationQuery query) =>
        query.Text.Length <= SearchRequest.MaxPasteCharacters ? query.Text : query.Text[..SearchRequest.MaxPasteCharacters];
}
