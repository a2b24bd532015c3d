using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;

namespace Knowledge.Api.Store;

/// <summary>Copies a whole store from one engine to the other, and sees that all of it arrived.</summary>
/// <remarks>
/// A table that arrived whole is not copied again, so a move that was broken off goes on where it was. The target gets the identity of
/// the source first, and by that is known again; one that holds another store is refused.
/// </remarks>
internal sealed class StoreMove(Database from, Database to, Action<string> progress)
{
    private const int BatchSize = 500;

    // What a node has for itself, and what is made again.
    private static readonly string[] NotCopied = ["store_state", "store_schema", "node_lease", "source_looks", "vectors"];

    // Rows of it are never deleted, so one that arrived in part goes on behind them.
    private const string Audit = "audit";

    /// <summary>What a table holds, whatever the order of its rows.</summary>
    private readonly record struct Sum(long Rows, UInt128 Hash);

    /// <exception cref="StoreException">The target holds another store, or what arrived is not what was sent.</exception>
    public void Run()
    {
        var tables = TablesOf(from);
        Claim(tables);
        var sent = tables.ToDictionary(t => t, t => from.Read(c => SumOf(c, t)));
        var missing = tables.Where(t => to.Read(c => SumOf(c, t)) != sent[t]).ToList();
        foreach (var table in tables.Except(missing))
            progress($"{table}: {sent[table].Rows:N0} rows are there");
        // Children go before what they refer to, and come after it.
        foreach (var table in Enumerable.Reverse(missing).Where(t => t != Audit))
            to.Write((connection, transaction) => connection.Execute($"DELETE FROM {table}", transaction: transaction));
        foreach (var table in missing)
            Copy(table);
        to.Write(
            (connection, transaction) =>
                connection.Execute(
                    """
                    UPDATE store_state SET writes = CASE WHEN writes < @writes THEN @writes ELSE writes END, audited = @audited
                    WHERE id = 1
                    """,
                    new
                    {
                        writes = from.Read(c => c.ExecuteScalar<long>("SELECT writes FROM store_state")),
                        audited = from.Read(c => c.ExecuteScalar<long>("SELECT audited FROM store_state")),
                    },
                    transaction
                )
        );
        foreach (var table in missing)
            if (to.Read(c => SumOf(c, table)) != sent[table])
                throw new StoreException($"What arrived of {table} is not what was sent; is a server still writing?", mayPass: true);
        progress("All tables hold the same on both sides.");
    }

    private void Claim(IReadOnlyList<string> tables)
    {
        var identity = from.Read(c => c.ExecuteScalar<string>("SELECT identity FROM store_state"))!;
        if (to.Read(c => c.ExecuteScalar<string>("SELECT identity FROM store_state")) == identity)
            return;
        if (tables.FirstOrDefault(t => to.Read(c => SumOf(c, t)).Rows > 0) is { } full)
            throw new StoreException($"The target holds another store ({full} has rows); give an empty one.", mayPass: false);
        to.Write(
            (connection, transaction) =>
                connection.Execute("UPDATE store_state SET identity = @identity WHERE id = 1", new { identity }, transaction)
        );
    }

    private void Copy(string table)
    {
        var (rows, said) = (0L, 0L);
        var after = table == Audit ? to.Read(c => c.ExecuteScalar<long>("SELECT COALESCE(MAX(id), 0) FROM audit")) : 0;
        from.Read(connection =>
        {
            using var reader = Rows(connection, table, after > 0 ? $"WHERE id > {after}" : "");
            var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToList();
            var insert =
                $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})";
            var batch = new List<DynamicParameters>(BatchSize);
            while (reader.Read())
            {
                var row = new DynamicParameters();
                for (var i = 0; i < columns.Count; i++)
                    row.Add($"p{i}", Portable(reader.GetValue(i)));
                batch.Add(row);
                if (batch.Count == BatchSize)
                    Flush();
            }
            Flush();
            return 0;

            void Flush()
            {
                to.Write((c, t) => c.Execute(insert, batch, t));
                rows += batch.Count;
                batch.Clear();
                if (rows - said >= 100 * BatchSize)
                    progress($"{table}: {said = rows:N0} rows copied");
            }
        });
        to.Write((c, t) => to.ContinueNumbers(c, t, table));
        progress($"{table}: {rows:N0} rows copied");
    }

    // Both engines have the same tables; one that others refer to comes before them.
    private static IReadOnlyList<string> TablesOf(Database database) =>
        database.Read(connection =>
        {
            var names = connection.Query<string>(database.Tables).Except(NotCopied).Order(StringComparer.Ordinal).ToList();
            var ordered = new List<string>();
            foreach (var name in names)
                Add(name);
            return ordered;

            void Add(string name)
            {
                if (ordered.Contains(name) || !names.Contains(name))
                    return;
                foreach (var parent in connection.Query<string>(database.ReferencesOf(name)).Where(p => p != name).ToList())
                    Add(parent);
                ordered.Add(name);
            }
        });

    // A large table takes its time.
    private static IDataReader Rows(DbConnection connection, string table, string where = "") =>
        connection.ExecuteReader($"SELECT * FROM {table} {where}", commandTimeout: 0);

    private static Sum SumOf(DbConnection connection, string table)
    {
        using var reader = Rows(connection, table);
        var columns = Enumerable
            .Range(0, reader.FieldCount)
            .Select(i => (Name: reader.GetName(i), Index: i))
            .OrderBy(c => c.Name, StringComparer.Ordinal)
            .ToList();
        var (rows, hash) = (0L, UInt128.Zero);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        while (reader.Read())
        {
            foreach (var (name, index) in columns)
            {
                var value = Portable(reader.GetValue(index));
                sha.AppendData(Encoding.UTF8.GetBytes($"{name}={value?.GetType().Name ?? "null"}:"));
                sha.AppendData(value as byte[] ?? Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{value}")));
                sha.AppendData([0]);
            }
            hash += BitConverter.ToUInt128(sha.GetHashAndReset());
            rows++;
        }
        return new(rows, hash);
    }

    // PostgreSQL has no text with a zero in it.
    private static object? Portable(object value) =>
        value switch
        {
            DBNull => null,
            string text => text.Replace('\0', '\uFFFD'),
            int number => (long)number,
            _ => value,
        };
}
