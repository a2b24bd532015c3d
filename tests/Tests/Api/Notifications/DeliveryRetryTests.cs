using System.Net;
using System.Net.Http.Headers;
using Knowledge.Api.Notifications;
using Microsoft.Extensions.Time.Testing;

namespace Knowledge.Tests.Api.Notifications;

public sealed class DeliveryRetryTests
{
    private readonly FakeTimeProvider time = new(new(2026, 3, 2, 4, 10, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 8)]
    [InlineData(8, 256)]
    [InlineData(9, 300)]
    [InlineData(100_000, 300)]
    public void The_wait_doubles_up_to_five_minutes_with_a_quarter_by_chance(int failures, int seconds)
    {
        var now = time.GetUtcNow();
        foreach (var (random, share) in new[] { (0.0, 0.75), (0.5, 1.0), (1.0, 1.25) })
            Assert.Equal(now.AddSeconds(seconds * share), DeliveryRetry.Next(now, now, failures, null, random));
    }

    [Fact]
    public void It_is_given_up_after_a_day()
    {
        var created = time.GetUtcNow();
        time.Advance(TimeSpan.FromHours(24));
        Assert.NotNull(DeliveryRetry.Next(created, time.GetUtcNow(), 300, null, 0.5));
        time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(DeliveryRetry.Next(created, time.GetUtcNow(), 300, null, 0.5));
        // What the target asks for keeps nothing alive.
        Assert.Null(DeliveryRetry.Next(created, time.GetUtcNow(), 300, TimeSpan.FromSeconds(1), 0.5));
    }

    [Fact]
    public void What_the_target_asks_for_goes_before_the_doubling()
    {
        var now = time.GetUtcNow();
        Assert.Equal(now.AddSeconds(1), DeliveryRetry.Next(now, now, 9, TimeSpan.FromSeconds(1), 0.9));
        Assert.Equal(now.AddHours(1), DeliveryRetry.Next(now, now, 1, TimeSpan.FromHours(1), 0.9));
    }

    [Theory]
    [InlineData(-5, null)]
    [InlineData(0, null)]
    [InlineData(1, 1)]
    [InlineData(3_599, 3_599)]
    [InlineData(3_600, 3_600)]
    [InlineData(3_601, 3_600)]
    [InlineData(1_000_000, 3_600)]
    public void Retry_After_is_seconds_or_a_date_and_an_hour_at_most(int seconds, int? wait)
    {
        var asked = wait is { } w ? TimeSpan.FromSeconds(w) : (TimeSpan?)null;
        var now = time.GetUtcNow();
        if (seconds >= 0)
            Assert.Equal(asked, DeliveryRetry.Asked(new RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds)), now));
        Assert.Equal(asked, DeliveryRetry.Asked(new RetryConditionHeaderValue(now.AddSeconds(seconds)), now));
        Assert.Null(DeliveryRetry.Asked(null, now));
    }

    [Theory]
    [InlineData(HttpStatusCode.RequestTimeout, true)]
    [InlineData(HttpStatusCode.TooManyRequests, true)]
    [InlineData(HttpStatusCode.InternalServerError, true)]
    [InlineData(HttpStatusCode.ServiceUnavailable, true)]
    [InlineData((HttpStatusCode)599, true)]
    [InlineData((HttpStatusCode)499, false)]
    [InlineData(HttpStatusCode.MovedPermanently, false)]
    [InlineData(HttpStatusCode.BadRequest, false)]
    [InlineData(HttpStatusCode.NotFound, false)]
    [InlineData(HttpStatusCode.Gone, false)]
    public void What_a_target_will_never_take_is_not_tried_again(HttpStatusCode status, bool mayPass) =>
        Assert.Equal(mayPass, DeliveryRetry.MayPass(status));
}
