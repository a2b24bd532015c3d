using System.Collections.Concurrent;
using System.Net;
using Knowledge.Indexer.Notifications;
using Knowledge.Indexer.Serving;
using Knowledge.Tests.Api;
using Microsoft.Extensions.Logging.Abstractions;

namespace Knowledge.Tests.Indexer.Serving;

/// <summary>Whoever promised something is reminded of it once a day at most, in the morning, also when the other side was away.</summary>
public sealed class ReminderTests : IDisposable
{
    private readonly Fixture content = new Fixture().With("postmortems/a.md", "---\nkind: postmortem\ntitle: Late\n---\n# Late\n\n## Action items\n\n- [ ] Alert on the spool, by 2026-06-04 (data)\n");
    private readonly string data = Directory.CreateTempSubdirectory("kb-remind-").FullName;
    private readonly HttpListener listener = new();
    private readonly ConcurrentQueue<string> told = [];
    private readonly int port = ServerProcess.FreePort();
    private volatile int status = 503;

    public ReminderTests()
    {
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        _ = Task.Run(async () =>
        {
            while (listener.IsListening)
                try
                {
                    var context = await listener.GetContextAsync();
                    using var reader = new StreamReader(context.Request.InputStream);
                    var body = await reader.ReadToEndAsync();
                    if (status == 200) told.Enqueue(body);
                    context.Response.StatusCode = status;
                    context.Response.Close();
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
        });
    }

    public void Dispose()
    {
        listener.Close();
        content.Dispose();
        Directory.Delete(data, recursive: true);
    }

    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }

    [Fact]
    public async Task An_action_is_told_of_three_days_before_it_is_due()
    {
        var time = new SetTime { Now = new(2026, 6, 1, 6, 0, 0, TimeSpan.Zero) };
        var options = new ServingOptions([new("content", content.Directory)], data)
        {
            NotifyTargets = [new("out", NotifyKind.Webhook, new($"http://127.0.0.1:{port}/x"))],
            NotifyAllowedHosts = new HashSet<string> { "127.0.0.1" },
            PublicUrl = new("https://kb.example/"),
        };
        await using var live = new LiveKnowledge(options, time, NullLogger<LiveKnowledge>.Instance);
        await live.StartAsync(TestContext.Current.CancellationToken);
        await using var alerts = new LiveAlerts(live, options, time, NullLogger<LiveAlerts>.Instance);
        using var notifications = new LiveNotifications(live, alerts, options, time, NullLogger<LiveNotifications>.Instance);

        // Before the morning nobody is told.
        await notifications.SendDueAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, 0), (notifications.State.Waiting, told.Count));
        time.Now = time.Now.AddHours(2);
        await notifications.SendDueAsync(TestContext.Current.CancellationToken);
        Assert.Equal((1, 0), (notifications.State.Waiting, told.Count));
        // The other side is there again.
        (status, time.Now) = (200, time.Now.AddMinutes(1));
        await notifications.SendDueAsync(TestContext.Current.CancellationToken);
        await notifications.SendDueAsync(TestContext.Current.CancellationToken);
        var message = Assert.Single(told);
        Assert.Contains("actions.due", message, StringComparison.Ordinal);
        Assert.Contains("data: Alert on the spool, by 2026-06-04 (data) (due 2026-06-04) https://kb.example/docs/postmortems/a", message, StringComparison.Ordinal);

        // On a day that nothing falls on nobody is told, on the day itself again.
        time.Now = time.Now.AddDays(1);
        await notifications.SendDueAsync(TestContext.Current.CancellationToken);
        Assert.Single(told);
        time.Now = time.Now.AddDays(2);
        await notifications.SendDueAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, told.Count);
    }
}
