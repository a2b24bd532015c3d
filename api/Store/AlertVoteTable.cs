using System.Data.Common;
using Dapper;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Api.Store;

/// <summary>Feedback on the runbooks that alerts led to. A person has one vote for an alert and a page, the last one.</summary>
internal sealed class AlertVoteTable
{
    private readonly Database database;
    private volatile IReadOnlyDictionary<string, IReadOnlyList<RunbookVotes>> byName;
    private int isOld;

    private sealed record Row
    {
        public required string Name { get; init; }
        public required string DocumentId { get; init; }
        public long Helped { get; init; }
        public long Not { get; init; }
    }

    public AlertVoteTable(Database database)
    {
        this.database = database;
        byName = database.Read(connection => Read(connection, null));
        database.ChangedElsewhere += () => Interlocked.Exchange(ref isOld, 1);
    }

    /// <summary>Of all alerts of a name, the most helpful page first.</summary>
    public IReadOnlyList<RunbookVotes> Of(string alertName)
    {
        if (Interlocked.Exchange(ref isOld, 0) == 1)
            byName = database.Read(c => Read(c, null));
        return byName.GetValueOrDefault(alertName, []);
    }

    /// <param name="helped">Null takes the vote back.</param>
    public void Record(AlertRecord alert, string documentId, bool? helped, string actor, DateTimeOffset now)
    {
        database.Write(
            (connection, transaction) =>
            {
                _ = helped is { } vote
                    ? connection.Execute(
                        """
                        INSERT INTO alert_votes (alert_id, name, document_id, helped, actor, at)
                        VALUES (@Id, @Name, @documentId, @vote, @actor, @at)
                        ON CONFLICT (alert_id, document_id, actor) DO UPDATE SET helped = excluded.helped, at = excluded.at
                        """,
                        new
                        {
                            alert.Id,
                            alert.Name,
                            documentId,
                            vote = vote ? 1 : 0,
                            actor,
                            at = now.ToUnixTimeMilliseconds(),
                        },
                        transaction
                    )
                    : connection.Execute(
                        "DELETE FROM alert_votes WHERE alert_id = @Id AND document_id = @documentId AND actor = @actor",
                        new
                        {
                            alert.Id,
                            documentId,
                            actor,
                        },
                        transaction
                    );
                return Read(connection, transaction);
            },
            committed: read => byName = read
        );
    }

    /// <summary>Deletes what was said before a time.</summary>
    public int Delete(DateTimeOffset before) =>
        Delete("DELETE FROM alert_votes WHERE at < @at", new { at = before.ToUnixTimeMilliseconds() });

    /// <summary>Deletes what anybody said of an alert.</summary>
    public int Delete(string alertId) => Delete("DELETE FROM alert_votes WHERE alert_id = @alertId", new { alertId });

    private int Delete(string sql, object with) =>
        database
            .Write(
                (connection, transaction) =>
                {
                    var deleted = connection.Execute(sql, with, transaction);
                    return (Deleted: deleted, Left: Read(connection, transaction));
                },
                committed: written => byName = written.Left
            )
            .Deleted;

    private static IReadOnlyDictionary<string, IReadOnlyList<RunbookVotes>> Read(DbConnection connection, DbTransaction? transaction) =>
        connection
            .Query<Row>(
                """
                SELECT name, document_id AS DocumentId, CAST(SUM(helped) AS BIGINT) AS Helped, CAST(SUM(1 - helped) AS BIGINT) AS "Not"
                FROM alert_votes
                GROUP BY name, document_id ORDER BY name, SUM(helped) - SUM(1 - helped) DESC, MAX(at) DESC
                """,
                transaction: transaction
            )
            .GroupBy(r => r.Name)
            .ToDictionary(
                g => g.Key,
                g => (IReadOnlyList<RunbookVotes>)[.. g.Select(r => new RunbookVotes(r.DocumentId, (int)r.Helped, (int)r.Not))]
            );
}
