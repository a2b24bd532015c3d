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
}
