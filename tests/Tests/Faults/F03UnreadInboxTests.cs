using Dapper;
using Knowledge.Api.Live;
using Knowledge.Tests.Indexer;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static Knowledge.Tests.Api.Live.LiveServer;

namespace Knowledge.Tests.Faults;

/// <summary>F-03: alerts that were acknowledged and are not read are told of, whatever keeps them from being read.</summary>
public sealed class F03UnreadInboxTests : IDisposable
{
    private const string Said = "Alerts that were received up to ";
    private readonly ContentDirectory content = new();
    private readonly FakeTimeProvider time = new(new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));

    public void Dispose() => content.Dispose();

    private void InStore(string sql, object? with = null)
    {
        using var store = new SqliteConnection($"Data Source={Path.Combine(DataOf(content), "knowledge.db")};Pooling=False");
        store.Open();
        store.Execute(sql, with);
    }

    private void Keep(TimeSpan ago, string name) =>
        InStore(
            "INSERT INTO inbox (source, received, headers, body, hash, state) "
                + "VALUES ('webhook', @at, '{}', CAST(@body AS BLOB), X'00', 'new')",
            new { at = (time.GetUtcNow() - ago).ToUnixTimeMilliseconds(), body = $$"""{"name": "{{name}}", "status": "firing"}""" }
        );

    [Theory]
    [InlineData(119, false)]
    [InlineData(120, false)]
    [InlineData(121, true)]
    [InlineData(7200, true)]
    // A clock that was ahead when they came.
    [InlineData(-7200, false)]
    public async Task What_waits_for_more_than_two_minutes_is_said_and_read_when_it_can_be(int seconds, bool isSaid)
    {
        var options = new ServingOptions([new("s", content.Root)], DataOf(content)) { Embedder = new("none") };
        var loops = Loops(time);
        await using var live = new LiveKnowledge(options, loops, time, NullLogger<LiveKnowledge>.Instance);
        await live.StartAsync(TestContext.Current.CancellationToken);
        Keep(TimeSpan.FromSeconds(seconds), "Older");
        Keep(TimeSpan.FromSeconds(Math.Min(seconds, 1)), "Newer");
        InStore("ALTER TABLE alerts RENAME TO away");
        await using var alerts = new LiveAlerts(live, loops, options, time);
        Assert.Equal(TimeSpan.FromSeconds(Math.Max(seconds, 0)), alerts.OldestUnread);
        alerts.Start();
        await Until(() => loops.Status.Single(l => l.Name == "alerts").Failures > 0);
        await Until(() => !isSaid || live.Degraded.Any(d => d.StartsWith(Said, StringComparison.Ordinal)));
        Assert.Equal(isSaid, live.Degraded.Any(d => d.StartsWith(Said, StringComparison.Ordinal)));

        InStore("ALTER TABLE away RENAME TO alerts");
        await Until(() =>
        {
            time.Advance(TimeSpan.FromSeconds(5));
            return alerts.Firing == 2 && !live.Degraded.Any(d => d.StartsWith(Said, StringComparison.Ordinal));
        });
        Assert.Equal(TimeSpan.Zero, alerts.OldestUnread);
    }

    [Fact]
    public async Task An_age_that_cannot_be_told_is_unknown_and_not_zero()
    {
        var options = new ServingOptions([new("s", content.Root)], DataOf(content)) { Embedder = new("none") };
        var loops = Loops();
        await using var live = new LiveKnowledge(options, loops, TimeProvider.System, NullLogger<LiveKnowledge>.Instance);
        await live.StartAsync(TestContext.Current.CancellationToken);
        await using var alerts = new LiveAlerts(live, loops, options, TimeProvider.System);
        Assert.Equal(TimeSpan.Zero, alerts.OldestUnread);
        InStore("ALTER TABLE inbox RENAME TO away");
        Assert.Null(alerts.OldestUnread);
    }
}
