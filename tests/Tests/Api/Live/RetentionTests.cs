using Dapper;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Knowledge.Tests.Indexer;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static Knowledge.Tests.Api.Live.LiveServer;

namespace Knowledge.Tests.Api.Live;

/// <summary>What was kept for as long as it should be is deleted, kind by kind, and nothing else.</summary>
public sealed class RetentionTests : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(10);
    private static readonly Retention Everything = All(Kept);

    private readonly ContentDirectory content = new();
    private readonly FakeTimeProvider time = new(new(2026, 3, 20, 8, 0, 0, TimeSpan.Zero));

    private static Retention All(TimeSpan? time) =>
        StoredKinds.All.Where(k => k.HasOption).Aggregate(Retention.Default, (told, kind) => told.With(kind, time));

    public void Dispose() => content.Dispose();

    private SqliteConnection Store()
    {
        var store = new SqliteConnection($"Data Source={Path.Combine(DataOf(content), "knowledge.db")};Pooling=False");
        store.Open();
        return store;
    }

    // Of each kind one that is a millisecond too old by the time of the first round, and one that is not.
    private void Fill()
    {
        using var store = Store();
        foreach (var (name, at) in new[] { ("old", -1L), ("new", 0L) })
            store.Execute(
                """
                INSERT INTO inbox (source, received, headers, body, hash, state) VALUES
                    (@name, @at, '{}', X'00', X'00', 'read'), (@name, @at, '{}', X'00', X'00', 'unreadable'),
                    ('unread', @at, '{}', X'00', X'00', 'new');
                INSERT INTO alerts (id, source, key, name, state, starts_at, first_seen, last_seen, payload) VALUES
                    (@name, 's', @name, @name, 'resolved', @at, @at, @at, '{}'),
                    ('f' || @name, 's', 'f' || @name, @name, 'firing', @at, @at, @at, '{}');
                INSERT INTO alert_events (alert_id, starts_at, state, first_seen, last_seen, times) VALUES
                    (@name, @at, 'resolved', @at, @at, 1), ('f' || @name, @at - 5, 'resolved', @at, @at, 1),
                    ('f' || @name, @at, 'firing', @at, @at, 1);
                INSERT INTO outbox (alert_id, starts_at, target, created, due, state) VALUES
                    (@name, 0, 'sent', @at, 0, 'sent'), (@name, 0, 'waits', 0, 0, 'waiting');
                INSERT INTO run_log (alert_id, starts_at, document_id, step, done, actor, at) VALUES
                    (@name, @at, 'd', 's', 1, 'a', @at), ('f' || @name, @at - 5, 'd', 's', 1, 'a', @at),
                    ('f' || @name, @at, 'd', 's', 1, 'a', @at);
                INSERT INTO alert_log (alert_id, starts_at, what, actor, at) VALUES
                    (@name, @at, 'note', 'a', @at), ('f' || @name, @at - 5, 'note', 'a', @at), ('f' || @name, @at, 'note', 'a', @at);
                INSERT INTO outbox (alert_id, starts_at, target, created, due, state) VALUES ('actions:' || @name, 0, 't', @at, 0, 'sent');
                INSERT INTO documents (id, source, path, kind, title, hash, first_seen, changed, revision, deleted) VALUES
                    ('gone-' || @name, 'away', @name, 'Runbook', 'T', 'h', @at, @at, 1, @at),
                    ('page-' || @name, 'away', @name || '2', 'Runbook', 'T', 'h', @at, @at, 2, NULL);
                INSERT INTO revisions (document_id, number, hash, at, text) VALUES
                    ('gone-' || @name, 1, 'h', @at, 't'), ('page-' || @name, 1, 'g', @at - 9, 't'), ('page-' || @name, 2, 'h', @at, 't');
                INSERT INTO alert_votes (alert_id, name, document_id, helped, actor, at) VALUES (@name, @name, 'd', 1, 'a', @at);
                INSERT INTO feedback (query_key, query, document_id, helped, actor, at) VALUES (@name, @name, 'd', 1, 'a', @at);
                INSERT INTO gaps (id, query, count, first, last) VALUES (@name, @name, 1, 0, @at);
                INSERT INTO written (slug, number, state, text, actor, at, note) VALUES
                    ('draft-' || @name, 1, 'draft', 'x', 'a', @at, ''), ('published-' || @name, 1, 'published', 'x', 'a', @at, '');
                """,
                new { name, at = (time.GetUtcNow() + TimeSpan.FromHours(1) - Kept).ToUnixTimeMilliseconds() + at }
            );
    }

    private IReadOnlyList<string> Left()
    {
        using var store = Store();
        return
        [
            .. new[]
            {
                "SELECT 'inbox ' || source || ' ' || state FROM inbox",
                "SELECT 'alert ' || id FROM alerts",
                "SELECT 'event ' || alert_id || ' ' || state FROM alert_events",
                "SELECT 'outbox ' || alert_id || ' ' || target FROM outbox",
                "SELECT 'step ' || alert_id || ' ' || id FROM run_log",
                "SELECT 'note ' || alert_id || ' ' || id FROM alert_log",
                "SELECT 'text ' || document_id || ' ' || number FROM revisions WHERE substr(document_id, 1, 5) IN ('gone-', 'page-')",
                "SELECT 'vote ' || name FROM alert_votes",
                "SELECT 'feedback ' || query FROM feedback",
                "SELECT 'gap ' || query FROM gaps",
                "SELECT 'written ' || slug FROM written",
            }
                .SelectMany(sql => store.Query<string>(sql))
                .Order(StringComparer.Ordinal),
        ];
    }

    private async Task<IReadOnlyList<string>> After(Retention retention, Action<FakeTimeProvider> wait)
    {
        var options = new ServingOptions([new("s", content.Root)], DataOf(content)) { Embedder = new("none"), Retention = retention };
        Knowledge.Api.Store.Database.Open(DataOf(content)).Dispose();
        Fill();
        var loops = Loops(time);
        await using var live = new LiveKnowledge(options, loops, time, NullLogger<LiveKnowledge>.Instance);
        await live.StartAsync(TestContext.Current.CancellationToken);
        var loop = new RetentionLoop(live, options, loops, time, NullLogger<RetentionLoop>.Instance);
        wait(time);
        Assert.Null(loop.DeleteOld().Problem);
        // What is kept in memory beside a table follows it.
        var old = retention == Everything ? 1 : 2;
        Assert.Equal(old, live.QueryStore(s => s.Feedback.All)?.Count ?? 0);
        return Left();
    }

    [Fact]
    public async Task Of_every_kind_the_old_goes_and_what_waits_fires_or_is_published_stays()
    {
        var before = new List<string>();
        var left = await After(
            Everything,
            t =>
            {
                before.AddRange(Left());
                t.Advance(TimeSpan.FromHours(1));
            }
        );
        Assert.Equal(
            [
                "alert old",
                "event fold resolved",
                "event old resolved",
                "feedback old",
                "gap old",
                "inbox old read",
                "inbox old unreadable",
                "note fold 2",
                "note old 1",
                "outbox actions:old t",
                "outbox old sent",
                "step fold 2",
                "step old 1",
                "text gone-old 1",
                "text page-old 1",
                "vote old",
                "written draft-old",
            ],
            before.Except(left)
        );
        Assert.Empty(left.Except(before));
    }

    [Fact]
    public async Task What_is_kept_for_ever_stays()
    {
        var before = new List<string>();
        var left = await After(
            All(null),
            t =>
            {
                before.AddRange(Left());
                t.Advance(TimeSpan.FromHours(1));
            }
        );
        Assert.Equal(before, left);
    }

    [Theory]
    [InlineData(60, 60, true)]
    [InlineData(70, 60, true)]
    [InlineData(71, 60, false)]
    [InlineData(50, 60, true)]
    [InlineData(49, 60, false)]
    [InlineData(500_000_000, 60, false)]
    public void A_clock_that_was_set_deletes_nothing(int byClock, int elapsed, bool isSteady) =>
        Assert.Equal(isSteady, Retention.IsSteady(TimeSpan.FromMinutes(byClock), TimeSpan.FromMinutes(elapsed)));

    [Fact]
    public async Task A_jump_of_the_clock_is_no_reason_to_delete()
    {
        var jumping = new JumpingTime();
        var options = new ServingOptions([new("s", content.Root)], DataOf(content)) { Embedder = new("none"), Retention = Everything };
        Knowledge.Api.Store.Database.Open(DataOf(content)).Dispose();
        Fill();
        var before = Left();
        var loops = Loops();
        await using var live = new LiveKnowledge(options, loops, TimeProvider.System, NullLogger<LiveKnowledge>.Instance);
        await live.StartAsync(TestContext.Current.CancellationToken);
        var loop = new RetentionLoop(live, options, loops, jumping, NullLogger<RetentionLoop>.Instance);
        jumping.Now = new(2999, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Null(loop.DeleteOld().Problem);
        Assert.Equal(before, Left());
    }

    private sealed class JumpingTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 20, 8, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
