using System.Security.Cryptography;
using System.Text;
using Dapper;
using Knowledge.Api.Live;
using Knowledge.Indexer.Alerts;
using Knowledge.Tests.Indexer;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using static Knowledge.Tests.Api.Live.LiveServer;

namespace Knowledge.Tests.Api.Live;

public sealed class LiveAlertsTests : IDisposable
{
    private readonly ContentDirectory content = new();

    public void Dispose() => content.Dispose();

    private void InStore(string sql)
    {
        using var store = new SqliteConnection($"Data Source={Path.Combine(DataOf(content), "knowledge.db")};Pooling=False");
        store.Open();
        store.Execute(sql);
    }

    [Theory]
    [InlineData("alerts")]
    [InlineData("inbox")]
    public async Task What_was_kept_while_it_could_not_be_read_is_read_without_another_post(string away)
    {
        var options = new ServingOptions([new("s", content.Root)], DataOf(content));
        var loops = Loops();
        await using var live = new LiveKnowledge(options, loops, TimeProvider.System, NullLogger<LiveKnowledge>.Instance);
        await live.StartAsync(TestContext.Current.CancellationToken);
        await using (var alerts = new LiveAlerts(live, loops, options, TimeProvider.System))
        {
            // Kept, and left to be read by the next.
            InStore("ALTER TABLE alerts RENAME TO later");
            alerts.Start();
            var body = """{"alerts":[{"status":"firing","labels":{"alertname":"DiskFull"},"fingerprint":"f1"}]}"""u8.ToArray();
            var receipt = await alerts.ReceiveAsync(
                new("alertmanager", TimeProvider.System.GetUtcNow(), "{}", body, [1, 2, 3], null),
                TestContext.Current.CancellationToken
            );
            Assert.Equal(ReceiptOutcome.Stored, receipt.Outcome);
        }
        InStore($"ALTER TABLE later RENAME TO alerts; ALTER TABLE {away} RENAME TO later");

        await using var next = new LiveAlerts(live, loops, options, TimeProvider.System);
        next.Start();
        await Until(() =>
            live.Degraded.Any(d => d.StartsWith("Alerts that were received are kept and not read", StringComparison.Ordinal))
        );
        InStore($"ALTER TABLE later RENAME TO {away}");
        await Until(() => next.Firing == 1);
        await Until(() => live.Degraded.Count == 0);
        Assert.Equal(0, next.Unread);
    }

    // What is large finds no room, what is small does.
    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    public async Task A_request_for_which_the_disk_has_no_room_is_not_put_aside(int pagesLeft)
    {
        var options = new ServingOptions([new("s", content.Root)], DataOf(content));
        var loops = Loops();
        await using var live = new LiveKnowledge(options, loops, TimeProvider.System, NullLogger<LiveKnowledge>.Instance);
        await live.StartAsync(TestContext.Current.CancellationToken);
        await using (var alerts = new LiveAlerts(live, loops, options, TimeProvider.System))
        {
            // Kept, and left to be read by the next.
            InStore("ALTER TABLE alerts RENAME TO later");
            alerts.Start();
            var many = string.Join(
                ",",
                Enumerable.Range(0, 1000).Select(n => $$$"""{"status":"firing","labels":{"alertname":"A{{{n}}}"}}""")
            );
            var receipt = await alerts.ReceiveAsync(
                new(
                    "alertmanager",
                    TimeProvider.System.GetUtcNow(),
                    "{}",
                    Encoding.UTF8.GetBytes($$"""{"alerts":[{{many}}]}"""),
                    [1],
                    null
                ),
                TestContext.Current.CancellationToken
            );
            Assert.Equal(ReceiptOutcome.Stored, receipt.Outcome);
        }
        InStore("ALTER TABLE later RENAME TO alerts");
        Room(pagesLeft);

        await using var next = new LiveAlerts(live, loops, options, TimeProvider.System);
        next.Start();
        await Until(() =>
            live.Degraded.Any(d => d.StartsWith("Alerts that were received are kept and not read", StringComparison.Ordinal))
            || next.Inbox(10, unreadable: true) is { Count: > 0 }
        );
        Assert.Empty(next.Inbox(10, unreadable: true)!);
        Assert.Equal(1, next.Unread);

        Room(1_000_000);
        await Until(() => next.Firing == 1000);
        Assert.Empty(next.Inbox(10, unreadable: true)!);

        void Room(int pages) =>
            Assert.True(
                live.UpdateStore(s =>
                    s.Database.Write(
                        (connection, transaction) =>
                        {
                            var used = connection.ExecuteScalar<long>("PRAGMA page_count", transaction: transaction);
                            return connection.Execute($"PRAGMA max_page_count = {used + pages}", transaction: transaction);
                        }
                    )
                )
            );
    }

