namespace Knowledge.Indexer.Search;

/// <summary>A query as it was understood, what it found, and how good that is.</summary>
/// <param name="Learned">Why documents are where they are because of feedback, by segment and document.</param>
internal sealed record RankedCandidates(
    CompiledQuery Query,
    Scoring.Ranking Ranking,
    IReadOnlyList<RankedPage> Candidates,
    IReadOnlyDictionary<(int, int), string> Learned
)
{
    // Not only the first: a page that covers all of the question may come second to one that repeats half of it.
    public double Coverage { get; } = Candidates.Take(3).Select(c => c.Coverage).DefaultIfEmpty(0).Max();

    public int GoodHits => Candidates.Count(c => ConfidenceScale.Of(c.Coverage) >= ConfidenceScale.AnswerFloor);
}
