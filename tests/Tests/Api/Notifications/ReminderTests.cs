using Knowledge.Api.Live;
using Knowledge.Api.Notifications;
using Knowledge.Tests.Api.Live;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Knowledge.Tests.Api.Notifications;

/// <summary>Whoever promised something is reminded of it once a day at most, in the morning, also when the other side was away.</summary>
public sealed class ReminderTests : IDisposable
{
    private readonly Fixture content = new Fixture().With(
        "postmortems/a.md",
        "---\nkind: postmortem\ntitle: Late\n---\n# Late\n\n## Action items\n\n- [ ] Alert on the spool, by 2026-06-04 (data)\n"
    );
    private readonly string data = Directory.CreateTempSubdirectory("kb-remind-").FullName;
    private readonly WebhookTarget target = new() { Status = 503 };

    private IReadOnlyList<string> Told => [.. target.Received.Where(r => r.Answered == 200).Select(r => r.Body)];

    private ServingOptions Options() =>
        new([new("content", content.Directory)], data)
        {
            NotifyTargets = [new("out", NotifyKind.Webhook, new($"http://127.0.0.1:{target.Port}/x"))],
            NotifyAllowedHosts = new HashSet<string> { "127.0.0.1" },
            PublicUrl = new("https://kb.example/"),
        };

    public void Dispose()
    {
        target.Dispose();
        content.Dispose();
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task An_action_is_announced_three_days_before_it_is_due()
    {
        var time = new FakeTimeProvider(new(2026, 6, 1, 6, 0, 0, TimeSpan.Zero));
        var options = Options();
        var loops = LiveServer.Loops(time);
        await using var live = new LiveKnowledge(options, loops, time, NullLogger<LiveKnowledge>.Instance);
        await live.StartAsync(TestContext.Current.CancellationToken);
        await using var alerts = new LiveAlerts(live, loops, options, time);
        await using var notifications = new LiveNotifications(live, alerts, options, loops, time, NullLogger<LiveNotifications>.Instance);

        // Before the morning nobody is told.
        await notifications.SendDueAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, 0), (notifications.State!.Value.Waiting, Told.Count));
        time.Advance(TimeSpan.FromHours(2));
        await notifications.SendDueAsync(TestContext.Current.CancellationToken);
        Assert.Equal((1, 0), (notifications.State!.Value.Waiting, Told.Count));
        // The other side is there again.
        target.Status = 200;
        time.Advance(TimeSpan.FromMinutes(1));
        await notifications.SendDueAsync(TestContext.Current.CancellationToken);
        await notifications.SendDueAsync(TestContext.Current.CancellationToken);
        var message = Assert.Single(Told);
        Assert.Contains("actions.due", message, StringComparison.Ordinal);
        Assert.Contains(
            "data: Alert on the spool, by 2026-06-04 (data) (due 2026-06-04) https://kb.example/docs/postmortems/a",
            message,
            StringComparison.Ordinal
        );

        // On a day that nothing falls on nobody is told, on the day itself again.
        time.Advance(TimeSpan.FromDays(1));
        await notifications.SendDueAsync(TestContext.Current.CancellationToken);
        Assert.Single(Told);
        time.Advance(TimeSpan.FromDays(2));
        await notifications.SendDueAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, Told.Count);
    }

    [Fact]
    public async Task Nobody_is_reminded_while_a_source_is_half_read()
    {
        // More than are read before the first answer, with one postmortem among the first and one behind them.
        for (var i = 0; i < 1000; i++)
            content.With($"q/{i:D4}.md", $"# Relay {i}\n\nrelay {i} hums\n");
        content.With("z/b.md", "---\nkind: postmortem\n---\n# Later\n\n## Action items\n\n- [ ] Read the gauge, by 2026-06-04 (data)\n");
        target.Status = 200;
        var (time, options) = (new FakeTimeProvider(new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero)), Options());
        var loops = LiveServer.Loops(time);
        using var pause = new PausedLog();
        await using var live = new LiveKnowledge(options, loops, time, pause);
        await using var alerts = new LiveAlerts(live, loops, options, time);
        await using var notifications = new LiveNotifications(live, alerts, options, loops, time, NullLogger<LiveNotifications>.Instance);
        var starting = live.StartAsync(TestContext.Current.CancellationToken);
        try
        {
            await LiveServer.Until(() => pause.IsReached);
            Assert.False(live.IsComplete);
            await notifications.SendDueAsync(TestContext.Current.CancellationToken);
            Assert.Equal((0, 0), (notifications.State?.Waiting, Told.Count));
        }
        finally
        {
            pause.GoOn();
        }
        await starting;
        await LiveServer.Until(() => live.IsComplete);
        await notifications.SendDueAsync(TestContext.Current.CancellationToken);
        var message = Assert.Single(Told);
        Assert.Contains("Alert on the spool", message, StringComparison.Ordinal);
        Assert.Contains("Read the gauge", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reminder_that_waits_is_not_sent_while_files_are_still_to_come_and_is_over_when_all_is_done()
    {
        for (var i = 0; i < 1001; i++)
            content.With($"a/{i:D4}.md", "# Relay\n");
        var time = new FakeTimeProvider(new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero));
        var options = new ServingOptions([new("content", content.Directory)], data)
        {
            NotifyTargets = [new("out", NotifyKind.Webhook, new($"http://127.0.0.1:{target.Port}/x"))],
            NotifyAllowedHosts = new HashSet<string> { "127.0.0.1" },
        };
        var loops = LiveServer.Loops(time);
        using var pause = new PausedLog();
        await using var live = new LiveKnowledge(options, loops, time, pause);
        var starting = live.StartAsync(TestContext.Current.CancellationToken);
        await LiveServer.Until(() => pause.IsReached);
        Assert.False(live.IsComplete);
        await using var alerts = new LiveAlerts(live, loops, options, time);
        await using var notifications = new LiveNotifications(live, alerts, options, loops, time, NullLogger<LiveNotifications>.Instance);
        void Keep(int day) => Assert.True(live.UpdateStore(s => s.Outbox.AddReminder(new(2026, 6, day), ["out"], time.GetUtcNow())));
        target.Status = 200;

        Keep(1);
        await notifications.SendDueAsync(TestContext.Current.CancellationToken);
        Assert.Equal((1, 0, null), notifications.State);
        Assert.Empty(Told);

        pause.GoOn();
        await starting;
        await LiveServer.Until(() => live.IsComplete);
        await notifications.SendDueAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, 0, null), notifications.State);
        Assert.Single(Told);

        // Nothing falls on the next day: there is nothing to tell, and nothing was lost.
        time.Advance(TimeSpan.FromDays(1));
        Keep(2);
        await notifications.SendDueAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, 0, null), notifications.State);
        Assert.Single(Told);
    }
}
