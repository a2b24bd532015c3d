using Dapper;
using Knowledge.Api.Store;
using Npgsql;

namespace Knowledge.Tests.Api.Store;

/// <summary>
/// Nodes of this version and of the one before serve together: a migration only adds, and what the version before reads and writes goes on
/// while the store is taken over, and after it.
/// </summary>
[Trait("Reliability", "F-21")]
public sealed class RollingUpdateTests : IDisposable
{
    private readonly NpgsqlConnection before = new(PostgresServer.Shared.NewDatabase());

    private sealed record Column(string Table, string Name, string Type);

    public RollingUpdateTests()
    {
        before.Open();
        PostgresSchema.Migrate(before, Migration.Latest - 1);
    }

    public void Dispose() => before.Dispose();

    private List<Column> Columns() =>
        before
            .Query<Column>(
                """
                SELECT table_name AS Table, column_name AS Name, data_type AS Type FROM information_schema.columns
                WHERE table_schema = 'public' ORDER BY table_name = 'alert_events', table_name, ordinal_position
                """
            )
            .ToList();

    // What the version before does with its tables, by the columns that it knows.
    private static void WriteAndRead(NpgsqlConnection connection, IReadOnlyList<Column> columns, int row)
    {
        foreach (var table in columns.GroupBy(c => c.Table).Where(t => !MigrationTests.OneRow.Contains(t.Key) && t.Key != "store_schema"))
        {
            var names = string.Join(", ", table.Select(c => $"\"{c.Name}\""));
            Assert.Equal(1, connection.Execute($"INSERT INTO {table.Key} ({names}) VALUES ({string.Join(", ", table.Select(Value))})"));
            Assert.True(connection.Query($"SELECT {names} FROM {table.Key}").Any());
        }
        connection.Execute("UPDATE store_state SET writes = writes + 1 WHERE id = 1");
        connection.Execute("UPDATE node_lease SET holder = 'before', turn = turn + 1, until = 1 WHERE id = 1 AND until <= 1");

        string Value(Column column)
        {
            var type = column.Type switch
            {
                "bigint" => "INTEGER",
                "double precision" => "REAL",
                "bytea" => "BLOB",
                _ => "TEXT",
            };
            var value = MigrationTests.Value(column.Table, column.Name, type, row);
            return type == "BLOB" ? $"decode('{row:x4}ff', 'hex')" : value;
        }
    }

    [Fact]
    public void What_the_version_before_reads_and_writes_is_there_after_a_migration()
    {
        var columns = Columns();
        WriteAndRead(before, columns, 1);

        using var now = PostgresDatabase.Connect(before.ConnectionString);
        var there = Columns();
        Assert.Empty(columns.Where(c => !MigrationTests.Dropped.Contains(c.Table)).Except(there));
        WriteAndRead(before, [.. columns.Where(c => !MigrationTests.Dropped.Contains(c.Table))], 2);
        // And this one takes what came.
        Assert.Equal(2, now.Read(c => c.ExecuteScalar<int>("SELECT COUNT(*) FROM documents")));
        Assert.Equal(2, new InboxTable(now).List(10, unreadable: true).Count);
        now.Write((_, _) => 0);
    }

    [Fact]
    public async Task A_node_of_the_version_before_writes_on_while_the_store_is_taken_over()
    {
        var columns = Columns().Where(c => !MigrationTests.Dropped.Contains(c.Table)).ToList();
        using var ending = new CancellationTokenSource();
        var rows = 0;
        var writing = Task.Run(
            () =>
            {
                while (!ending.IsCancellationRequested)
                    WriteAndRead(before, columns, ++rows);
            },
            TestContext.Current.CancellationToken
        );
        await WaitFor(5);
        PostgresDatabase.Connect(before.ConnectionString).Dispose();
        await WaitFor(rows + 5);
        await ending.CancelAsync();
        await writing;
        using var now = PostgresDatabase.Connect(before.ConnectionString);
        Assert.Equal(rows, now.Read(c => c.ExecuteScalar<int>("SELECT COUNT(*) FROM documents")));

        async Task WaitFor(int written)
        {
            while (Volatile.Read(ref rows) < written && !writing.IsCompleted)
                await Task.Delay(10, TestContext.Current.CancellationToken);
            if (writing.IsFaulted)
                await writing;
        }
    }

    [Fact]
    public async Task A_write_that_is_under_way_ends_before_the_store_is_taken_over()
    {
        // A jump over versions changes several tables, one after the other.
        using var earlier = new NpgsqlConnection(PostgresServer.Shared.NewDatabase());
        earlier.Open();
        PostgresSchema.Migrate(earlier, 8);
        using var writing = earlier.BeginTransaction();
        earlier.Execute("UPDATE store_state SET writes = writes + 1", transaction: writing);
        var migrating = Task.Run(() => PostgresDatabase.Connect(earlier.ConnectionString).Dispose(), TestContext.Current.CancellationToken);
        using (var watching = new NpgsqlConnection(earlier.ConnectionString))
            while (
                !migrating.IsCompleted
                && !watching.ExecuteScalar<bool>(
                    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"
                )
            )
                await Task.Delay(20, TestContext.Current.CancellationToken);
        foreach (
            var table in earlier.Query<string>("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", transaction: writing).ToList()
        )
            earlier.Execute($"LOCK TABLE {table} IN ROW EXCLUSIVE MODE", transaction: writing);
        await writing.CommitAsync(TestContext.Current.CancellationToken);
        await migrating;
        Assert.Equal(Migration.Latest, PostgresSchema.VersionOf(earlier));
    }

    [Fact]
    public void A_node_of_the_version_before_that_starts_after_it_is_refused_with_what_to_do()
    {
        using var now = PostgresDatabase.Connect(before.ConnectionString);
        before.Execute($"UPDATE store_schema SET version = {Migration.Latest + 1}");
        var refusal = Assert.Throws<StoreException>(() => PostgresDatabase.Connect(before.ConnectionString));
        Assert.Contains("start that version", refusal.Message, StringComparison.Ordinal);
        Assert.False(refusal.MayPass);
        // The one that is running goes on.
        Assert.Equal(1, now.Write((_, _) => 1));
    }
}
