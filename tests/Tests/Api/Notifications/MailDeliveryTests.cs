using System.Security.Cryptography;
using System.Text;
using Knowledge.Api.Background;
using Knowledge.Api.Live;
using Knowledge.Api.Notifications;
using Knowledge.Tests.Api.Store;
using Knowledge.Tests.Indexer;
using Microsoft.Extensions.Logging.Abstractions;
using static Knowledge.Tests.Api.Live.LiveServer;

namespace Knowledge.Tests.Api.Notifications;

/// <summary>Alerts told by mail: from the same outbox and by the same rules as by any other way, with each engine of the store.</summary>
public abstract class MailDeliveryTests(StoreEngine engine) : IDisposable
{
    private readonly ContentDirectory content = new();
    private readonly MailServer server = new();
    private readonly WebhookTarget webhook = new();
    private readonly SetTime time = new();

    public void Dispose()
    {
        server.Dispose();
        webhook.Dispose();
        content.Dispose();
        GC.SuppressFinalize(this);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Its timers run as ever.</summary>
    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 4, 10, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private ServingOptions Options(params string[] targets) =>
        new([new("s", content.Root)], DataOf(content))
        {
            Store = engine == StoreEngine.Postgres ? PostgresServer.Shared.NewDatabase() : null,
            Mail = new("127.0.0.1", server.Port, MailSecurity.None, "kb@example.org") { Patience = TimeSpan.FromSeconds(1) },
            NotifyTargets =
            [
                .. targets.Select(t => new NotifyTarget(t, NotifyKind.Mail, null) { Address = $"{t}@example.org" }),
                new("out", NotifyKind.Webhook, new($"http://127.0.0.1:{webhook.Port}/x")),
            ],
            NotifyAllowedHosts = new HashSet<string> { "127.0.0.1" },
            NotifyInterval = TimeSpan.Zero,
            PublicUrl = new("https://kb.example/"),
        };

    private async Task Run(ServingOptions options, Func<LiveAlerts, LiveNotifications, Task> test)
    {
        var loops = Loops(time);
        await using var live = new LiveKnowledge(options, loops, time, NullLogger<LiveKnowledge>.Instance);
        await live.StartAsync(Cancellation);
        await Until(() => live.HasStore);
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

    private async Task Fire(LiveAlerts alerts, params string[] names)
    {
        var before = alerts.Firing ?? 0;
        foreach (var name in names)
        {
            var body = Encoding.UTF8.GetBytes($$"""{"name": "{{name}}", "status": "firing"}""");
            await alerts.ReceiveAsync(new("webhook", time.Now, "{}", body, SHA256.HashData(body), null), Cancellation);
        }
        await Until(() => alerts.Firing == before + names.Length);
    }

    [Fact]
    public async Task Each_target_gets_one_mail_about_what_began_together()
    {
        content.Write(
            "load.md",
            "---\nalerts: [A]\nowner: water\n---\n# A\n\n## Remediation\n\n1. Open the valve.\n\n   ```sh\n   valve open\n   ```\n"
        );
        await Run(
            Options("oncall", "boss"),
            async (alerts, notifications) =>
            {
                await Fire(alerts, "A");
                await notifications.SendDueAsync(Cancellation);
                await notifications.SendDueAsync(Cancellation);
                Assert.Equal(["boss@example.org", "oncall@example.org"], server.Received.Select(r => Assert.Single(r.To)).Order());
                var mail = server.Received.First();
                Assert.Equal("Firing: A", mail.Read().Subject);
                Assert.Contains("1. Open the valve.\n   valve open\n", mail.Body, StringComparison.Ordinal);
                Assert.Contains("https://kb.example/docs/load", mail.Body, StringComparison.Ordinal);
                Assert.Single(webhook.Received);

                server.Received.Clear();
                await Fire(alerts, "B", "C");
                await notifications.SendDueAsync(Cancellation);
                Assert.Equal(2, server.Received.Count);
                Assert.All(server.Received, r => Assert.Equal("2 alerts began to fire", r.Read().Subject));
                Assert.Equal((0, 0, null), notifications.State);
            }
        );
    }

    [Fact]
    public async Task One_that_is_put_off_comes_again_with_the_same_number_and_once()
    {
        await Run(
            Options("oncall"),
            async (alerts, notifications) =>
            {
                await Fire(alerts, "A");
                server.Answer = line => line == "." ? "451 4.7.1 greylisted" : null;
                await notifications.SendDueAsync(Cancellation);
                Assert.Equal((1, 0, "the mail server answered 451 to the message"), notifications.State);
                server.Answer = _ => null;
                time.Now += TimeSpan.FromSeconds(1.999);
                await notifications.SendDueAsync(Cancellation);
                Assert.Empty(server.Received);
                time.Now += TimeSpan.FromMilliseconds(1);
                await notifications.SendDueAsync(Cancellation);
                await notifications.SendDueAsync(Cancellation);
                Assert.Single(server.Received);
                Assert.Equal((0, 0, null), notifications.State);
            }
        );
    }

    [Theory]
    [InlineData("550 5.1.1 <oncall@example.org> unknown", 1)]
    [InlineData("450 4.2.0 <oncall@example.org> later", 0)]
    public async Task What_the_server_will_never_take_is_given_up_and_holds_up_nobody(string answer, int failed)
    {
        server.Answer = line => line.StartsWith("RCPT TO:<oncall@", StringComparison.Ordinal) ? answer : null;
        await Run(
            Options("oncall", "boss"),
            async (alerts, notifications) =>
            {
                await Fire(alerts, "A");
                await notifications.SendDueAsync(Cancellation);
                Assert.Equal((1 - failed, failed, $"the mail server answered {answer[..3]} to the recipient"), notifications.State);
                Assert.Equal("boss@example.org", Assert.Single(Assert.Single(server.Received).To));
                Assert.Single(webhook.Received);
                time.Now += TimeSpan.FromHours(25);
                await notifications.SendDueAsync(Cancellation);
                Assert.Equal((0, 1), (notifications.State!.Value.Waiting, notifications.State!.Value.Failed));
            }
        );
    }

    [Fact]
    public async Task A_server_that_hangs_or_is_gone_loses_nothing()
    {
        await Run(
            Options("oncall"),
            async (alerts, notifications) =>
            {
                await Fire(alerts, "A");
                server.HangsAt = "EHLO";
                await notifications.SendDueAsync(Cancellation);
                Assert.Equal((1, 0, "the mail server did not answer in time"), notifications.State);
                Assert.Single(webhook.Received);
                server.HangsAt = null;
                time.Now += TimeSpan.FromMinutes(1);
                await notifications.SendDueAsync(Cancellation);
                Assert.Single(server.Received);
            }
        );
    }
}

public sealed class MailDeliveryOfSqliteTests() : MailDeliveryTests(StoreEngine.Sqlite);

public sealed class MailDeliveryOfPostgresTests() : MailDeliveryTests(StoreEngine.Postgres);
