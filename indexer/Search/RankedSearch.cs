using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Search;

/// <summary>One of the best documents of a search, and how sure it is that it answers.</summary>
/// <param name="Score">Without what one place of it adds to its rank (<see cref="WordsTogether"/>).</param>
internal sealed record Candidate(Document Document, double Score, Confidence Confidence, Hit Hit);

/// <summary>What a search found, before anything is answered from it.</summary>
/// <param name="Confidence">Of the best document.</param>
/// <param name="Best">The best documents, best first, whatever they are worth.</param>
internal sealed record RankedSearch(IReadOnlyList<Hit> Hits, Confidence Confidence, IReadOnlyList<Candidate> Best)
{
    /// <summary>The share of the best score that a document needs for an answer to rest on it.</summary>
    private const double NearBest = 0.55;

    /// <summary>Those of the best that an answer may rest on; empty below the floor.</summary>
    public IReadOnlyList<Candidate> Candidates { get; } =
        Confidence < ConfidenceScale.AnswerFloor
            ? []
            : [.. Best.Where(c => c.Score >= NearBest * Best[0].Score && c.Confidence >= ConfidenceScale.AnswerFloor)];

    /// <summary>How much of what was asked for the best documents hold; alerts are matched by this.</summary>
    public Confidence ByCoverage { get; init; } = Confidence;

    /// <summary>
    /// Of the first page what tells whether it answers (<see cref="AnswerSigns"/>); empty when nothing was found. Made when it is
    /// asked for: only an evaluation does.
    /// </summary>
    public Func<IReadOnlyList<double>> Signs { get; init; } = () => [];

    /// <summary>Codes that were asked for and that no page writes of, as they were typed.</summary>
    public IReadOnlyList<UnknownCode> UnknownCodes { get; init; } = [];

    /// <summary>Nothing was asked but to narrow down: a list, of which nothing is missing.</summary>
    public bool IsFilterOnly { get; private init; }

    /// <summary>Why the hits are not ordered by the re-ranker that is there, as a message for users; null when nothing is wrong.</summary>
    public string? RerankerProblem { get; init; }

    /// <summary>Whether the author of a page wrote it for these very words (<see cref="WrittenPhrases"/>).</summary>
    public Func<Document, bool> IsWrittenFor { get; init; } = _ => false;

    /// <summary>How much of the query stands in a text of these terms, 0 to 1.</summary>
    public Func<IReadOnlySet<string>, double> Relevance { get; init; } = _ => 0;

    /// <summary>
    /// By document id: how many more people said that the page helped with these words than said that it did not; below 0 the other
    /// way round. No more than count on cards (<see cref="FeedbackLimits.MaxVotesOnCards"/>).
    /// </summary>
    public IReadOnlyDictionary<string, int> FeedbackBalance { get; init; } = new Dictionary<string, int>();

    public static RankedSearch FiltersOnly(IReadOnlyList<Hit> hits) => new(hits, Confidence.None, []) { IsFilterOnly = true };
}
