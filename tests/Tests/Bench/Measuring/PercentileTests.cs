using Knowledge.Bench.Measuring;

namespace Knowledge.Tests.Bench.Measuring;

public class PercentileTests
{
    [Theory]
    [InlineData(0, 15)]
    [InlineData(5, 15)]
    [InlineData(30, 20)]
    [InlineData(40, 20)]
    [InlineData(50, 35)]
    [InlineData(95, 50)]
    [InlineData(100, 50)]
    public void It_is_the_nearest_rank_of_the_sorted_values(double percent, double expected) =>
        Assert.Equal(expected, Percentile.Of([35, 20, 15, 50, 40], percent));

    [Fact]
    public void Nothing_has_none() => Assert.True(double.IsNaN(Percentile.Median([])));

    [Theory]
    [InlineData(-1)]
    [InlineData(101)]
    public void There_is_none_beyond_the_whole(double percent) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Percentile.Of([1], percent));
}
