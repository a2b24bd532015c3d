using System.Data.Common;
using Dapper;
using Knowledge.Indexer.Search;

namespace Knowledge.Api.Store;

/// <summary>Feedback on pages that searches led to. Each person has one vote per query and page: the latest.</summary>
internal sealed class FeedbackTable
{
    /// <summary>Of more than these the oldest are forgotten.</summary>
    public const int MaxRows = 20_000;

    private readonly Database database;
    private volatile IReadOnlyList<Feedback> all;
    private int isOld;

    private sealed record Row
    {
        public required string Key { get; init; }
        public required string Query { get; init; }
        public required string DocumentId { get; init; }
        public long Helped { get; init; }
        public required string Actor { get; init; }
        public long At { get; init; }
    }

    public FeedbackTable(Database database)
    {
        this.database = database;
        all = database.Read(connection => Read(connection, null));
        database.ChangedElsewhere += () => Interlocked.Exchange(ref isOld, 1);
    }

    /// <summary>Oldest first; the same list until something changes.</summary>
    public IReadOnlyList<Feedback> All
    {
        get
        {
            if (Interlocked.Exchange(ref isOld, 0) == 1 && database.Read(c => Read(c, null)) is var read && !read.SequenceEqual(all))
                all = read;
            return all;
        }
    }

    /// <summary>Keeps what somebody said, in the place of what they said before.</summary>
    public void Record(Feedback feedback)
    {
        database.Write(
            (connection, transaction) =>
            {
                connection.Execute(
                    """
                    INSERT INTO feedback (query_key, query, document_id, helped, actor, at)
                    VALUES (@Key, @Query, @DocumentId, @Helped, @Actor, @At)
                    ON CONFLICT (query_key, document_id, actor) DO UPDATE SET
                        query = excluded.query, helped = excluded.helped, at = excluded.at
                    """,
                    new
                    {
                        feedback.Key,
                        feedback.Query,
                        feedback.DocumentId,
                        Helped = feedback.Helped ? 1 : 0,
                        feedback.Actor,
                        At = feedback.At.ToUnixTimeMilliseconds(),
                    },
                    transaction
                );
                connection.Execute(
                    """
                    DELETE FROM feedback WHERE (query_key, document_id, actor) NOT IN (
                        SELECT query_key, document_id, actor FROM feedback
                        ORDER BY at DESC, query_key DESC, document_id DESC, actor DESC LIMIT @Most)
                    """,
                    new { Most = MaxRows },
                    transaction
                );
                return Read(connection, transaction);
            },
            committed: read => all = read
        );
    }

    /// <summary>Takes back what was said of a query and a page.</summary>
    /// <param name="actor">By whom; null for all that anybody said.</param>
    public void Forget(string query, string documentId, string? actor)
    {
        database.Write(
            (connection, transaction) =>
            {
                connection.Execute(
                    "DELETE FROM feedback WHERE query_key = @Key AND document_id = @documentId "
                        + "AND (CAST(@actor AS TEXT) IS NULL OR actor = @actor)",
                    new
                    {
                        Key = Feedback.KeyOf(query),
                        documentId,
                        actor,
                    },
                    transaction
                );
                return Read(connection, transaction);
            },
            committed: read => all = read
        );
    }

    /// <summary>Deletes what was said before a time.</summary>
    public int Delete(DateTimeOffset before) => Delete("DELETE FROM feedback WHERE at < @at", new { at = before.ToUnixTimeMilliseconds() });

    /// <summary>Deletes what anybody said of a page.</summary>
    public int Delete(string documentId) => Delete("DELETE FROM feedback WHERE document_id = @documentId", new { documentId });

    private int Delete(string sql, object with) =>
        database
            .Write(
                (connection, transaction) =>
                {
                    var deleted = connection.Execute(sql, with, transaction);
                    return (Deleted: deleted, Left: Read(connection, transaction));
                },
                committed: written => all = written.Left
            )
            .Deleted;

    private static IReadOnlyList<Feedback> Read(DbConnection connection, DbTransaction? transaction) =>
        connection
            .Query<Row>(
                "SELECT query_key AS \"Key\", query, document_id AS DocumentId, helped, actor, at FROM feedback "
                    + "ORDER BY at, query_key, document_id, actor",
                transaction: transaction
            )
            .Select(r => new Feedback(r.Query, r.DocumentId, r.Helped != 0, r.Actor, DateTimeOffset.FromUnixTimeMilliseconds(r.At), r.Key))
            .ToList();
}
