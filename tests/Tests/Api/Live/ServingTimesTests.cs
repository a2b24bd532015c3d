using Knowledge.Api.Live;
using Knowledge.Api.Live.Embeddings;

namespace Knowledge.Tests.Api.Live;

/// <summary>Each rule of time at its limit: one tick before, and at it.</summary>
public sealed class ServingTimesTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(true, true, false, 1)]
    [InlineData(true, true, true, 1)]
    [InlineData(true, false, true, 1)]
    [InlineData(true, false, false, 0)]
    [InlineData(false, true, true, 0)]
    [InlineData(false, false, false, 0)]
    public void The_next_look_waits_unless_there_is_more_to_read_or_the_first_links_are_to_be_made(
        bool isComplete,
        bool isLinked,
        bool hasSettled,
        int seconds
    ) => Assert.Equal(Second * seconds, ServingTimes.UntilNextLook(isComplete, isLinked, hasSettled, Second));

    [Fact]
    public void Links_are_made_at_once_the_first_time_and_then_for_a_tenth_of_the_time()
    {
        Assert.True(ServingTimes.IsSettleDue(null, TimeSpan.Zero));
        Assert.True(ServingTimes.IsSettleDue(null, Second));
        Assert.False(ServingTimes.IsSettleDue(Second * 10 - Tick, Second));
        Assert.True(ServingTimes.IsSettleDue(Second * 10, Second));
        Assert.True(ServingTimes.IsSettleDue(TimeSpan.Zero, TimeSpan.Zero));
    }

    [Fact]
    public void The_built_in_encoder_comes_two_seconds_after_the_first_index()
    {
        Assert.Equal(Second * 2, EncoderSwitch.UntilLoaded(TimeSpan.Zero));
        Assert.Equal(Tick, EncoderSwitch.UntilLoaded(Second * 2 - Tick));
        Assert.Equal(TimeSpan.Zero, EncoderSwitch.UntilLoaded(Second * 2));
        Assert.Equal(TimeSpan.Zero, EncoderSwitch.UntilLoaded(Second * 3));
    }

    [Fact]
    public void A_snapshot_is_written_at_once_the_first_time_and_then_every_half_minute()
    {
        Assert.Equal(TimeSpan.Zero, ServingTimes.UntilSave(null));
        Assert.Equal(Second * 30, ServingTimes.UntilSave(TimeSpan.Zero));
        Assert.Equal(Tick, ServingTimes.UntilSave(Second * 30 - Tick));
        Assert.Equal(TimeSpan.Zero, ServingTimes.UntilSave(Second * 30));
        Assert.Equal(TimeSpan.Zero, ServingTimes.UntilSave(Second * 31));
    }

    [Theory]
    [InlineData(1, 120)]
    [InlineData(12, 120)]
    [InlineData(13, 130)]
    [InlineData(60, 600)]
    public void News_is_taken_in_until_two_minutes_and_ten_intervals_have_passed(int interval, int seconds)
    {
        Assert.True(ServingTimes.IsTakingIn(Second * seconds - Tick, Second * interval));
        Assert.False(ServingTimes.IsTakingIn(Second * seconds, Second * interval));
    }

    [Theory]
    [InlineData(false, 0.9, true)]
    [InlineData(false, 0.8999999, false)]
    [InlineData(false, 1, true)]
    [InlineData(true, 1, false)]
    public void Queries_go_by_an_encoder_once_it_has_nine_tenths(bool isInUse, double share, bool isDue) =>
        Assert.Equal(isDue, EncoderSwitch.IsDue(isInUse, share));
}
