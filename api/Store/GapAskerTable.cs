using Dapper;

namespace Knowledge.Api.Store;

/// <summary>Somebody who wants to be told when words that found nothing are answered.</summary>
/// <param name="Id">By which the outbox knows it.</param>
/// <param name="Language">Code of the language in which they asked.</param>
/// <param name="IsTold">A message was put into the outbox.</param>
/// <param name="IsWaiting">It waits there.</param>
/// <param name="Actor">Their name here; null when they were taken out of the store.</param>
/// <param name="MemberOf">Groups, as JSON.</param>
/// <param name="Email">Null while none is known.</param>
internal sealed record GapAsker(
    long Id,
    string GapId,
    string Language,
    DateTimeOffset At,
    bool IsTold,
    bool IsWaiting,
    string? Actor,
    string? MemberOf,
    string? Email
);

/// <summary>People who are told by mail when somebody has answered what they searched for, until they were.</summary>
internal sealed class GapAskerTable(Database database)
{
    /// <summary>Of one person; there are as many answers that somebody waits for.</summary>
    public const int MostOfOne = 20;

    /// <summary>Of all: each is searched for again after each change of what is served.</summary>
    public const int Most = 2_000;

    private const string Select = """
        SELECT a.id, a.gap_id AS GapId, a.language, a.at, a.told,
            (SELECT COUNT(*) FROM outbox o WHERE o.alert_id = 'asker:' || a.id AND o.state = 'waiting') AS Waiting,
            p.actor, p.member_of AS MemberOf, p.email
        FROM gap_askers a LEFT JOIN people p ON p.subject = a.subject
        """;

    private sealed record Row
    {
        public long Id { get; init; }
        public string GapId { get; init; } = "";
        public string Language { get; init; } = "";
        public long At { get; init; }
        public long? Told { get; init; }
        public long Waiting { get; init; }
        public string? Actor { get; init; }
        public string? MemberOf { get; init; }
        public string? Email { get; init; }

        public GapAsker ToAsker() =>
            new(Id, GapId, Language, DateTimeOffset.FromUnixTimeMilliseconds(At), Told is not null, Waiting > 0, Actor, MemberOf, Email);
    }

    /// <summary>All, who asked first in front.</summary>
    public IReadOnlyList<GapAsker> All() =>
        database.Read(connection =>
            (IReadOnlyList<GapAsker>)[.. connection.Query<Row>($"{Select} ORDER BY a.id").Select(r => r.ToAsker())]
        );

    /// <summary>The one of an id, in a list; none when it is gone.</summary>
    public IReadOnlyList<GapAsker> Find(long id) =>
        database.Read(connection =>
            (IReadOnlyList<GapAsker>)[.. connection.Query<Row>($"{Select} WHERE a.id = @id", new { id }).Select(r => r.ToAsker())]
        );

    public bool IsThere(string gapId, string subject) =>
        database.Read(connection =>
            connection.ExecuteScalar<long>(
                "SELECT COUNT(*) FROM gap_askers WHERE gap_id = @gapId AND subject = @subject",
                new { gapId, subject }
            ) > 0
        );

    /// <summary>Keeps that somebody wants to be told; once, however often they say it.</summary>
    /// <returns>False when there are as many as there may be.</returns>
    public bool Add(string gapId, string subject, string language, DateTimeOffset at) =>
        database.Write(
            (connection, transaction) =>
            {
                var with = new
                {
                    gapId,
                    subject,
                    language,
                    at = at.ToUnixTimeMilliseconds(),
                };
                var others = connection.ExecuteScalar<long>(
                    "SELECT COUNT(*) FROM gap_askers WHERE subject = @subject AND gap_id <> @gapId",
                    with,
                    transaction
                );
                if (
                    others >= MostOfOne
                    || connection.ExecuteScalar<long>("SELECT COUNT(*) FROM gap_askers", transaction: transaction) >= Most
                )
                    return false;
                connection.Execute(
                    """
                    INSERT INTO gap_askers (gap_id, subject, language, at) VALUES (@gapId, @subject, @language, @at)
                    ON CONFLICT (gap_id, subject) DO NOTHING
                    """,
                    with,
                    transaction
                );
                return true;
            }
        );

    /// <summary>Takes it back; what waits in the outbox of it is not sent then.</summary>
    public int Remove(string gapId, string subject) =>
        database.Write(
            (connection, transaction) =>
                connection.Execute(
                    "DELETE FROM gap_askers WHERE gap_id = @gapId AND subject = @subject",
                    new { gapId, subject },
                    transaction
                )
        );

    /// <summary>Deletes those that are told, or will never be.</summary>
    public int Delete(IReadOnlyList<long> ids) =>
        database.Write(
            (connection, transaction) =>
                connection.Execute($"DELETE FROM gap_askers WHERE {database.In("id", "ids")}", new { ids }, transaction)
        );

    /// <summary>Puts a message for each into the outbox, and remembers it with the same transaction.</summary>
    public int Tell(IReadOnlyList<long> ids, string target, DateTimeOffset now) =>
        database.Write(
            (connection, transaction) =>
            {
                var (at, told) = (now.ToUnixTimeMilliseconds(), 0);
                foreach (var id in ids)
                {
                    if (
                        connection.Execute("UPDATE gap_askers SET told = @at WHERE id = @id AND told IS NULL", new { id, at }, transaction)
                        == 0
                    )
                        continue;
                    OutboxTable.Add(connection, transaction, PendingMessage.AskerKey(id), at, [target], at);
                    told++;
                }
                return told;
            }
        );

    /// <summary>The answer is gone again before anybody was told of it: the message goes, and they wait on.</summary>
    public int WaitOn(long id, long messageId) =>
        database.Write(
            (connection, transaction) =>
                connection.Execute(
                    """
                    DELETE FROM outbox WHERE id = @messageId;
                    UPDATE gap_askers SET told = NULL WHERE id = @id;
                    """,
                    new { id, messageId },
                    transaction
                )
        );
}
