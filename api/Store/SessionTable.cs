using Dapper;

namespace Knowledge.Api.Store;

/// <summary>Somebody who is signed in; times are Unix milliseconds, groups are JSON.</summary>
internal sealed record SessionRow(
    byte[] Hash,
    string Subject,
    string Actor,
    string Role,
    string MemberOf,
    string Address,
    string Program,
    long Begun,
    long Seen,
    long Ends
);

/// <summary>What others change of a session while it lasts.</summary>
/// <param name="MemberOf">Groups, as JSON.</param>
internal sealed record SessionRights(byte[] Hash, string Role, string MemberOf);

/// <summary>Who is signed in, over restarts.</summary>
internal sealed class SessionTable(Database database)
{
    private const string Select =
        "SELECT hash, subject, actor, role, member_of AS MemberOf, address, program, begun, seen, ends FROM sessions WHERE ends > @now";

    public IReadOnlyList<SessionRow> List(DateTimeOffset now) =>
        database.Read(connection =>
            connection.Query<SessionRow>($"{Select} ORDER BY seen DESC", new { now = now.ToUnixTimeMilliseconds() }).ToList()
        );

    /// <summary>All that are not over, in short: looked at each second.</summary>
    public IReadOnlyList<SessionRights> Rights(DateTimeOffset now) =>
        database.Read(connection =>
            connection
                .Query<SessionRights>(
                    "SELECT hash, role, member_of AS MemberOf FROM sessions WHERE ends > @now",
                    new { now = now.ToUnixTimeMilliseconds() }
                )
                .ToList()
        );

    /// <summary>One that is not over; null when there is none.</summary>
    public SessionRow? Find(byte[] hash, DateTimeOffset now) =>
        database.Read(connection =>
            connection.QueryFirstOrDefault<SessionRow>($"{Select} AND hash = @hash", new { hash, now = now.ToUnixTimeMilliseconds() })
        );

    /// <summary>Keeps one, and drops those that are over and the oldest ones of the same person beyond a number.</summary>
    public void Add(SessionRow session, int most, DateTimeOffset now) =>
        database.Write(
            (connection, transaction) =>
            {
                connection.Execute(
                    """
                    INSERT INTO sessions (hash, subject, actor, role, member_of, address, program, begun, seen, ends)
                    VALUES (@Hash, @Subject, @Actor, @Role, @MemberOf, @Address, @Program, @Begun, @Seen, @Ends)
                    """,
                    session,
                    transaction
                );
                return connection.Execute(
                    """
                    DELETE FROM sessions WHERE ends <= @now OR subject = @Subject AND hash NOT IN (
                        SELECT hash FROM sessions WHERE subject = @Subject ORDER BY seen DESC, begun DESC, hash LIMIT @most)
                    """,
                    new
                    {
                        now = now.ToUnixTimeMilliseconds(),
                        session.Subject,
                        most,
                    },
                    transaction
                );
            }
        );

    /// <summary>Keeps until when sessions last; one that was ended meanwhile stays so.</summary>
    public void Extend(IReadOnlyList<SessionRow> sessions) =>
        database.Write(
            (connection, transaction) =>
                connection.Execute("UPDATE sessions SET seen = @Seen, ends = @Ends WHERE hash = @Hash", sessions, transaction)
        );

    public void End(byte[] hash) =>
        database.Write(
            (connection, transaction) => connection.Execute("DELETE FROM sessions WHERE hash = @hash", new { hash }, transaction)
        );
}
