using Knowledge.Bench.Measuring;
using Knowledge.Bench.Queries;

namespace Knowledge.Tests.Bench.Measuring;

public class SearchTimerTests
{
    private static readonly List<Query> Queries =
    [
        .. from kind in new[] { "2 words", "typo" } from i in Enumerable.Range(0, 8) select new Query(kind, $"{kind} {i}"),
    ];

    [Fact]
    public void Every_query_is_measured_in_every_round_and_its_results_are_kept_once()
    {
        var asked = 0;

        var series = SearchTimer.Measure(
            "name",
            Queries,
            new(WarmUpPasses: 2, WarmUpSeconds: 0, Rounds: 3, SecondsPerKind: 60),
            q =>
            {
                asked++;
                return [q.Text];
            }
        );

        Assert.Equal(5 * Queries.Count, asked);
        Assert.Equal([24, 24], series.Kinds.Select(k => k.Milliseconds.Count));
        Assert.Equal([8, 8], series.Kinds.Select(k => k.Queries));
        Assert.Equal(Queries.Select(q => q.Text), series.Results.Select(r => r.Ids[0]));
    }

    [Fact]
    public void When_time_is_out_the_least_number_of_queries_was_measured()
    {
        var series = SearchTimer.Measure(
            "name",
            Queries,
            new(WarmUpPasses: 0, WarmUpSeconds: 0, Rounds: 3, SecondsPerKind: 0),
            q => [q.Text]
        );

        Assert.All(series.Kinds, k => Assert.Equal((Effort.MinQueries, Effort.MinQueries), (k.Queries, k.Milliseconds.Count)));
    }

    [Fact]
    public void A_kind_that_is_not_offered_has_no_times()
    {
        var series = SearchTimer.Measure(
            "name",
            Queries,
            new(WarmUpPasses: 0, WarmUpSeconds: 0, Rounds: 1, SecondsPerKind: 60),
            q => q.Kind == "typo" ? null : [q.Text]
        );

        Assert.Equal(["2 words"], series.Kinds.Select(k => k.Kind));
        Assert.Null(series.Of("typo"));
    }
}
