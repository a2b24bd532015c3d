using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Knowledge.Api.Background;
using Knowledge.Api.Live;
using Knowledge.Api.Notifications;
using Knowledge.Tests.Indexer;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using static Knowledge.Tests.Api.Live.LiveServer;

namespace Knowledge.Tests.Api.Notifications;

/// <summary>Targets that hang and a store that cannot be written: others are told all the same, and nobody twice.</summary>
public sealed class NotificationDeliveryTests : IDisposable
{
    private readonly ContentDirectory content = new();
    private readonly WebhookTarget target = new();

    public void Dispose()
    {
        target.Dispose();
        content.Dispose();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ServingOptions Options(params (string Name, int Port)[] targets) =>
        new([new("s", content.Root)], DataOf(content))
        {
            NotifyTargets = [.. targets.Select(t => new NotifyTarget(t.Name, NotifyKind.Webhook, new($"http://127.0.0.1:{t.Port}/x")))],
            NotifyAllowedHosts = new HashSet<string> { "127.0.0.1" },
        };

    private static LiveNotifications Notifications(LiveKnowledge live, LiveAlerts alerts, ServingOptions options, BackgroundLoops loops) =>
        new(live, alerts, options, loops, TimeProvider.System, NullLogger<LiveNotifications>.Instance);

    private static async Task Fire(LiveAlerts alerts, string name)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"name": "{{name}}", "status": "firing"}""");
        await alerts.ReceiveAsync(new("webhook", TimeProvider.System.GetUtcNow(), "{}", body, SHA256.HashData(body), null), Cancellation);
    }

    [Fact]
    public async Task A_target_that_hangs_delays_no_other()
    {
        using var hung = new HungTarget();
        var options = Options(("hung", hung.Port), ("good", target.Port));
        var loops = Loops();
        await using var live = new LiveKnowledge(options, loops, TimeProvider.System, NullLogger<LiveKnowledge>.Instance);
        await live.StartAsync(Cancellation);
        await using var alerts = new LiveAlerts(live, loops, options, TimeProvider.System);
        alerts.Start();
        foreach (var name in new[] { "A", "B", "C" })
            await Fire(alerts, name);
        await Until(() => alerts.Firing == 3);

        await using var notifications = Notifications(live, alerts, options, loops);
        notifications.Start();
        await Until(() => target.Received.Count == 3);
        // The other one has not even let go of the first.
        Assert.InRange(hung.Connections, 0, 1);
    }

    [Fact]
    public async Task What_was_delivered_and_could_not_be_marked_is_not_sent_again()
    {
        var options = Options(("out", target.Port));
        var loops = Loops();
        await using var live = new LiveKnowledge(options, loops, TimeProvider.System, NullLogger<LiveKnowledge>.Instance);
        await live.StartAsync(Cancellation);
        await using var alerts = new LiveAlerts(live, loops, options, TimeProvider.System);
        alerts.Start();
        await Fire(alerts, "A");
        await Until(() => alerts.Firing == 1);
        await using var notifications = Notifications(live, alerts, options, loops);

        using var other = new SqliteConnection($"Data Source={Path.Combine(DataOf(content), "knowledge.db")};Pooling=False");
        other.Open();
        // As on a full disk: what is there can be read, nothing can be written.
        target.OnReceived = () => other.Execute("BEGIN IMMEDIATE");
        await notifications.SendDueAsync(Cancellation);
        Assert.Single(target.Received);
        target.OnReceived = null;
        await notifications.SendDueAsync(Cancellation);
        await notifications.SendDueAsync(Cancellation);
        Assert.Single(target.Received);
        Assert.Equal(1, notifications.State.Waiting);

        other.Execute("ROLLBACK");
        await notifications.SendDueAsync(Cancellation);
        Assert.Single(target.Received);
        Assert.Equal(0, notifications.State.Waiting);
    }

    [Fact]
    public async Task Nothing_is_sent_while_it_cannot_be_kept_that_it_was()
    {
        var options = Options(("out", target.Port));
        var loops = Loops();
        await using var live = new LiveKnowledge(options, loops, TimeProvider.System, NullLogger<LiveKnowledge>.Instance);
        await live.StartAsync(Cancellation);
        await using var alerts = new LiveAlerts(live, loops, options, TimeProvider.System);
        alerts.Start();
        await Fire(alerts, "A");
        await Until(() => alerts.Firing == 1);
        await using var notifications = Notifications(live, alerts, options, loops);

        using (var other = new SqliteConnection($"Data Source={Path.Combine(DataOf(content), "knowledge.db")};Pooling=False"))
        {
            other.Open();
            other.Execute("BEGIN IMMEDIATE");
            await notifications.SendDueAsync(Cancellation);
            Assert.Empty(target.Received);
            other.Execute("ROLLBACK");
        }
        await notifications.SendDueAsync(Cancellation);
        Assert.Single(target.Received);
    }

    /// <summary>Takes connections and says nothing.</summary>
    private sealed class HungTarget : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly List<TcpClient> taken = [];

        public HungTarget()
        {
            listener.Start();
            _ = TakeAsync();
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public int Connections => taken.Count;

        public void Dispose()
        {
            listener.Stop();
            taken.ForEach(t => t.Dispose());
        }

        private async Task TakeAsync()
        {
            try
            {
                while (true)
                    taken.Add(await listener.AcceptTcpClientAsync());
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
