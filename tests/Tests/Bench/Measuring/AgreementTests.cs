using Knowledge.Bench.Measuring;
using Knowledge.Bench.Peers;

namespace Knowledge.Tests.Bench.Measuring;

public class AgreementTests
{
    [Fact]
    public void It_is_the_share_of_the_longer_list_whatever_the_order()
    {
        Assert.Equal(0.5, Agreement.Overlap(["a", "b", "c", "d"], ["d", "a", "x", "y"]));
        Assert.Equal(0.25, Agreement.Overlap(["a"], ["a", "b", "c", "d"]));
        Assert.Equal(0, Agreement.Overlap([], ["a"]));
        Assert.Null(Agreement.Overlap([], []));
    }

    [Fact]
    public void Only_queries_of_the_kind_that_both_answered_count()
    {
        var ours = Series(("2 words", "a", ["1"]), ("2 words", "b", ["2"]), ("2 words", "not asked", ["3"]), ("5 words", "c", ["4"]));
        var theirs = Series(("2 words", "a", ["1"]), ("2 words", "b", ["2"]), ("5 words", "c", ["9"]));

        Assert.Equal(1, Agreement.Median(ours, theirs, "2 words"));
        Assert.Equal(0, Agreement.Median(ours, theirs, "5 words"));
        Assert.True(double.IsNaN(Agreement.Median(ours, theirs, "8 words")));
    }

    internal static SearchSeries Series(params (string Kind, string Query, string[] Ids)[] results) =>
        new(
            "series",
            [.. results.Select(r => r.Kind).Distinct().Select(k => new KindTimes(k, 1, [1]))],
            [.. results.Select(r => new TopResults(r.Kind, r.Query, r.Ids))]
        );
}
