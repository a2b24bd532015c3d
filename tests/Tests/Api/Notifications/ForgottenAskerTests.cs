using Knowledge.Api.Notifications;
using Knowledge.Api.Store;

namespace Knowledge.Tests.Api.Notifications;

/// <summary>Who is not waited for any more: whoever was told or given up, has no address, or whose search is gone.</summary>
public sealed class ForgottenAskerTests
{
    private static readonly DateTimeOffset Asked = new(2026, 3, 2, 4, 10, 0, TimeSpan.Zero);
    private static readonly GapAsker Ada = new(1, "g1", "en", Asked, false, false, "Ada", "[]", "ada@example.org");

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    public void When_no_message_waits_any_more(bool isTold, bool isWaiting, bool isDone) =>
        Assert.Equal(isDone, AskerMessages.IsDone(Ada with { IsTold = isTold, IsWaiting = isWaiting }, hasGap: true, Asked.AddDays(300)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("person-a1b2c3")]
    public void When_no_address_is_known_any_more(string? email) =>
        Assert.True(AskerMessages.IsDone(Ada with { Email = email }, hasGap: true, Asked));

    // The search is written a moment after they asked.
    [Fact]
    public void When_the_search_is_gone_for_an_hour()
    {
        Assert.False(AskerMessages.IsDone(Ada, hasGap: false, Asked));
        Assert.False(AskerMessages.IsDone(Ada, hasGap: false, Asked.AddHours(1)));
        Assert.True(AskerMessages.IsDone(Ada, hasGap: false, Asked.AddHours(1).AddTicks(1)));
        Assert.False(AskerMessages.IsDone(Ada, hasGap: true, Asked.AddHours(1).AddTicks(1)));
    }
}
