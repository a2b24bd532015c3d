using Knowledge.Api.Ui;
using Knowledge.Content.Alerts;
using Knowledge.Indexer.Alerts;
using static Knowledge.Content.Alerts.AlertState;

namespace Knowledge.Tests.Indexer.Alerts;

public sealed class SlaClockTests
{
    private static readonly DateTimeOffset Began = new(2026, 3, 2, 4, 10, 0, TimeSpan.Zero);
    private static readonly Dictionary<string, TimeSpan> Sla = new() { ["critical"] = TimeSpan.FromMinutes(30) };

    private static AlertRecord Alert(
        AlertState state,
        DateTimeOffset? ends = null,
        DateTimeOffset? lastSeen = null,
        string? severity = "critical"
    ) =>
        new(
            "id",
            "s",
            "LoadStale",
            state,
            severity,
            null,
            Began,
            ends,
            Began,
            lastSeen ?? Began,
            1,
            1,
            new()
            {
                Key = "k",
                Name = "LoadStale",
                State = state,
            }
        );

    [Theory]
    [InlineData(Firing)]
    [InlineData(Acknowledged)]
    public void It_runs_until_the_alert_is_over_and_acknowledging_does_not_stop_it(AlertState state)
    {
        foreach (var (seconds, isOver) in new[] { (0, false), (1_799, false), (1_800, false), (1_801, true) })
        {
            // When it was last heard of is no matter.
            var clock = SlaClock.Of(Alert(state, lastSeen: Began.AddDays(1)), Sla, Began.AddSeconds(seconds))!;
            Assert.Equal((true, isOver, 1_800 - seconds), (clock.IsRunning, clock.IsOver, clock.Left.TotalSeconds));
        }
    }

    [Theory]
    [InlineData(1_800, false)]
    [InlineData(1_801, true)]
    public void It_stands_still_when_the_alert_is_over(int seconds, bool isOver)
    {
        var end = Began.AddSeconds(seconds);
        foreach (var alert in new[] { Alert(Resolved, end, lastSeen: Began.AddDays(1)), Alert(Resolved, lastSeen: end) })
        {
            var clock = SlaClock.Of(alert, Sla, Began.AddDays(7))!;
            Assert.Equal((false, isOver, seconds), (clock.IsRunning, clock.IsOver, (int)clock.Took.TotalSeconds));
        }
    }

    [Fact]
    public void A_sender_whose_clock_is_ahead_gains_no_time()
    {
        Assert.Equal(TimeSpan.FromMinutes(30), SlaClock.Of(Alert(Firing), Sla, Began.AddHours(-1))!.Left);
        Assert.Equal(TimeSpan.Zero, SlaClock.Of(Alert(Resolved, Began.AddHours(-1)), Sla, Began)!.Took);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("info")]
    public void Nothing_runs_where_nothing_was_agreed(string? severity) =>
        Assert.Null(SlaClock.Of(Alert(Firing, severity: severity), Sla, Began));

    [Theory]
    [InlineData(Firing, 10, "20 min left of the 30 min agreed for critical", false)]
    [InlineData(Firing, 30, "under 1 min left of the 30 min agreed for critical", false)]
    [InlineData(Acknowledged, 95, "1 h 5 min over the 30 min agreed for critical", true)]
    [InlineData(Resolved, 30, "within the 30 min agreed for critical", false)]
    [InlineData(Resolved, 31, "1 min over the 30 min agreed for critical", true)]
    public void Pages_say_it_in_words(AlertState state, int minutes, string text, bool isOver) =>
        Assert.Equal((text, isOver), Elapsed.Left(Alert(state, Began.AddMinutes(minutes)), Sla, Began.AddMinutes(minutes)));

    [Theory]
    [InlineData(59, "under 1 min")]
    [InlineData(60, "1 min")]
    [InlineData(3_599, "59 min")]
    [InlineData(3_600, "1 h")]
    [InlineData(3_660, "1 h 1 min")]
    [InlineData(86_399, "23 h 59 min")]
    [InlineData(86_400, "1 d")]
    [InlineData(90_000, "1 d 1 h")]
    public void A_time_is_told_at_a_glance(int seconds, string text) => Assert.Equal(text, Elapsed.Of(TimeSpan.FromSeconds(seconds)));
}
