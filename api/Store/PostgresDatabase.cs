using System.Data.Common;
using Dapper;
using Knowledge.Api.Background;
using Npgsql;

namespace Knowledge.Api.Store;

/// <summary>A store that several nodes share: a database of PostgreSQL, which fails over by itself.</summary>
/// <remarks>
/// Transactions that write take one row before they do anything and hold it until they are committed. So numbers of writes come in the
/// order of commits, and whoever has seen one has seen all before it; see "Change numbers" in ARCHITECTURE.md.
/// </remarks>
internal sealed class PostgresDatabase : Database
{
    // A node whose network is cut, or whose machine is lost, leaves a transaction behind that the server goes on with for hours; all
    // other nodes would wait for its row.
    private const string EndsWhenSilent = "SET LOCAL idle_in_transaction_session_timeout = 5000";

    private readonly NpgsqlDataSource source;

    // One of this process at a time: the others would wait for the row at the server, each with a connection.
    private readonly Lock writing = new();
    private long writes;

    private PostgresDatabase(NpgsqlDataSource source, string identity, long writes) =>
        (this.source, Identity, this.writes) = (source, identity, writes);

    public override string Identity { get; }

    /// <param name="connection">As Npgsql reads it; of several hosts the primary is taken.</param>
    /// <exception cref="StoreException">It cannot be reached or used, and why; never with what is secret in the string.</exception>
    public static PostgresDatabase Connect(string connection) =>
        Open(
            connection,
            (source, opened) =>
            {
                PostgresSchema.Migrate(opened);
                return new PostgresDatabase(
                    source,
                    opened.ExecuteScalar<string>("SELECT identity FROM store_state")!,
                    opened.ExecuteScalar<long>("SELECT writes FROM store_state")
                );
            }
        );

    /// <summary>Looks whether a store is kept there, or could be, and changes nothing.</summary>
    /// <exception cref="StoreException">It cannot be reached or used, and why.</exception>
    public static void Examine(string connection) =>
        Open(
            connection,
            (source, opened) =>
            {
                PostgresSchema.VersionOf(opened);
                source.Dispose();
                return true;
            }
        );

    private static T Open<T>(string connection, Func<NpgsqlDataSource, NpgsqlConnection, T> use)
    {
        NpgsqlDataSource? source = null;
        try
        {
            source = PostgresConnection.Open(connection);
            using var opened = source.OpenConnection();
            PostgresConnection.Check(opened);
            return use(source, opened);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or ArgumentException)
        {
            source?.Dispose();
            throw new StoreException($"The store cannot be opened: {PostgresConnection.Reason(e)}", mayPass: e is not ArgumentException, e);
        }
        catch
        {
            source?.Dispose();
            throw;
        }
    }

    public override T Write<T>(Func<DbConnection, DbTransaction, T> work, Action<T>? committed = null)
    {
        lock (writing)
        {
            using var connection = source.OpenConnection();
            using var transaction = connection.BeginTransaction();
            var number = connection.ExecuteScalar<long>(
                $"{EndsWhenSilent}; UPDATE store_state SET writes = writes + 1 WHERE id = 1 RETURNING writes",
                transaction: transaction
            );
            if (NodeTurn.Current is { } turn && turn != connection.ExecuteScalar<long>(NodeLease.CurrentTurn, transaction: transaction))
                throw new TurnLostException();
            if (number != writes + 1)
                OnChangedElsewhere();
            var result = work(connection, transaction);
            transaction.Commit();
            writes = number;
            committed?.Invoke(result);
            return result;
        }
    }

    /// <summary>Looks whether another node wrote.</summary>
    /// <returns>Whether it did.</returns>
    public bool Follow()
    {
        var now = Read(c => c.ExecuteScalar<long>("SELECT writes FROM store_state"));
        lock (writing)
        {
            if (now <= writes)
                return false;
            // First: what commits from here on is for the next look.
            writes = now;
            OnChangedElsewhere();
            return true;
        }
    }

    public override T Read<T>(Func<DbConnection, T> work)
    {
        using var connection = source.OpenConnection();
        return work(connection);
    }

    /// <summary>Runs in a transaction that is no write of the store, but comes before or after each of them.</summary>
    public T BetweenWrites<T>(Func<NpgsqlConnection, NpgsqlTransaction, T> work)
    {
        using var connection = source.OpenConnection();
        using var transaction = connection.BeginTransaction();
        connection.Execute($"{EndsWhenSilent}; SELECT writes FROM store_state WHERE id = 1 FOR UPDATE", transaction: transaction);
        var result = work(connection, transaction);
        transaction.Commit();
        return result;
    }

    public override int Probe() => Write((_, _) => 0);

    // The database is whose it is by its address; its log is the engine's own.
    public override void KeepMark() { }

    public override void EmptyLog() { }

    public override string In(string column, string parameter) => $"{column} = ANY(@{parameter})";

    public override string Contains(string column, string text) => $"POSITION('{text}'::BYTEA IN {column}) > 0";

    public override string Holds(string column, string parameter) => $"POSITION(CAST(@{parameter} AS TEXT) IN {column}) > 0";

    public override string Tables => "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()";

    public override string ReferencesOf(string table) =>
        $"SELECT confrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND conrelid = '{table}'::regclass";

    public override int ContinueNumbers(DbConnection connection, DbTransaction transaction, string table) =>
        connection
            .Query<string>(
                "SELECT column_name FROM information_schema.columns "
                    + "WHERE table_schema = current_schema() AND table_name = @table AND is_identity = 'YES'",
                new { table },
                transaction
            )
            .AsList()
            .Sum(column =>
                connection.Execute(
                    $"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), "
                        + $"(SELECT COALESCE(MAX({column}), 0) + 1 FROM {table}), false)",
                    transaction: transaction
                )
            );

    public override void Dispose() => source.Dispose();
}
