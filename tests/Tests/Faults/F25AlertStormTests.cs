using System.Security.Cryptography;
using System.Text.Json;
using Knowledge.Api.Background;
using Knowledge.Api.Live;
using Knowledge.Api.Notifications;
using Knowledge.Indexer.Alerts;
using Knowledge.Tests.Api;
using Knowledge.Tests.Indexer;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static Knowledge.Tests.Api.Live.LiveServer;

namespace Knowledge.Tests.Faults;

/// <summary>F-25: a storm of alerts is a few messages, and names everybody and everything all the same.</summary>
public sealed class F25AlertStormTests : IDisposable
{
    private const string Catalog = """
        apiVersion: backstage.io/v1alpha1
        kind: Component
        metadata: {name: NAME}
        spec: {owner: TEAM}
        """;

    private readonly ContentDirectory content = new();
    private readonly WebhookTarget target = new();
    private readonly FakeTimeProvider time = new(new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));

    public void Dispose()
    {
        target.Dispose();
        content.Dispose();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ServingOptions Options(NotifyKind kind) =>
        new([new("s", content.Root)], DataOf(content))
        {
            NotifyTargets = [new("out", kind, new($"http://127.0.0.1:{target.Port}/x"), "secret")],
            NotifyAllowedHosts = new HashSet<string> { "127.0.0.1" },
            Embedder = new("none"),
        };

    private async Task Fire(LiveAlerts alerts, IEnumerable<(string Name, string Service, int Number)> which)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                version = "4",
                alerts = which.Select(a => new
                {
                    status = "firing",
                    fingerprint = $"{a.Name}{a.Number}",
                    labels = new
                    {
                        alertname = a.Name,
                        service = a.Service,
                        instance = $"host-{a.Number}",
                    },
                }),
            }
        );
        var receipt = await alerts.ReceiveAsync(
            new("alertmanager", time.GetUtcNow(), "{}", body, SHA256.HashData(body), null),
            Cancellation
        );
        Assert.Equal(ReceiptOutcome.Stored, receipt.Outcome);
    }

    private async Task In(NotifyKind kind, Func<LiveAlerts, LiveNotifications, Task> test)
    {
        content.Write(
            "catalog-info.yaml",
            string.Join(
                "\n---\n",
                Catalog.Replace("NAME", "disks", StringComparison.Ordinal).Replace("TEAM", "storage", StringComparison.Ordinal),
                Catalog.Replace("NAME", "queue", StringComparison.Ordinal).Replace("TEAM", "messaging", StringComparison.Ordinal)
            )
        );
        var (options, loops) = (Options(kind), Loops(time));
        await using var live = new LiveKnowledge(options, loops, time, NullLogger<LiveKnowledge>.Instance);
        await live.StartAsync(Cancellation);
        await using var alerts = new LiveAlerts(live, loops, options, time);
        alerts.Start();
        await using var notifications = new LiveNotifications(
            live,
            alerts,
            options,
            new(time, NullLogger<BackgroundLoops>.Instance, random: () => 0.5),
            time,
            NullLogger<LiveNotifications>.Instance
        );
        await test(alerts, notifications);
    }

    // One round a second, as the loop does.
    private async Task Seconds(LiveNotifications notifications, int seconds)
    {
        for (; seconds > 0; seconds--)
            await After(notifications, TimeSpan.FromSeconds(1));
    }

    private async Task After(LiveNotifications notifications, TimeSpan wait)
    {
        time.Advance(wait);
        await notifications.SendDueAsync(Cancellation);
    }

    [Theory]
    [InlineData(NotifyKind.Webhook)]
    [InlineData(NotifyKind.Slack)]
    public Task Three_thousand_alerts_are_three_messages_that_name_every_alert_and_owner(NotifyKind kind) =>
        In(
            kind,
            async (alerts, notifications) =>
            {
                for (var i = 0; i < 3_000; i += 500)
                    await Fire(
                        alerts,
                        Enumerable.Range(i, 500).Select(n => n == 2_900 ? ("QueueStuck", "queue", n) : ("DiskFull", "disks", n))
                    );
                await Until(() => alerts.Firing == 3_000);
                await Seconds(notifications, 90);
                Assert.Equal((0, 0, null), notifications.State);
                Assert.Equal(3, target.Received.Count);
                var all = string.Concat(target.Received.Select(r => r.Body));
                Assert.Contains("1000 alerts began to fire", all, StringComparison.Ordinal);
                Assert.Contains("and 980 more: 980 of DiskFull", all, StringComparison.Ordinal);
                Assert.Contains("QueueStuck", all, StringComparison.Ordinal);
                Assert.Contains("storage; messaging", all, StringComparison.Ordinal);
                Assert.All(target.Received, r => Assert.InRange(r.Body.Length, 1, 60_000));
            }
        );

    [Fact]
    public Task One_alone_waits_for_others_for_five_seconds_and_is_told_in_full() =>
        In(
            NotifyKind.Webhook,
            async (alerts, notifications) =>
            {
                await Fire(alerts, [("DiskFull", "disks", 1)]);
                await Until(() => alerts.Firing == 1);
                await notifications.SendDueAsync(Cancellation);
                await Seconds(notifications, 4);
                await After(notifications, TimeSpan.FromMilliseconds(999));
                Assert.Empty(target.Received);
                await After(notifications, TimeSpan.FromMilliseconds(1));
                Assert.Contains("\"alert.firing\"", Assert.Single(target.Received).Body, StringComparison.Ordinal);

                // Half a minute lies between two messages; what begins meanwhile goes together.
                await Fire(alerts, [("QueueStuck", "queue", 1), ("DiskFull", "disks", 2)]);
                await Until(() => alerts.Firing == 3);
                await Seconds(notifications, 29);
                await After(notifications, TimeSpan.FromMilliseconds(999));
                Assert.Single(target.Received);
                await After(notifications, TimeSpan.FromMilliseconds(1));
                Assert.Equal(2, target.Received.Count);
                using var second = JsonDocument.Parse(target.Received.Last().Body);
                Assert.Equal("alerts.firing", second.RootElement.GetProperty("type").GetString());
                var data = second.RootElement.GetProperty("data");
                Assert.Equal((2, 0), (data.GetProperty("alerts").GetArrayLength(), data.GetProperty("more").GetInt32()));
                await Seconds(notifications, 60);
                Assert.Equal(2, target.Received.Count);
            }
        );

    [Fact]
    public Task What_a_target_did_not_take_comes_again_as_one_message_with_what_began_meanwhile() =>
        In(
            NotifyKind.Webhook,
            async (alerts, notifications) =>
            {
                target.Status = 503;
                await Fire(alerts, Enumerable.Range(0, 21).Select(n => ("DiskFull", "disks", n)));
                await Until(() => alerts.Firing == 21);
                await Seconds(notifications, 7);
                Assert.Single(target.Received);
                await Seconds(notifications, 2);
                Assert.Equal(2, target.Received.Count);
                Assert.Single(target.Received.Select(r => r.Headers["webhook-id"]).Distinct());
                await Fire(alerts, [("QueueStuck", "queue", 1)]);
                await Until(() => alerts.Firing == 22);
                target.Status = 200;
                await Seconds(notifications, 10);
                Assert.Equal((0, 0, null), notifications.State);
                var last = Assert.Single(target.Received, r => r.Answered == 200);
                Assert.NotEqual(target.Received.First().Headers["webhook-id"], last.Headers["webhook-id"]);
                Assert.Contains("22 alerts began to fire", last.Body, StringComparison.Ordinal);
                Assert.Contains("QueueStuck", last.Body, StringComparison.Ordinal);
                Assert.Contains("and 2 more: 2 of DiskFull", last.Body, StringComparison.Ordinal);
            }
        );

    [Fact]
    public Task What_a_group_will_never_be_taken_as_is_given_up_and_said() =>
        In(
            NotifyKind.Slack,
            async (alerts, notifications) =>
            {
                target.Status = 404;
                await Fire(alerts, Enumerable.Range(0, 5).Select(n => ("DiskFull", "disks", n)));
                await Until(() => alerts.Firing == 5);
                await Seconds(notifications, 60);
                Assert.Equal((0, 5, "answered 404"), notifications.State);
                Assert.Single(target.Received);
            }
        );
}
