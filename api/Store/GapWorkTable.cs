using Dapper;
using Knowledge.Indexer.Answers;

namespace Knowledge.Api.Store;

/// <summary>Who looks after words that found nothing, or why nobody has to.</summary>
internal sealed class GapWorkTable(Database database)
{
    private sealed record Row(string Id, string? Assignee, string? Dismissed, string Actor, long At);

    /// <summary>By the id of the gap.</summary>
    public IReadOnlyDictionary<string, GapWork> All() =>
        database.Read(connection =>
            (IReadOnlyDictionary<string, GapWork>)
                connection
                    .Query<Row>("SELECT gap_id AS Id, assignee, dismissed, actor, at FROM gap_work")
                    .ToDictionary(
                        r => r.Id,
                        r => new GapWork(r.Assignee, r.Dismissed, r.Actor, DateTimeOffset.FromUnixTimeMilliseconds(r.At))
                    )
        );

    /// <summary>Keeps what holds from now on; what is neither assigned nor dismissed is work for anybody again.</summary>
    public void Set(string gapId, GapWork work) =>
        database.Write(
            (connection, transaction) =>
                connection.Execute(
                    """
                    DELETE FROM gap_work WHERE gap_id NOT IN (SELECT id FROM gaps) AND gap_id <> @gapId;
                    INSERT INTO gap_work (gap_id, assignee, dismissed, actor, at) VALUES (@gapId, @Assignee, @Dismissed, @Actor, @at)
                    ON CONFLICT (gap_id) DO UPDATE SET
                        assignee = excluded.assignee, dismissed = excluded.dismissed, actor = excluded.actor, at = excluded.at
                    """,
                    new
                    {
                        gapId,
                        work.Assignee,
                        work.Dismissed,
                        work.Actor,
                        at = work.At.ToUnixTimeMilliseconds(),
                    },
                    transaction
                )
        );
}