    private static ReceivedPost Post(string name)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"name": "{{name}}", "status": "firing"}""");
        return new("webhook", TimeProvider.System.GetUtcNow(), "{}", body, SHA256.HashData(body), null);
    }

    // A trigger stands for any fault that one request brings about.
    [Fact]
    public async Task A_request_that_cannot_be_taken_in_is_put_aside_and_holds_up_no_other()
    {
        var options = new ServingOptions([new("s", content.Root)], DataOf(content));
        var loops = Loops();
        await using var live = new LiveKnowledge(options, loops, TimeProvider.System, NullLogger<LiveKnowledge>.Instance);
        await live.StartAsync(TestContext.Current.CancellationToken);
        InStore(
            "CREATE TRIGGER poison BEFORE INSERT ON alerts WHEN NEW.name = 'Poison' BEGIN SELECT RAISE(ABORT, 'NOT NULL constraint'); END"
        );
        await using var alerts = new LiveAlerts(live, loops, options, TimeProvider.System);
        var posted = new[] { "A", "Poison", "B" }.Select(n => alerts.ReceiveAsync(Post(n), TestContext.Current.CancellationToken)).ToList();
        alerts.Start();
        Assert.All(await Task.WhenAll(posted), r => Assert.Equal(ReceiptOutcome.Stored, r.Outcome));

        await Until(() => alerts.Firing == 2);
        await Until(() => alerts.Unread == 0);
        var aside = Assert.Single(alerts.Inbox(10, unreadable: true)!);
        Assert.Equal((2, "an error inside Knowledge; the log has more"), (aside.Id, aside.Problem));
        Assert.Empty(live.Degraded);

        InStore("DROP TRIGGER poison");
        Assert.Equal(1, alerts.Replay());
        await Until(() => alerts.Firing == 3);
    }

    [Fact]
    public async Task An_alert_that_is_read_while_files_are_still_to_come_makes_no_gap()
    {
        for (var i = 0; i < 1001; i++)
            content.Write($"a/{i:D4}.md", "# Relay\n");
        var options = new ServingOptions([new("s", content.Root)], DataOf(content));
        var loops = Loops();
        using var pause = new PausedLog();
        await using var live = new LiveKnowledge(options, loops, TimeProvider.System, pause);
        var starting = live.StartAsync(TestContext.Current.CancellationToken);
        await Until(() => pause.IsReached);
        Assert.False(live.IsComplete);
        await using var alerts = new LiveAlerts(live, loops, options, TimeProvider.System);
        alerts.Start();
        async Task<string> TextOf(string name)
        {
            await alerts.ReceiveAsync(Post(name), TestContext.Current.CancellationToken);
            await Until(() => alerts.Unread == 0);
            return alerts.MessageOf(alerts.List(new(), 10)!.Single(a => a.Name == name), new("https://kb.example/")).PlainText();
        }

        Assert.Contains("Runbook: none yet; pages are still being read", await TextOf("Early"), StringComparison.Ordinal);
        pause.GoOn();
        await starting;
        await Until(() => live.IsComplete);
        Assert.Contains("Runbook: nobody has written one", await TextOf("Late"), StringComparison.Ordinal);
        await Until(() => live.Gaps(10) is { Count: > 0 });
        Assert.Equal("Late", Assert.Single(live.Gaps(10)!).Query);
    }
}
