using Knowledge.Indexer.Search;

namespace Knowledge.Indexer.Evaluation;

/// <summary>
/// How often first cards are right, by how sure they are. A card is right when its document, or one of its alternatives, is judged
/// relevant.
/// </summary>
/// <param name="None">Queries without a card.</param>
/// <param name="RightButHidden">Of these, those with a relevant page among the first three.</param>
/// <param name="RightAsAlternative">Right cards whose document is not judged relevant, but one of its alternatives.</param>
/// <param name="CalibrationError">By how much the probability of the first page is wrong on average, in ten steps of it.</param>
internal sealed record CardScores(
    CardScores.Level High,
    CardScores.Level Medium,
    int None,
    int RightButHidden,
    int RightAsAlternative,
    double CalibrationError
)
{
    private const int Steps = 10;

    private const int SuccessDepth = 3;

    internal sealed record Level(int Shown, int Right);

    public static CardScores Of(
        IReadOnlyList<QueryResult> results,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> judgements
    )
    {
        var without = results.Where(r => r.Card is null).ToList();
        return new(
            LevelOf(Confidence.High),
            LevelOf(Confidence.Medium),
            without.Count,
            without.Count(r => r.Found.Take(SuccessDepth).Any(f => IsRight(r, f.Id))),
            results.Count(r => r.Card is { } card && !IsRight(r, card.Id) && IsRightCard(r)),
            Math.Round(ErrorOf([.. results.Where(r => r.Probability is not null)]), 4)
        );

        // Expected calibration error: Naeini, Cooper, Hauskrecht, 2015.
        double ErrorOf(List<QueryResult> found) =>
            found
                .GroupBy(r => Math.Min(Steps - 1, (int)(r.Probability!.Value * Steps)))
                .Sum(step => Math.Abs(step.Sum(r => r.Probability!.Value) - step.Count(r => r.FirstAndTwins.Any(id => IsRight(r, id)))))
            / Math.Max(1, found.Count);

        Level LevelOf(Confidence confidence)
        {
            var shown = results.Where(r => r.Card?.Confidence == confidence).ToList();
            return new(shown.Count, shown.Count(IsRightCard));
        }

        bool IsRight(QueryResult result, string id) => judgements[result.Query.Id].ContainsKey(id);

        bool IsRightCard(QueryResult result) => result.Card!.Alternatives.Prepend(result.Card.Id).Any(id => IsRight(result, id));
    }
}

/// <summary>Questions that no page answers, and how many of them got a card all the same.</summary>
internal sealed record UnrelatedScores(int Queries, int High, int Medium)
{
    public static UnrelatedScores Of(IReadOnlyList<QueryResult> results) =>
        new(
            results.Count,
            results.Count(r => r.Card?.Confidence == Confidence.High),
            results.Count(r => r.Card?.Confidence == Confidence.Medium)
        );
}
