using Knowledge.Api.Store;
using Knowledge.Content.Alerts;
using Knowledge.Indexer.Alerts;
using Knowledge.Tests.Api.Store;

namespace Knowledge.Tests.Faults;

/// <summary>No clock, a sender's or our own, keeps an alert open for ever or swallows one.</summary>
public sealed class F12ClockTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 4, 10, 0, TimeSpan.Zero);

    private readonly StoreDirectory store = new();
    private long number;

    public void Dispose() => store.Dispose();

    private static DateTimeOffset? At(string? time) => time is null ? null : DateTimeOffset.Parse(time, null);

    private AlertRecord Say(
        AlertState state,
        DateTimeOffset received,
        string? startsAt = null,
        string? endsAt = null,
        string? reportedAt = null
    )
    {
        var alert = new FiredAlert
        {
            Key = "k",
            Name = "LoadStale",
            State = state,
            StartsAt = At(startsAt),
            EndsAt = At(endsAt),
            ReportedAt = At(reportedAt),
        };
        var alerts = new AlertTable(store.Database);
        alerts.Apply(
            [
                (
                    new StoredPost(++number, "s", received, "{}", []),
                    new AlertPayload(AlertPayloadFormat.Alertmanager, [alert], 0, null, null, null)
                ),
            ],
            []
        );
        return Assert.Single(alerts.List(new(), 10));
    }

    [Theory]
    [InlineData("2999-01-01T00:00:00Z", null)]
    [InlineData("2026-03-02T04:20:00Z", null)]
    [InlineData("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z")]
    [InlineData(null, "2999-01-01T00:00:00Z")]
    public void An_alert_from_the_future_is_over_when_its_sender_says_so(string? startsAt, string? reportedAt)
    {
        var firing = Say(AlertState.Firing, Now, startsAt, reportedAt: reportedAt);
        Assert.Equal((AlertState.Firing, Now), (firing.State, firing.StartsAt));

        var over = Say(AlertState.Resolved, Now.AddMinutes(1), startsAt, "2999-01-02T00:00:00Z", reportedAt);
        Assert.Equal((AlertState.Resolved, Now.AddMinutes(1)), (over.State, over.EndsAt));

        // And another one after that is one.
        var again = Say(AlertState.Firing, Now.AddHours(1), "2026-03-02T05:09:00Z");
        Assert.Equal((AlertState.Firing, 2), (again.State, again.Episodes));
    }

    [Theory]
    [InlineData("2026-03-02T04:14:59Z")]
    [InlineData("2026-03-02T04:10:00Z")]
    [InlineData("2026-03-01T04:10:00Z")]
    public void A_clock_that_is_a_little_ahead_is_believed(string startsAt) =>
        Assert.Equal(At(startsAt), Say(AlertState.Firing, Now, startsAt).StartsAt);

    [Theory]
    [InlineData(2)]
    [InlineData(72)]
    public void Set_back_our_clock_swallows_no_alert(int hours)
    {
        var ahead = Now.AddHours(hours);
        Say(AlertState.Firing, ahead);
        Say(AlertState.Resolved, ahead.AddMinutes(1));

        var again = Say(AlertState.Firing, Now);

        Assert.Equal(AlertState.Firing, again.State);
        Assert.Equal(Now, again.StartsAt);
        Assert.Equal(AlertState.Resolved, Say(AlertState.Resolved, Now.AddMinutes(1)).State);
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(-9, true)]
    [InlineData(10, false)]
    [InlineData(-10, false)]
    [InlineData(-120, false)]
    [InlineData(-4320, false)]
    public void The_same_bytes_are_a_repetition_only_near_in_time(int minutesLater, bool isRepetition) =>
        Assert.Equal(isRepetition, WebhookRepetition.IsRepetition(Now, Now.AddMinutes(minutesLater), isLatest: true));

    [Fact]
    public void A_person_ends_what_no_sender_ends()
    {
        var alerts = new AlertTable(store.Database);
        var id = Say(AlertState.Firing, Now).Id;

        Assert.True(alerts.Close(id, "ada", Now.AddHours(1)));
        Assert.False(alerts.Close(id, "ada", Now.AddHours(1)));
        Assert.False(alerts.Close("absent", "ada", Now));

        var closed = alerts.Find(id)!;
        Assert.Equal((AlertState.Resolved, Now.AddHours(1), "ada"), (closed.State, closed.EndsAt, closed.ClosedBy));
        // A repetition that was under way does not open it again, a later one does.
        Assert.Equal("ada", Say(AlertState.Firing, Now.AddHours(1).AddMinutes(9), $"{Now:O}").ClosedBy);
        var later = Say(AlertState.Firing, Now.AddHours(1).AddMinutes(11), $"{Now:O}");
        Assert.Equal((AlertState.Firing, (string?)null), (later.State, later.ClosedBy));
        // It fires again when its sender says so later, and nobody closed that.
        var again = Say(AlertState.Firing, Now.AddHours(2));
        Assert.Equal((AlertState.Firing, (string?)null), (again.State, again.ClosedBy));
    }

    [Fact]
    public void A_message_that_was_put_off_by_a_clock_ahead_is_sent()
    {
        var outbox = new OutboxTable(store.Database);
        outbox.AddReminder(new(2026, 3, 2), ["x"], Now.AddDays(3));

        Assert.Single(outbox.Due(Now, "x", 10));
        Assert.Empty(outbox.Due(Now.AddDays(3).AddMinutes(-1), "x", 10));
    }
}
