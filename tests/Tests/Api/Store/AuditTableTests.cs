using Dapper;
using Knowledge.Api.Store;

namespace Knowledge.Tests.Api.Store;

/// <summary>The audit with each engine: rows hang together, and one that is missed at the end shows.</summary>
public abstract class AuditTableTests(StoreEngine engine) : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly StoreDirectory store = new(engine);

    public void Dispose()
    {
        store.Dispose();
        GC.SuppressFinalize(this);
    }

    private static AuditEntry Entry(int number) =>
        new($"local:p{number}", "192.0.2.1", "author", "", "POST /x", $"/x/{number}", "200", "aa", "bb");

    [Fact]
    public void Rows_are_appended_found_and_fit_together_also_for_the_next_node()
    {
        var audit = new AuditTable(store.Database);
        for (var i = 1; i <= 5; i++)
            Assert.Equal(i, audit.Append(Entry(i), Noon).Id);
        // One that is rolled back leaves no gap.
        Assert.Throws<InvalidDataException>(() =>
            store.Database.Write<int>(
                (c, t) =>
                {
                    c.Execute("UPDATE store_state SET audited = audited + 1", transaction: t);
                    throw new InvalidDataException();
                }
            )
        );
        using var other = store.Connection is null ? null : store.Open();
        Assert.Equal(6, new AuditTable(other ?? store.Database).Append(Entry(6), Noon).Id);

        Assert.Equal((6, 0), (audit.Verify().Rows, audit.Verify().Problems.Count));
        Assert.Equal([6, 5], audit.List(new(), 2).Select(r => r.Id));
        Assert.Equal([3], audit.List(new(Subject: "local:p3"), 10).Select(r => r.Id));
        Assert.Equal([4], audit.List(new(What: "POST", Target: "x/4"), 10).Select(r => r.Id));
        Assert.Empty(audit.List(new(What: "GET"), 10));
        Assert.Equal([2, 1], audit.List(new(Before: 3), 10).Select(r => r.Id));
    }

    [Fact]
    public void A_row_is_never_changed_or_deleted_and_one_that_is_taken_away_shows()
    {
        var audit = new AuditTable(store.Database);
        for (var i = 1; i <= 5; i++)
            audit.Append(Entry(i), Noon);
        foreach (var sql in new[] { "DELETE FROM audit WHERE id = 5", "UPDATE audit SET target = '/y' WHERE id = 3" })
            Assert.ThrowsAny<System.Data.Common.DbException>(() => store.Database.Write((c, t) => c.Execute(sql, transaction: t)));
        Assert.Empty(audit.Verify().Problems);
        store.Database.Write(
            (c, t) => c.Execute("UPDATE audit SET subject = NULL, address = NULL, salt = NULL WHERE id = 2", transaction: t)
        );
        Assert.Equal((5, 1), (audit.Verify().Rows, audit.Verify().WithoutName));

        var free = engine == StoreEngine.Sqlite ? "DROP TRIGGER audit_is_not_deleted" : "DROP TRIGGER audit_is_not_deleted ON audit";
        store.Database.Write((c, t) => c.Execute($"{free}; DELETE FROM audit WHERE id = 5", transaction: t));
        Assert.Equal(["row 5 is missing"], audit.Verify().Problems);
    }
}

public sealed class SqliteAuditTableTests() : AuditTableTests(StoreEngine.Sqlite);

public sealed class PostgresAuditTableTests() : AuditTableTests(StoreEngine.Postgres);
