using Dapper;
using Knowledge.Indexer.Alerts;
using Microsoft.Data.Sqlite;

namespace Knowledge.Api.Store;

/// <summary>What senders posted: kept before it is answered, read afterwards.</summary>
internal sealed class InboxTable
{
    public const int MaxRows = 100_000;
    public const long MaxBytes = 1L << 30;

    private const int Trimmed = 1000;

    private readonly Database database;
    private readonly long maxRows;
    private readonly long maxBytes;
    private long rows;
    private long bytes;

    private sealed record Row(long Id, string Source, long Received, string Headers, byte[] Body);

    private sealed record Same(long Id, long Received);

    // With a computed column, which has no type while there are no rows: filled by property, not by constructor.
    private sealed record Listed
    {
        public long Id { get; init; }
        public required string Source { get; init; }
        public long Received { get; init; }
        public required string State { get; init; }
        public long Alerts { get; init; }
        public long Bytes { get; init; }
        public string? Problem { get; init; }
    }

    public InboxTable(Database database, long maxRows = MaxRows, long maxBytes = MaxBytes)
    {
        (this.database, this.maxRows, this.maxBytes) = (database, maxRows, maxBytes);
        (rows, bytes) = database.Read(c => c.QuerySingle<(long, long)>("SELECT COUNT(*), COALESCE(SUM(LENGTH(body)), 0) FROM inbox"));
    }

    /// <summary>Keeps all of them in one durable transaction, or throws and keeps none.</summary>
    /// <returns>For each the number under which it is kept, and whether it was kept before; null for one that there is no room
    /// for.</returns>
    public IReadOnlyList<(long Id, bool IsRepeated)?> Accept(IReadOnlyList<ReceivedPost> posts) =>
        database.Write(
            (connection, transaction) =>
            {
                var kept = new List<(long, bool)?>(posts.Count);
                foreach (var post in posts)
                {
                    var at = post.Received.ToUnixTimeMilliseconds();
                    var known = Earlier(connection, transaction, post);
                    if (known is { } before)
                        kept.Add((before, true));
                    else if (!HasRoom(connection, transaction, post.Body.Length))
                        kept.Add(null);
                    else
                    {
                        kept.Add(
                            (
                                connection.ExecuteScalar<long>(
                                    "INSERT INTO inbox (source, received, headers, body, hash, event_id, state) VALUES (@Source, "
                                        + "@at, @Headers, @Body, @Hash, @EventId, 'new') RETURNING id",
                                    new
                                    {
                                        post.Source,
                                        at,
                                        post.Headers,
                                        post.Body,
                                        post.Hash,
                                        post.EventId,
                                    },
                                    transaction
                                ),
                                false
                            )
                        );
                        rows++;
                        bytes += post.Body.Length;
                    }
                }
                return kept;
            }
        );

    /// <summary>What has not been looked at yet, oldest first.</summary>
    public IReadOnlyList<StoredPost> Unread(int limit) =>
        database.Read(connection =>
            (IReadOnlyList<StoredPost>)
                [
                    .. connection
                        .Query<Row>(
                            "SELECT id, source, received, headers, body FROM inbox WHERE state = 'new' ORDER BY id LIMIT @limit",
                            new { limit }
                        )
                        .Select(r => new StoredPost(
                            r.Id,
                            r.Source,
                            DateTimeOffset.FromUnixTimeMilliseconds(r.Received),
                            r.Headers,
                            r.Body
                        )),
                ]
        );

    /// <summary>Within a transaction of whoever made something of it, so that both happen or neither.</summary>
    public static void MarkRead(SqliteConnection connection, SqliteTransaction transaction, long id, int alerts, string? problem) =>
        connection.Execute(
            "UPDATE inbox SET state = @state, alerts = @alerts, problem = @problem WHERE id = @id",
            new
            {
                id,
                alerts,
                problem,
                state = problem is null ? "read" : "unreadable",
            },
            transaction
        );

    /// <summary>Whether a request came before in the same bytes, and was taken as new again.</summary>
    public static bool CameBefore(SqliteConnection connection, SqliteTransaction transaction, long id) =>
        connection.ExecuteScalar<bool>(
            """
            SELECT EXISTS (SELECT 1 FROM inbox post JOIN inbox earlier ON earlier.source = post.source AND earlier.hash = post.hash
                AND earlier.id < post.id WHERE post.id = @id)
            """,
            new { id },
            transaction
        );

    /// <summary>Newest first.</summary>
    /// <param name="unreadable">Only what could not be read.</param>
    public IReadOnlyList<InboxItem> List(int limit, bool unreadable) =>
        database.Read(connection =>
            (IReadOnlyList<InboxItem>)
                [
                    .. connection
                        .Query<Listed>(
                            $"""
                            SELECT id, source, received, state, alerts, LENGTH(body) AS bytes, problem
                            FROM inbox {(unreadable ? "WHERE state = 'unreadable'" : "")}
                            ORDER BY id DESC LIMIT @limit
                            """,
                            new { limit }
                        )
                        .Select(r => new InboxItem(
                            r.Id,
                            r.Source,
                            DateTimeOffset.FromUnixTimeMilliseconds(r.Received),
                            r.State,
                            (int)r.Alerts,
                            r.Bytes,
                            r.Problem
                        )),
                ]
        );

    public int Waiting() => database.Read(c => c.ExecuteScalar<int>("SELECT COUNT(*) FROM inbox WHERE state = 'new'"));

    /// <summary>Puts what could not be read back in line, after a defect in the server was fixed.</summary>
    public int Replay() =>
        database.Write(
            (connection, transaction) =>
                connection.Execute("UPDATE inbox SET state = 'new', problem = NULL WHERE state = 'unreadable'", transaction: transaction)
        );

    /// <summary>The request of which this is a repetition (<see cref="WebhookRepetition"/>); null for none.</summary>
    private static long? Earlier(SqliteConnection connection, SqliteTransaction transaction, ReceivedPost post)
    {
        if (post.EventId is not null)
            return connection.QueryFirstOrDefault<long?>(
                "SELECT id FROM inbox WHERE source = @Source AND event_id = @EventId",
                post,
                transaction
            );
        var same = connection.QueryFirstOrDefault<Same>(
            "SELECT id, received FROM inbox WHERE source = @Source AND hash = @Hash ORDER BY id DESC LIMIT 1",
            post,
            transaction
        );
        if (same is null)
            return null;
        var isLatest = !connection.ExecuteScalar<bool>(
            "SELECT EXISTS (SELECT 1 FROM inbox WHERE source = @Source AND id > @Id)",
            new { post.Source, same.Id },
            transaction
        );
        return WebhookRepetition.IsRepetition(DateTimeOffset.FromUnixTimeMilliseconds(same.Received), post.Received, isLatest)
            ? same.Id
            : null;
    }

    // The oldest that were read give way; what was not read never does.
    private bool HasRoom(SqliteConnection connection, SqliteTransaction transaction, long more)
    {
        if (rows < maxRows && bytes + more <= maxBytes)
            return true;
        connection.Execute(
            "DELETE FROM inbox WHERE id IN (SELECT id FROM inbox WHERE state = 'read' ORDER BY id LIMIT @Trimmed)",
            new { Trimmed },
            transaction
        );
        (rows, bytes) = connection.QuerySingle<(long, long)>(
            "SELECT COUNT(*), COALESCE(SUM(LENGTH(body)), 0) FROM inbox",
            transaction: transaction
        );
        return rows < maxRows && bytes + more <= maxBytes;
    }
}
