using System.Diagnostics;
using Knowledge.Bench.Measuring;
using Knowledge.Bench.Queries;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Knowledge.Bench.Peers;

/// <summary>SQLite's full-text index, without a copy of the texts: <c>porter unicode61</c>, bm25.</summary>
/// <remarks>https://www.sqlite.org/fts5.html</remarks>
internal sealed class Fts5Peer : IPeer
{
    public string Name => "SQLite FTS5";

    public PeerReport Run(PeerTask task)
    {
        Batteries_V2.Init();
        var folder = Directory.CreateTempSubdirectory("kb-bench-fts5-").FullName;
        var file = Path.Combine(folder, "index.db");
        try
        {
            var sections = task.Corpus.Sections(task.Size);
            // Sections are found by row number; the ids need not be stored.
            var ids = sections.Select(s => s.Id).ToArray();
            using var connection = new SqliteConnection(
                new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString()
            );
            connection.Open();
            Execute(
                connection,
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-262144; PRAGMA mmap_size=8589934592; "
                    + "CREATE VIRTUAL TABLE section USING fts5(whole, content='', tokenize='porter unicode61')"
            );

            var started = Stopwatch.GetTimestamp();
            using (var transaction = connection.BeginTransaction())
            {
                using var insert = connection.CreateCommand();
                insert.CommandText = "INSERT INTO section(rowid, whole) VALUES ($row, $whole)";
                var row = insert.Parameters.Add("$row", SqliteType.Integer);
                var whole = insert.Parameters.Add("$whole", SqliteType.Text);
                for (var i = 0; i < sections.Count; i++)
                {
                    (row.Value, whole.Value) = (i, sections[i].Whole);
                    insert.ExecuteNonQuery();
                }
                transaction.Commit();
            }
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            Progress.Write($"SQLite FTS5: {sections.Count:N0} sections in {seconds:0.0} s");
            sections.Clear();
            Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");

            using var select = connection.CreateCommand();
            select.CommandText = $"SELECT rowid FROM section WHERE section MATCH $query ORDER BY rank LIMIT {IPeer.Top}";
            var query = select.Parameters.Add("$query", SqliteType.Text);
            IReadOnlyList<SearchSeries> searches = task.Search
                ? [SearchTimer.Measure("bm25", task.ReadQueries(), Effort.Slow, asked => Search(asked))]
                : [];
            return new(
                Name,
                $"SQLite FTS5 {connection.ServerVersion}",
                task.Size,
                task.Threads,
                seconds,
                new FileInfo(file).Length,
                null,
                searches
            );

            IReadOnlyList<string>? Search(Query asked)
            {
                if (asked.Kind == QueryKinds.Typo)
                    return null;
                query.Value =
                    string.Join(" OR ", asked.Text.Split(' ').Select(w => $"\"{w}\"")) + (asked.Kind == QueryKinds.Prefix ? "*" : "");
                using var rows = select.ExecuteReader();
                var found = new List<string>();
                while (rows.Read())
                    found.Add(ids[rows.GetInt64(0)]);
                return found;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
