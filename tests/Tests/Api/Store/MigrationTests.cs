using System.Globalization;
using Dapper;
using Knowledge.Api.Store;
using Knowledge.Indexer.Alerts;
using Microsoft.Data.Sqlite;

namespace Knowledge.Tests.Api.Store;

/// <summary>A store of any earlier version is taken over with all its rows, and has then the schema of a new one.</summary>
[Trait("Reliability", "F-21")]
public sealed class MigrationTests : IDisposable
{
    private const int Rows = 3;

    // Nothing read them, so a migration dropped them.
    internal static readonly string[] Dropped = ["changes", "rendered"];

    // Which store it is, and whose turn: there already, and counted on.
    internal static readonly string[] OneRow = ["node_lease", "store_state"];

    private static readonly string Versions = Path.Combine(Repository.Root, "tests", "Tests", "Api", "Store", "versions");

    private readonly string directory = Directory.CreateTempSubdirectory("kb-migration-").FullName;

    private string StoreFile => Path.Combine(directory, "knowledge.db");

    public void Dispose() => Directory.Delete(directory, recursive: true);

    /// <summary>Schemas as programs of earlier versions made them.</summary>
    public static TheoryData<string> EarlierVersions =>
        new(Directory.GetFiles(Versions, "*.sql").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(EarlierVersions))]
    public void A_store_of_an_earlier_version_is_taken_over_with_all_rows(string version)
    {
        Dictionary<string, List<string>> before;
        using (var store = Connect())
        {
            store.Execute(File.ReadAllText(Path.Combine(Versions, $"{version}.sql")));
            foreach (var table in Tables(store).Except(OneRow))
                Fill(store, table);
            before = Tables(store).Except(Dropped).Except(OneRow).ToDictionary(t => t, t => Content(store, t, Columns(store, t)));
            Assert.All(before, table => Assert.Equal(RowsOf(table.Key), table.Value.Count));
        }

        Database.Open(directory).Dispose();

        using var after = Connect();
        foreach (var (table, rows) in before)
            Assert.Equal(
                rows,
                Content(after, table, [.. rows[0].Split('|').Select(part => part[..part.IndexOf('=', StringComparison.Ordinal)])])
            );
        Assert.Equal("ok", after.ExecuteScalar<string>("PRAGMA integrity_check"));
        Assert.Empty(after.Query("PRAGMA foreign_key_check"));
        Assert.Equal(NewStructure(), Structure(after));
    }

    [Fact]
    public void A_closing_that_was_kept_among_what_the_sender_sent_is_an_action_of_whoever_closed_it()
    {
        using (var store = Connect())
        {
            store.Execute(File.ReadAllText(Path.Combine(Versions, "15.sql")));
            store.Execute(
                """
                INSERT INTO alerts (id, source, key, name, state, starts_at, ends_at, first_seen, last_seen, payload, closed_by) VALUES
                    ('closed', 's', 'k1', 'n', 'resolved', 100, 900, 100, 200, '{}', 'Cara'),
                    ('both', 's', 'k2', 'n', 'resolved', 100, 900, 100, 200, '{}', 'Dan'),
                    ('ended', 's', 'k3', 'n', 'resolved', 100, 900, 100, 900, '{}', NULL);
                INSERT INTO alert_events (alert_id, starts_at, state, ends_at, first_seen, last_seen, times) VALUES
                    ('closed', 100, 'firing', NULL, 100, 200, 3), ('closed', 100, 'resolved', 900, 900, 900, 1),
                    ('closed', 50, 'resolved', 60, 60, 60, 1),
                    ('both', 100, 'resolved', 900, 500, 900, 2), ('ended', 100, 'resolved', 900, 900, 900, 1);
                INSERT INTO alert_log (id, alert_id, starts_at, what, actor, at, text, whom) VALUES
                    (7, 'closed', 100, 'handed-over', 'Mei', 300, 'full', 'platform');
                """
            );
        }

        using var database = Database.Open(directory);
        var (alerts, log) = (new AlertTable(database), new AlertLogTable(database));
        Assert.Equal(
            [
                new(AlertActionKind.HandedOver, "Mei", DateTimeOffset.FromUnixTimeMilliseconds(300), "full", "platform"),
                new(AlertActionKind.Closed, "Cara", DateTimeOffset.FromUnixTimeMilliseconds(900)),
            ],
            log.Of("closed", DateTimeOffset.FromUnixTimeMilliseconds(100))
        );
        Assert.Equal([(100L, 3), (50L, 1)], alerts.Events("closed").Select(e => (e.StartsAt.ToUnixTimeMilliseconds(), e.Times)));
        Assert.Equal(1, Assert.Single(alerts.Events("both")).Times);
        Assert.Equal(1, Assert.Single(alerts.Events("ended")).Times);
        Assert.Empty(log.Of("ended", DateTimeOffset.FromUnixTimeMilliseconds(100)));
    }

    [Fact]
    public void Every_version_before_this_one_has_a_store_in_the_tests()
    {
        var known = EarlierVersions.Select(v => int.Parse(v.Data.Split('-')[0], CultureInfo.InvariantCulture)).ToHashSet();
        using var store = NewStore();
        Assert.Equal(Enumerable.Range(1, store.ExecuteScalar<int>("PRAGMA user_version") - 1), known.Order());
    }

    [Fact]
    public void Migrations_are_numbered_without_a_gap() =>
        Assert.Equal(Enumerable.Range(1, Migration.Latest), Migration.All.Select(m => m.Number));

    [Fact]
    public void A_migration_that_fails_leaves_the_store_at_the_version_before_it()
    {
        using (var store = Connect())
        {
            store.Execute(File.ReadAllText(Path.Combine(Versions, "4.sql")));
            // What version 6 takes away is not there.
            store.Execute("DROP TABLE changes");
        }

        Assert.True(Assert.Throws<StoreException>(() => Database.Open(directory)).MayPass);

        using var after = Connect();
        Assert.Equal(5, after.ExecuteScalar<int>("PRAGMA user_version"));
        Assert.Contains("feedback", Tables(after));
    }

    [Fact]
    public void The_schema_of_a_new_store_is_the_one_that_was_reviewed()
    {
        using var store = NewStore();
        var schema = string.Concat(
            store
                .Query<string>(
                    "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY tbl_name, type DESC, name"
                )
                .Select(sql => $"{sql.ReplaceLineEndings("\n")};\n\n")
        );
        Snapshot.Match(schema, "schema.sql");
    }

    [Fact]
    public void The_native_library_is_one_that_loses_no_commit()
    {
        using var store = NewStore();
        Assert.True(new Version(store.ExecuteScalar<string>("SELECT sqlite_version()")!) >= new Version(3, 51, 3), store.ServerVersion);
    }

    private SqliteConnection Connect(string? file = null)
    {
        var connection = new SqliteConnection($"Data Source={file ?? StoreFile};Pooling=False;Foreign Keys=False");
        connection.Open();
        return connection;
    }

    private SqliteConnection NewStore()
    {
        var place = Path.Combine(directory, "new");
        Database.Open(place).Dispose();
        return Connect(Path.Combine(place, "knowledge.db"));
    }

    private List<string> NewStructure()
    {
        using var store = NewStore();
        return Structure(store);
    }

    private static List<string> Tables(SqliteConnection store) =>
        store
            .Query<string>(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name = 'alert_events', name"
            )
            .ToList();

    private static List<string> Columns(SqliteConnection store, string table) =>
        store.Query<string>("SELECT name FROM pragma_table_info(@table) ORDER BY cid", new { table }).ToList();

    private static void Fill(SqliteConnection store, string table)
    {
        var columns = store
            .Query<(string Name, string Type)>("SELECT name, type FROM pragma_table_info(@table) ORDER BY cid", new { table })
            .ToList();
        var names = string.Join(", ", columns.Select(c => $"\"{c.Name}\""));
        for (var row = 1; row <= RowsOf(table); row++)
        {
            var values = columns.Select(c => Value(table, c.Name, c.Type, row));
            store.Execute($"INSERT INTO {table} ({names}) VALUES ({string.Join(", ", values)})");
        }
    }

    // What is said of the store as a whole is one row.
    private static int RowsOf(string table) => OneRow.Contains(table) ? 1 : Rows;

    /// <summary>A value of SQL that a column takes.</summary>
    internal static string Value(string table, string column, string type, int row) =>
        (table, column, type) switch
        {
            (_, "change", _) => "'added'",
            ("inbox", "state", _) => "'unreadable'",
            ("alerts", "state", _) => "'firing'",
            ("outbox", "state", _) => "'waiting'",
            ("written", "state", _) => "'published'",
            ("alert_log", "what", _) => "'note'",
            ("written_comments", "what", _) => "'comment'",
            ("alert_events", "alert_id", _) or ("revisions", "document_id", _) => $"'id {row}'",
            (_, _, "INTEGER") => $"{row}",
            (_, _, "REAL") => $"0.{row}",
            (_, _, "BLOB") => $"x'0{row}ff'",
            _ => $"'{column} {row}'",
        };

    private static List<string> Content(SqliteConnection store, string table, List<string> columns) =>
        store
            .Query<string>(
                $"SELECT {string.Join(" || '|' || ", columns.Select(c => $"'{c}=' || quote(\"{c}\")"))} AS line FROM {table} ORDER BY line"
            )
            .ToList();

    /// <summary>Tables with their columns and keys, and indexes, whatever the text that made them.</summary>
    private static List<string> Structure(SqliteConnection store) =>
        [
            .. Tables(store)
                .SelectMany(table =>
                    store
                        .Query<string>(
                            """
                            SELECT @table || '.' || name || ' ' || type
                                || ' not null ' || "notnull" || ' default ' || quote(dflt_value) || ' key ' || pk
                            FROM pragma_table_info(@table)
                            """,
                            new { table }
                        )
                        .Concat(
                            store.Query<string>(
                                """SELECT @table || ' refers to ' || "table" || '.' || "to" || ' by ' """
                                    + """|| "from" FROM pragma_foreign_key_list(@table)""",
                                new { table }
                            )
                        )
                ),
            .. store.Query<string>("SELECT name || ' ' || COALESCE(sql, tbl_name) FROM sqlite_schema WHERE type = 'index' ORDER BY name"),
        ];
}
