using System.Security.Cryptography;
using Dapper;
using Knowledge.Indexer.Sources;
using Microsoft.Data.Sqlite;

namespace Knowledge.Api.Store;

/// <summary>Messages that do not get where they should.</summary>
internal sealed record StuckMessages
{
    // Computed columns have no type while there are no rows: filled by property, not by constructor.

    /// <summary>Tried, and waiting for longer than they should.</summary>
    public long Waiting { get; init; }

    /// <summary>Given up not long ago.</summary>
    public long Failed { get; init; }

    /// <summary>What the target said to one of them.</summary>
    public string? Problem { get; init; }
}

/// <summary>A store as an operator's command reads it, also beside a server: nothing of it is changed.</summary>
internal sealed class StoreReading : IDisposable
{
    private readonly SqliteConnection connection;

    private StoreReading(SqliteConnection connection) => this.connection = connection;

    /// <param name="isInUse">Whether a server has it open.</param>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    public static StoreReading Open(string path, bool isInUse)
    {
        // Alone and without a log it needs no files beside it, which could not be made on a disk that is read-only.
        var isAlone = !isInUse && new FileInfo(path + "-wal") is not { Exists: true, Length: > 0 };
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = isAlone ? new Uri(Path.GetFullPath(path)).AbsoluteUri + "?immutable=1" : path,
                Mode = SqliteOpenMode.ReadOnly,
                Pooling = false,
                DefaultTimeout = 2,
            }.ToString()
        );
        try
        {
            connection.Open();
            return new(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public int Schema => connection.ExecuteScalar<int>("PRAGMA user_version");

    public StoreMark? Mark => StoreMark.Of(connection);

    /// <summary>What is wrong with it, looked for everywhere; null when nothing is.</summary>
    public string? Damage => StoreDamage.Of(connection, isThorough: true).Damage;

    /// <summary>Whether anything was ever kept that a sender posted.</summary>
    public bool HasHeardOf(string sender) =>
        connection.ExecuteScalar<long>(
            "SELECT EXISTS (SELECT 1 FROM inbox WHERE source = @sender COLLATE NOCASE) "
                + "OR EXISTS (SELECT 1 FROM alerts WHERE source = @sender COLLATE NOCASE)",
            new { sender }
        ) != 0;

    /// <summary>When something was last brought here by people or senders, by the clock of then.</summary>
    public DateTimeOffset? LastWrite =>
        connection.ExecuteScalar<long?>(
            "SELECT max(at) FROM (SELECT max(received) AS at FROM inbox UNION ALL SELECT max(at) FROM written "
                + "UNION ALL SELECT max(last_seen) FROM alerts)"
        )
            is { } at
            ? DateTimeOffset.FromUnixTimeMilliseconds(at)
            : null;

    /// <summary>Pages of which the text is missing that was written last, or is another one than the page says.</summary>
    public IReadOnlyList<string> Disagreeing(int limit) =>
        [
            .. connection.Query<string>(
                """
                SELECT d.id FROM documents d LEFT JOIN revisions r ON r.document_id = d.id AND r.number = d.revision
                WHERE r.hash IS NOT d.hash ORDER BY d.id LIMIT @limit
                """,
                new { limit }
            ),
        ];

    /// <summary>Requests of senders whose bytes are not those that came: their number in the inbox.</summary>
    public IReadOnlyList<long> AlteredPosts(int limit) =>
        [
            .. connection
                .Query<(long Id, byte[] Body, byte[] Hash)>("SELECT id, body, hash FROM inbox ORDER BY id", buffered: false)
                .Where(p => !SHA256.HashData(p.Body).AsSpan().SequenceEqual(p.Hash))
                .Select(p => p.Id)
                .Take(limit),
        ];

    /// <summary>What is written here, the newest revision of each with its text; read while it is asked for.</summary>
    public IEnumerable<AuthoredRevision> Written() =>
        connection
            .Query<(string Slug, long Number, string State, string Text, string Actor, long At, string Note)>(
                """
                SELECT slug, number, state, text, actor, at, note FROM written
                WHERE (slug, number) IN (SELECT slug, MAX(number) FROM written GROUP BY slug) ORDER BY slug
                """,
                buffered: false
            )
            .Select(r => new AuthoredRevision(
                r.Slug,
                (int)r.Number,
                r.State,
                r.Text,
                r.Actor,
                DateTimeOffset.FromUnixTimeMilliseconds(r.At),
                r.Note
            ));

    public StuckMessages Stuck(DateTimeOffset waitingSince, DateTimeOffset failedSince) =>
        connection.QuerySingle<StuckMessages>(
            "SELECT CAST(total(state = 'waiting' AND attempts > 0 AND created < @waiting) AS INTEGER) AS Waiting, "
                + "CAST(total(state = 'failed' AND created >= @failed) AS INTEGER) AS Failed, "
                + "CAST(max(CASE WHEN state <> 'sent' THEN problem END) AS TEXT) AS Problem FROM outbox",
            new { waiting = waitingSince.ToUnixTimeMilliseconds(), failed = failedSince.ToUnixTimeMilliseconds() }
        );

    public void Dispose() => connection.Dispose();
}
