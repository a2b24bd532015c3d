using Knowledge.Indexer.Alerts;
using Microsoft.Extensions.Time.Testing;

namespace Knowledge.Tests.Indexer.Alerts;

public sealed class WebhookRepetitionTests
{
    private readonly FakeTimeProvider time = new(new(2026, 3, 2, 4, 10, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(0, true)]
    [InlineData(599_999, true)]
    [InlineData(600_000, false)]
    [InlineData(86_400_000, false)]
    // A clock that was put back.
    [InlineData(-1_000, true)]
    public void The_same_bytes_are_a_repetition_for_ten_minutes(int milliseconds, bool isRepetition)
    {
        var before = time.GetUtcNow();
        var now = before.AddMilliseconds(milliseconds);
        Assert.Equal(isRepetition, WebhookRepetition.IsRepetition(before, now, isLatest: true));
        Assert.False(WebhookRepetition.IsRepetition(before, now, isLatest: false));
    }
}
