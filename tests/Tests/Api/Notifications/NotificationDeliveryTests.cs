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
[Trait("Reliability", "F-25")]
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
            NotifyInterval = TimeSpan.Zero,
        };

    private static LiveNotifications Notifications(
        LiveKnowledge live,
        LiveAlerts alerts,
        ServingOptions options,
        TimeProvider? time = null
    ) =>
        new(
            live,
            alerts,
            options,
            new(time ?? TimeProvider.System, NullLogger<BackgroundLoops>.Instance, random: () => 0.5),
            time ?? TimeProvider.System,
            NullLogger<LiveNotifications>.Instance
        );

    /// <summary>Its timers run as ever.</summary>
    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 4, 10, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private static async Task Fire(LiveAlerts alerts, string name, TimeProvider? time = null)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"name": "{{name}}", "status": "firing"}""");
        await alerts.ReceiveAsync(
            new("webhook", (time ?? TimeProvider.System).GetUtcNow(), "{}", body, SHA256.HashData(body), null),
            Cancellation
        );
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

        await using var notifications = Notifications(live, alerts, options);
        notifications.Start();
        await Until(() => !target.Received.IsEmpty);
        Assert.All(["A", "B", "C"], name => Assert.Contains($"\"{name}\"", Assert.Single(target.Received).Body, StringComparison.Ordinal));
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
        await using var notifications = Notifications(live, alerts, options);

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
        Assert.Equal(1, notifications.State!.Value.Waiting);

        other.Execute("ROLLBACK");
        await notifications.SendDueAsync(Cancellation);
        Assert.Single(target.Received);
        Assert.Equal(0, notifications.State!.Value.Waiting);
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
        await using var notifications = Notifications(live, alerts, options);

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

    [Fact]
    public async Task It_is_tried_again_when_it_is_due_and_given_up_after_a_day()
    {
        var (time, options) = (new SetTime(), Options(("out", target.Port)));
        var loops = Loops(time);
        await using var live = new LiveKnowledge(options, loops, time, NullLogger<LiveKnowledge>.Instance);
        await live.StartAsync(Cancellation);
        await using var alerts = new LiveAlerts(live, loops, options, time);
        alerts.Start();
        await Fire(alerts, "A", time);
        await Until(() => alerts.Firing == 1);
        await using var notifications = Notifications(live, alerts, options, time);
        target.Status = 503;
        async Task<int> ReceivedAfter(double seconds)
        {
            time.Now = time.Now.AddSeconds(seconds);
            await notifications.SendDueAsync(Cancellation);
            return target.Received.Count;
        }

        Assert.Equal(1, await ReceivedAfter(0));
        Assert.Equal(1, await ReceivedAfter(1.999));
        Assert.Equal(2, await ReceivedAfter(0.001));
        Assert.Equal(2, await ReceivedAfter(3.999));
        target.RetryAfter = 600;
        Assert.Equal(3, await ReceivedAfter(0.001));
        Assert.Equal(3, await ReceivedAfter(599.999));
        target.RetryAfter = null;
        Assert.Equal(4, await ReceivedAfter(0.001));
        Assert.Equal((1, 0, "answered 503"), notifications.State);
        Assert.Equal(5, await ReceivedAfter(24 * 60 * 60));
        Assert.Equal((0, 1, "answered 503"), notifications.State);
        Assert.Equal(5, await ReceivedAfter(24 * 60 * 60));
    }

    [Theory]
    [InlineData(400, 0, 1)]
    [InlineData(404, 0, 1)]
    [InlineData(429, 1, 0)]
    [InlineData(500, 1, 0)]
    public async Task What_will_never_be_taken_is_given_up_at_once(int status, int waiting, int failed)
    {
        var (time, options) = (new SetTime(), Options(("out", target.Port)));
        var loops = Loops(time);
        await using var live = new LiveKnowledge(options, loops, time, NullLogger<LiveKnowledge>.Instance);
        await live.StartAsync(Cancellation);
        await using var alerts = new LiveAlerts(live, loops, options, time);
        alerts.Start();
        await Fire(alerts, "A", time);
        await Until(() => alerts.Firing == 1);
        await using var notifications = Notifications(live, alerts, options, time);
        target.Status = status;
        await notifications.SendDueAsync(Cancellation);
        Assert.Equal((waiting, failed, $"answered {status}"), notifications.State);
        Assert.Single(target.Received);
    }

    // A disk that is nearly full takes one write and not the next.
    [Fact]
    public async Task Nothing_else_is_sent_while_what_was_delivered_cannot_be_marked()
    {
        var (time, options) = (new SetTime(), Options(("out", target.Port)));
        var loops = Loops(time);
        await using var live = new LiveKnowledge(options, loops, time, NullLogger<LiveKnowledge>.Instance);
        await live.StartAsync(Cancellation);
        await using var alerts = new LiveAlerts(live, loops, options, time);
        alerts.Start();
        await Fire(alerts, "A", time);
        await Until(() => alerts.Firing == 1);
        await using var notifications = Notifications(live, alerts, options, time);
        using var other = new SqliteConnection($"Data Source={Path.Combine(DataOf(content), "knowledge.db")};Pooling=False");
        other.Open();
        other.Execute(
            "CREATE TRIGGER nearly_full BEFORE UPDATE OF state ON outbox WHEN NEW.state = 'sent' BEGIN SELECT RAISE(ABORT, 'full'); END"
        );
        for (var round = 0; round < 3; round++, time.Now = time.Now.AddHours(1))
            await notifications.SendDueAsync(Cancellation);
        Assert.Single(target.Received);

        other.Execute("DROP TRIGGER nearly_full");
        await notifications.SendDueAsync(Cancellation);
        Assert.Equal((1, 0), (target.Received.Count, notifications.State!.Value.Waiting));
        // When all is told, a round writes nothing.
        other.Execute("CREATE TABLE seen (id); CREATE TRIGGER seen_in AFTER UPDATE ON outbox BEGIN INSERT INTO seen VALUES (NEW.id); END");
        await notifications.SendDueAsync(Cancellation);
        Assert.Empty(other.Query<long>("SELECT id FROM seen"));
    }

    [Fact]
    public async Task A_message_whose_alert_cannot_be_read_waits_until_it_can()
    {
        var (time, options) = (new SetTime(), Options(("out", target.Port)));
        var loops = Loops(time);
        await using var live = new LiveKnowledge(options, loops, time, NullLogger<LiveKnowledge>.Instance);
        await live.StartAsync(Cancellation);
        await using var alerts = new LiveAlerts(live, loops, options, time);
        alerts.Start();
        await Fire(alerts, "A", time);
        await Until(() => alerts.Firing == 1);
        await using var notifications = Notifications(live, alerts, options, time);
        using var other = new SqliteConnection($"Data Source={Path.Combine(DataOf(content), "knowledge.db")};Pooling=False");
        other.Open();

        other.Execute("ALTER TABLE alerts RENAME TO away");
        await notifications.SendDueAsync(Cancellation);
        Assert.Equal(1, notifications.State!.Value.Waiting);
        Assert.Empty(target.Received);
        other.Execute("ALTER TABLE away RENAME TO alerts");
        await notifications.SendDueAsync(Cancellation);
        Assert.Single(target.Received);

        // One that is not there is another matter.
        await Fire(alerts, "B", time);
        await Until(() => alerts.Firing == 2);
        other.Execute("PRAGMA foreign_keys = OFF; DELETE FROM alerts WHERE name = 'B'");
        await notifications.SendDueAsync(Cancellation);
        Assert.Equal((0, 1, "its alert does not exist any more"), notifications.State);
        Assert.Single(target.Received);
    }

    [Fact]
    public async Task A_message_that_cannot_be_written_holds_up_no_other_and_is_given_up_after_a_day()
    {
        var (time, options) = (new SetTime(), Options(("out", target.Port)));
        var loops = Loops(time);
        await using var live = new LiveKnowledge(options, loops, time, NullLogger<LiveKnowledge>.Instance);
        await live.StartAsync(Cancellation);
        await using var alerts = new LiveAlerts(live, loops, options, time);
        alerts.Start();
        await Fire(alerts, "A", time);
        await Fire(alerts, "B", time);
        await Until(() => alerts.Firing == 2);
        await using var notifications = Notifications(live, alerts, options, time);
        using var other = new SqliteConnection($"Data Source={Path.Combine(DataOf(content), "knowledge.db")};Pooling=False");
        other.Open();
        other.Execute("UPDATE alerts SET payload = 'not JSON' WHERE name = 'A'");

        await notifications.SendDueAsync(Cancellation);
        Assert.Contains("\"B\"", Assert.Single(target.Received).Body, StringComparison.Ordinal);
        Assert.Equal((1, 0, "an error inside Knowledge; the log has more"), notifications.State);
        time.Now += TimeSpan.FromHours(25);
        await notifications.SendDueAsync(Cancellation);
        Assert.Equal((0, 1, "an error inside Knowledge; the log has more"), notifications.State);
    }

    [Fact]
    public async Task How_many_wait_is_not_known_while_the_store_cannot_be_read()
    {
        Directory.CreateDirectory(DataOf(content));
        await File.WriteAllTextAsync(Path.Combine(DataOf(content), "knowledge.db"), new string('?', 8192), Cancellation);
        var options = Options(("out", target.Port));
        var loops = Loops();
        await using var live = new LiveKnowledge(options, loops, TimeProvider.System, NullLogger<LiveKnowledge>.Instance);
        await live.StartAsync(Cancellation);
        await using var alerts = new LiveAlerts(live, loops, options, TimeProvider.System);
        await using var notifications = Notifications(live, alerts, options);
        Assert.Null(notifications.State);
    }

    [Fact]
    public async Task What_waits_for_a_target_that_was_taken_away_is_given_up_also_when_it_was_the_last()
    {
        var options = Options(("out", target.Port));
        var loops = Loops();
        await using var live = new LiveKnowledge(options, loops, TimeProvider.System, NullLogger<LiveKnowledge>.Instance);
        await live.StartAsync(Cancellation);
        await using var alerts = new LiveAlerts(live, loops, options, TimeProvider.System);
        alerts.Start();
        await Fire(alerts, "A");
        await Until(() => alerts.Firing == 1);

        await using var none = Notifications(live, alerts, Options());
        none.Start();
        await Until(() => none.State is (0, 1, "it is not configured any more"));
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
