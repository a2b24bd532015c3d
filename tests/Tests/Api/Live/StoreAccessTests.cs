using Dapper;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Knowledge.Tests.Api.Background;
using Knowledge.Tests.Indexer;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Knowledge.Tests.Api.Live;

[Trait("Reliability", "F-06")]
public sealed class StoreAccessTests : IDisposable
{
    private readonly ContentDirectory content = new();

    public void Dispose() => content.Dispose();

    [Fact]
    public void A_table_that_cannot_be_loaded_for_a_reason_nobody_foresaw_ends_no_start_and_is_tried_again()
    {
        var data = LiveServer.DataOf(content);
        Database.Open(data).Dispose();
        using var other = new SqliteConnection($"Data Source={Path.Combine(data, "knowledge.db")};Pooling=False");
        // Text where a number is expected: reading it is no error of SQLite.
        other.Execute(
            """
            PRAGMA foreign_keys = 0;
            ALTER TABLE documents RENAME TO kept;
            CREATE TABLE documents AS SELECT * FROM kept;
            INSERT INTO documents (id, source, path, kind, title, hash, first_seen, changed, revision)
                VALUES ('a', 's', 'a.md', 'Article', 'A', '', 'yesterday', 'today', 'first');
            """
        );
        var time = new WatchedTime();
        var recovered = 0;
        using var store = new StoreAccess(data, time, NullLogger.Instance, () => recovered++);

        store.Open();

        Assert.False(store.IsOpen);
        Assert.Contains("an error inside Knowledge", store.Problem, StringComparison.Ordinal);
        // Nothing of it is left open.
        Database.Open(data).Dispose();

        other.Execute("DELETE FROM documents");
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(store.TryRecover());
        Assert.True(store.IsOpen);
        Assert.Null(store.Problem);
        Assert.Equal(1, recovered);
    }

    private static bool Write(StoreAccess store) =>
        store.Use(s => s.Database.Write((c, t) => c.Execute("UPDATE store_state SET writes = writes", transaction: t)) == 1);

    // As SQLite says it of a page that it could not read for a moment.
    private static void Stumble(StoreAccess store) =>
        Assert.False(store.Use<bool>(_ => throw new SqliteException("database disk image is malformed", 11)));

    [Fact]
    public void What_only_looked_like_damage_is_looked_through_and_written_again()
    {
        var time = new WatchedTime();
        var recovered = 0;
        using var store = new StoreAccess(LiveServer.DataOf(content), time, NullLogger.Instance, () => recovered++);
        store.Open();
        Assert.True(Write(store));

        Stumble(store);

        Assert.True(store.IsDamaged);
        Assert.False(Write(store));
        Assert.Contains("is being looked through", store.Problem, StringComparison.Ordinal);
        time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        Assert.NotNull(store.TryRecover());
        Assert.False(Write(store));
        time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(store.TryRecover());
        Assert.False(store.IsDamaged);
        Assert.Null(store.Problem);
        Assert.True(Write(store));
        Assert.Equal(1, recovered);
    }

    [Fact]
    public void What_is_damaged_is_said_to_be_and_looked_through_again_now_and_then()
    {
        var data = LiveServer.DataOf(content);
        var time = new WatchedTime();
        using var store = new StoreAccess(data, time, NullLogger.Instance, () => { });
        store.Open();
        using var other = new SqliteConnection($"Data Source={Path.Combine(data, "knowledge.db")};Pooling=False");
        other.Execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
                + "INSERT INTO gaps (id, query, count, first, last) SELECT i, 'words ' || i, 1, 0, 0 FROM n; "
                + "PRAGMA wal_checkpoint(TRUNCATE)"
        );
        const int Page = 4096;
        var page = new byte[Page];
        using var file = File.Open(Path.Combine(data, "knowledge.db"), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var at = file.Length / 2 / Page * Page;
        file.Position = at;
        file.ReadExactly(page);
        Put(new byte[Page]);

        Stumble(store);
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.NotNull(store.TryRecover());
        Assert.Contains("the file is damaged", store.Problem, StringComparison.Ordinal);
        Assert.False(Write(store));
        // What somebody put right is taken again, but not looked through every few seconds.
        Put(page);
        time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        Assert.NotNull(store.TryRecover());
        time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(store.TryRecover());
        Assert.True(Write(store));

        void Put(byte[] bytes)
        {
            file.Position = at;
            file.Write(bytes);
            file.Flush();
        }
    }
}
