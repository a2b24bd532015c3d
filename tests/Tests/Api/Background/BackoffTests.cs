using Knowledge.Api.Background;

namespace Knowledge.Tests.Api.Background;

public sealed class BackoffTests
{
    private static readonly Backoff TwoSecondsToFiveMinutes = new(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5));

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 8)]
    [InlineData(8, 256)]
    [InlineData(9, 300)]
    [InlineData(10, 300)]
    [InlineData(int.MaxValue, 300)]
    [InlineData(0, 2)]
    public void Doubles_with_each_failure_up_to_the_longest(int failures, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), TwoSecondsToFiveMinutes.Wait(failures, 0.5));

    [Theory]
    [InlineData(1, 0, 1.5)]
    [InlineData(1, 1, 2.5)]
    [InlineData(2, 0, 3)]
    [InlineData(2, 1, 5)]
    [InlineData(2, 0.25, 3.5)]
    [InlineData(100, 0, 225)]
    [InlineData(100, 1, 375)]
    public void Spreads_by_a_quarter_to_both_sides(int failures, double random, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), TwoSecondsToFiveMinutes.Wait(failures, random));
}
