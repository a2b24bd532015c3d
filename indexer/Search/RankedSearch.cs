using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Search;

/// <summary>A document that a search found good enough to answer from.</summary>
/// <param name="Coverage">How much of what was asked for it holds, 0 to 1.</param>
internal sealed record Candidate(Document Document, double Score, double Coverage, Hit Hit);

/// <summary>What a search found, before anything is answered from it.</summary>
/// <param name="Confidence">Of the best documents.</param>
/// <param name="Best">The best documents, whatever they are worth.</param>
/// <param name="Candidates">Those of them that an answer may rest on, best first; empty below the floor.</param>
internal sealed record RankedSearch(
    IReadOnlyList<Hit> Hits,
    Confidence Confidence,
    IReadOnlyList<Document> Best,
    IReadOnlyList<Candidate> Candidates
)
{
    /// <summary>
    /// Of the first page what tells whether it answers (<see cref="AnswerSigns"/>); empty when nothing was found. Made when it is
    /// asked for: only an evaluation does.
    /// </summary>
    public Func<IReadOnlyList<double>> Signs { get; init; } = () => [];

    /// <summary>Nothing was asked but to narrow down: a list, of which nothing is missing.</summary>
    public bool IsFilterOnly { get; private init; }

    /// <summary>Why the hits are not ordered by the re-ranker that is there, as a message for users; null when nothing is wrong.</summary>
    public string? RerankerProblem { get; init; }

    /// <summary>How much of the query stands in a text of these terms, 0 to 1.</summary>
    public Func<IReadOnlySet<string>, double> Relevance { get; init; } = _ => 0;

    /// <summary>
    /// By document id: how many more people said that the page helped with these words than said that it did not; below 0 the other
    /// way round.
    /// </summary>
    public IReadOnlyDictionary<string, int> FeedbackBalance { get; init; } = new Dictionary<string, int>();

    public static RankedSearch FiltersOnly(IReadOnlyList<Hit> hits) => new(hits, Confidence.None, [], []) { IsFilterOnly = true };
}
