using System.Diagnostics;
using Knowledge.Bench.Measuring;
using Knowledge.Bench.Queries;
using Npgsql;
using NpgsqlTypes;

namespace Knowledge.Bench.Peers;

/// <summary>PostgreSQL full text: a stored <c>tsvector</c> with a GIN index, ordered by <c>ts_rank</c>.</summary>
/// <remarks>https://www.postgresql.org/docs/15/textsearch.html</remarks>
/// <param name="connectionString">A database of its own; its tables are dropped.</param>
internal sealed class PostgresPeer(string connectionString) : IPeer
{
    public string Name => "PostgreSQL";

    public PeerReport Run(PeerTask task)
    {
        using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { CommandTimeout = 1200 });
        using var connection = source.OpenConnection();
        // Searches have one thread in every engine; indexing as many as it is given.
        Execute(
            connection,
            $"SET max_parallel_workers_per_gather = {task.Threads - 1}; SET "
                + $"max_parallel_maintenance_workers = {task.Threads - 1}; SET min_parallel_table_scan_size "
                + $"= 0; SET "
                + $"parallel_setup_cost = 0; SET parallel_tuple_cost = 0"
        );
        Execute(connection, "DROP TABLE IF EXISTS text, section; CREATE UNLOGGED TABLE text (id text, whole text)");
        var sections = task.Corpus.Sections(task.Size);

        var started = Stopwatch.GetTimestamp();
        using (var copy = connection.BeginBinaryImport("COPY text FROM STDIN (FORMAT BINARY)"))
        {
            foreach (var section in sections)
            {
                copy.StartRow();
                copy.Write(section.Id, NpgsqlDbType.Text);
                copy.Write(section.Whole, NpgsqlDbType.Text);
            }
            copy.Complete();
        }
        Execute(connection, "CREATE UNLOGGED TABLE section AS SELECT id, to_tsvector('english', whole) AS words FROM text");
        Execute(connection, "CREATE INDEX section_words ON section USING gin (words)");
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Progress.Write($"PostgreSQL: {sections.Count:N0} sections in {seconds:0.0} s");
        sections.Clear();
        Execute(connection, "DROP TABLE text; ANALYZE section; CHECKPOINT; SET max_parallel_workers_per_gather = 0");

        using var size = new NpgsqlCommand("SELECT pg_total_relation_size('section')", connection);
        using var select = new NpgsqlCommand(
            $"SELECT id FROM section, to_tsquery('english', $1) AS query WHERE words @@ "
                + $"query ORDER BY ts_rank(words, query) DESC LIMIT {IPeer.Top}",
            connection
        );
        var query = select.Parameters.Add(new NpgsqlParameter<string>());
        IReadOnlyList<SearchSeries> searches = task.Search ? [SearchTimer.Measure("ts_rank", task.ReadQueries(), Effort.Slow, Search)] : [];
        return new(
            Name,
            $"PostgreSQL {connection.PostgreSqlVersion}",
            task.Size,
            task.Threads,
            seconds,
            (long)size.ExecuteScalar()!,
            null,
            searches
        );

        IReadOnlyList<string>? Search(Query asked)
        {
            if (asked.Kind == QueryKinds.Typo)
                return null;
            query.Value = asked.Text.Replace(" ", " | ", StringComparison.Ordinal) + (asked.Kind == QueryKinds.Prefix ? ":*" : "");
            using var rows = select.ExecuteReader();
            var found = new List<string>();
            while (rows.Read())
                found.Add(rows.GetString(0));
            return found;
        }
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
