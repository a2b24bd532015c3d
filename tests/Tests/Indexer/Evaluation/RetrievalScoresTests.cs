using Knowledge.Indexer.Evaluation;

namespace Knowledge.Tests.Indexer.Evaluation;

public sealed class RetrievalScoresTests
{
    private static RetrievalScores Score(
        IReadOnlyList<(string Query, string[] Found)> runs,
        params (string Query, string Document, double Relevance)[] judgements
    ) =>
        RetrievalScores.Of(
            [.. runs.Select(r => (new EvaluationQuery(r.Query, "words of " + r.Query), (IReadOnlyList<string>)r.Found))],
            judgements
                .GroupBy(j => j.Query)
                .ToDictionary(g => g.Key, g => (IReadOnlyDictionary<string, double>)g.ToDictionary(j => j.Document, j => j.Relevance))
        );

    // 1/log2(3) = 0.6309, 1/log2(4) = 0.5, 1/log2(5) = 0.4307.
    [Fact]
    public void Metrics_are_those_computed_by_hand()
    {
        var scores = Score(
            [
                ("first", ["a", "x", "y"]), // nDCG 1, MRR 1, recall 1, success 1
                ("second", ["x", "a", "y", "b"]), // (0.6309 + 0.4307) / (1 + 0.6309) = 0.6509; MRR 0.5; recall 1; success 1
                ("fourth", ["x", "y", "z", "a"]), // 0.4307; 0.25; 1; 0
                ("never", ["x"]), // 0 throughout
                ("nothing", []),
            ],
            ("first", "a", 1),
            ("second", "a", 1),
            ("second", "b", 1),
            ("fourth", "a", 1),
            ("never", "a", 1),
            ("nothing", "a", 1)
        );

        Assert.Equal(5, scores.Queries);
        Assert.Equal((1 + 0.6509 + 0.4307) / 5, scores.Ndcg, 4);
        Assert.Equal((1 + 0.5 + 0.25) / 5, scores.ReciprocalRank, 4);
        Assert.Equal(3.0 / 5, scores.Recall, 4);
        Assert.Equal(2.0 / 5, scores.Success, 4);
        Assert.Equal(["never", "nothing", "fourth", "second", "first"], scores.Worst.Select(w => w.Id));
        Assert.Equal("words of fourth", scores.Worst[2].Text);
        Assert.Equal(["x", "y", "z"], scores.Worst[2].Found);
    }

    // Gains count as they are, not as powers of two: (1 + 3 * 0.6309) / (3 + 0.6309) = 0.7967.
    [Fact]
    public void Gains_are_linear() => Assert.Equal(0.7967, Score([("q", ["a", "b"])], ("q", "a", 1), ("q", "b", 3)).Ndcg, 4);

    [Fact]
    public void Only_the_first_ten_count_and_the_ideal_has_ten_at_most()
    {
        var twelve = Enumerable.Range(0, 12).Select(i => $"d{i:00}").ToArray();
        var judged = twelve.Select(d => ("q", d, 1.0)).ToArray();

        var all = Score([("q", twelve)], judged);
        Assert.Equal(1, all.Ndcg);
        Assert.Equal(10 / 12.0, all.Recall, 4);
        Assert.Equal(0, Score([("q", [.. Enumerable.Repeat("x", 10).Select((x, i) => x + i), "d00"])], judged).ReciprocalRank);
    }

    [Fact]
    public void No_queries_score_nothing() => Assert.Equal((0, 0, 0), (Score([]).Queries, Score([]).Ndcg, Score([]).Worst.Count));
}
