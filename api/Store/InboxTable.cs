using System.Data.Common;
using Dapper;
using Knowledge.Content.Alerts;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Api.Store;

/// <summary>What senders posted: kept before it is answered, read afterwards.</summary>
internal sealed class InboxTable
{
    public const int MaxRows = 100_000;
    public const long MaxBytes = 1L << 30;

    private const int Trimmed = 1000;
    private const long MaxBytesAtOnce = 4 << 20;

    // No sender's begins with a control character.
    private const string OwnId = "\u0001";

    private readonly Database database;
    private readonly long maxRows;
    private readonly long maxBytes;
    private Size kept;
    private int writesElsewhere;

    // How full it is need not be known to the row, and measuring reads all of it.
    private const int MeasuredEvery = 500;

    private sealed record Row(long Id, string Source, long Received, string Headers, byte[] Body);

    private readonly record struct Size(long Rows, long Bytes);

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
        kept = database.Read(c => Measure(c));
        database.ChangedElsewhere += () => writesElsewhere++;
    }

    /// <summary>An id for a request that has none, by which it is kept once however often it is given here.</summary>
    public static string NewId() => OwnId + Guid.NewGuid().ToString("N");

    /// <summary>Keeps all of them in one durable transaction, or throws and keeps none.</summary>
    /// <returns>For each the number under which it is kept, and whether it was kept before; null for one that there is no room
    /// for.</returns>
    public IReadOnlyList<(long Id, bool IsRepeated)?> Accept(IReadOnlyList<ReceivedPost> posts) =>
        database
            .Write(
                (connection, transaction) =>
                {
                    var receipts = new List<(long Id, bool IsRepeated)?>(posts.Count);
                    if (writesElsewhere >= MeasuredEvery)
                        (kept, writesElsewhere) = (Measure(connection, transaction), 0);
                    var size = kept;
                    foreach (var post in posts)
                    {
                        var at = post.Received.ToUnixTimeMilliseconds();
                        var known = Earlier(connection, transaction, post);
                        if (known is { } before)
                            receipts.Add((before, true));
                        else if (!HasRoom(connection, transaction, ref size, post.Body.Length))
                            receipts.Add(null);
                        else
                        {
                            receipts.Add(
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
                            size = new(size.Rows + 1, size.Bytes + post.Body.Length);
                        }
                    }
                    return (Receipts: receipts, Size: size);
                },
                // Not before: what is rolled back takes no room and makes none.
                written => kept = written.Size
            )
            .Receipts;

    /// <summary>What has not been looked at yet, oldest first; at least one, and no more bytes than memory has room for.</summary>
    public IReadOnlyList<StoredPost> Unread(int limit) =>
        database.Read(connection =>
        {
            // Sizes first: a body that does not fit is not read.
            var sizes = connection.Query<(long Id, long Bytes)>(
                "SELECT id, LENGTH(body) FROM inbox WHERE state = 'new' ORDER BY id LIMIT @limit",
                new { limit }
            );
            var (last, bytes) = (0L, 0L);
            foreach (var (id, size) in sizes)
            {
                if (last > 0 && bytes + size > MaxBytesAtOnce)
                    break;
                (last, bytes) = (id, bytes + size);
            }
            return (IReadOnlyList<StoredPost>)
                [
                    .. connection
                        .Query<Row>(
                            "SELECT id, source, received, headers, body FROM inbox WHERE state = 'new' AND id <= @last ORDER BY id",
                            new { last }
                        )
                        .Select(StoredOf),
                ];
        });

    private static StoredPost StoredOf(Row row) =>
        new(row.Id, row.Source, DateTimeOffset.FromUnixTimeMilliseconds(row.Received), row.Headers, row.Body);

    /// <summary>Within a transaction of whoever made something of it, so that both happen or neither.</summary>
    /// <param name="unknown">Alerts that are not known and of which no state was told, so that nothing was made of them.</param>
    public static void MarkRead(DbConnection connection, DbTransaction transaction, long id, AlertPayload payload, int unknown = 0) =>
        connection.Execute(
            "UPDATE inbox SET state = @state, alerts = @alerts, problem = @problem WHERE id = @id",
            new
            {
                id,
                alerts = payload.Alerts.Count - unknown,
                problem = payload.Problem ?? Remarks(payload, unknown),
                state = payload.Problem is null ? "read" : "unreadable",
            },
            transaction
        );

    /// <summary>Puts aside what brings about a fault whenever it is read.</summary>
    public void PutAside(long id, string problem) =>
        database.Write(
            (connection, transaction) =>
            {
                MarkRead(connection, transaction, id, AlertPayload.Unreadable(problem));
                return true;
            }
        );

    private static string? Remarks(AlertPayload payload, int unknown) =>
        string.Join(
            "; ",
            new[]
            {
                payload.Truncated > 0 ? $"the sender left out {Alerts(payload.Truncated)}" : null,
                payload.NotUnderstood > 0
                    ? $"{payload.NotUnderstood} {(payload.NotUnderstood == 1 ? "entry was" : "entries were")} not understood"
                    : null,
                unknown > 0 ? $"{Alerts(unknown)} not known here, of which no state was told" : null,
            }.OfType<string>()
        )
            is { Length: > 0 } remarks
            ? remarks
            : null;

    private static string Alerts(int count) => count == 1 ? "1 alert" : $"{count} alerts";

    /// <summary>Whether a request came before in the same bytes, and was taken as new again.</summary>
    public static bool CameBefore(DbConnection connection, DbTransaction transaction, long id) =>
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

    /// <summary>What could not be read and may be a topic of Amazon SNS that asks to be confirmed, newest first.</summary>
    public IReadOnlyList<StoredPost> PerhapsSubscriptions() =>
        database.Read(connection =>
            (IReadOnlyList<StoredPost>)
                [
                    .. connection
                        .Query<Row>(
                            $"""
                            SELECT id, source, received, headers, body FROM inbox
                            WHERE state = 'unreadable' AND LENGTH(body) < 20000
                                AND {database.Contains("body", "SubscriptionConfirmation")}
                            ORDER BY id DESC LIMIT 50
                            """
                        )
                        .Select(StoredOf),
                ]
        );

    /// <summary>Somebody has done what a request asked for.</summary>
    public void Settle(long id, string remark) =>
        database.Write(
            (connection, transaction) =>
                connection.Execute("UPDATE inbox SET state = 'read', problem = @remark WHERE id = @id", new { id, remark }, transaction)
        );

    public int Waiting() => database.Read(c => c.ExecuteScalar<int>("SELECT COUNT(*) FROM inbox WHERE state = 'new'"));

    /// <summary>When the oldest of what has not been looked at came in; null when nothing waits.</summary>
    public DateTimeOffset? OldestUnread() =>
        database.Read(c => c.ExecuteScalar<long?>("SELECT received FROM inbox WHERE state = 'new' ORDER BY id LIMIT 1")) is { } received
            ? DateTimeOffset.FromUnixTimeMilliseconds(received)
            : null;

    /// <summary>Deletes what came in before a time and is not waiting to be read.</summary>
    public int DeleteRead(DateTimeOffset before) =>
        database
            .Write(
                (connection, transaction) =>
                {
                    var deleted = connection.Execute(
                        "DELETE FROM inbox WHERE state <> 'new' AND received < @at",
                        new { at = before.ToUnixTimeMilliseconds() },
                        transaction
                    );
                    return (Deleted: deleted, Size: Measure(connection, transaction));
                },
                written => kept = written.Size
            )
            .Deleted;

    /// <summary>Deletes one, be it read or not.</summary>
    public int Delete(long id) =>
        database
            .Write(
                (connection, transaction) =>
                {
                    var deleted = connection.Execute("DELETE FROM inbox WHERE id = @id", new { id }, transaction);
                    return (Deleted: deleted, Size: Measure(connection, transaction));
                },
                written => kept = written.Size
            )
            .Deleted;

    /// <summary>Puts what could not be read back in line, after a defect in the server was fixed.</summary>
    public int Replay() =>
        database.Write(
            (connection, transaction) =>
                connection.Execute("UPDATE inbox SET state = 'new', problem = NULL WHERE state = 'unreadable'", transaction: transaction)
        );

    /// <summary>The request of which this is a repetition (<see cref="WebhookRepetition"/>); null for none.</summary>
    private static long? Earlier(DbConnection connection, DbTransaction transaction, ReceivedPost post)
    {
        if (post.EventId is not null)
        {
            var known = connection.QueryFirstOrDefault<long?>(
                "SELECT id FROM inbox WHERE source = @Source AND event_id = @EventId",
                post,
                transaction
            );
            // An id of ours says nothing of what the sender sent before.
            if (known is not null || !post.EventId.StartsWith(OwnId, StringComparison.Ordinal))
                return known;
        }
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

    // The oldest that were read give way, then the oldest that could not be; what nobody has looked at never does.
    private bool HasRoom(DbConnection connection, DbTransaction transaction, ref Size size, long more)
    {
        foreach (var state in new[] { "read", "unreadable" })
        {
            if (Holds(size, more))
                return true;
            connection.Execute(
                "DELETE FROM inbox WHERE id IN (SELECT id FROM inbox WHERE state = @state ORDER BY id LIMIT @Trimmed)",
                new { state, Trimmed },
                transaction
            );
            size = Measure(connection, transaction);
        }
        return Holds(size, more);
    }

    private bool Holds(Size size, long more) => size.Rows < maxRows && size.Bytes + more <= maxBytes;

    private static Size Measure(DbConnection connection, DbTransaction? transaction = null)
    {
        var (rows, bytes) = connection.QuerySingle<(long, long)>(
            "SELECT COUNT(*), CAST(COALESCE(SUM(LENGTH(body)), 0) AS BIGINT) FROM inbox",
            transaction: transaction
        );
        return new(rows, bytes);
    }
}
