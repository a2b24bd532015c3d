using Dapper;

namespace Knowledge.Api.Store;

/// <summary>Who ever signed in.</summary>
/// <param name="Actor">The name under which the person speaks; nobody else has it.</param>
/// <param name="MemberOf">Groups, as JSON.</param>
/// <param name="Email">Mail address; null where none is known.</param>
internal sealed record PersonRow(string Subject, string Actor, string Role, string MemberOf, long LastSeen, string? Email);

/// <summary>People by what a provider knows them by, each with one name of their own.</summary>
internal sealed class PeopleTable(Database database)
{
    private const int MaxNamesakes = 1_000;

    /// <summary>Takes down that somebody signed in, and gives them a name at the first time; they keep it.</summary>
    /// <param name="email">Mail address; null takes away one that was known.</param>
    /// <returns>The name.</returns>
    public string Enter(string subject, string name, string role, string memberOf, DateTimeOffset now, string? email = null) =>
        database.Write(
            (connection, transaction) =>
            {
                var actor = connection.ExecuteScalar<string?>(
                    "SELECT actor FROM people WHERE subject = @subject",
                    new { subject },
                    transaction
                );
                for (var number = 1; actor is null && number <= MaxNamesakes; number++)
                {
                    var wanted = number == 1 ? name : $"{name} ({number})";
                    var isTaken = connection.ExecuteScalar<long>(
                        "SELECT COUNT(*) FROM people WHERE LOWER(actor) = LOWER(@wanted)",
                        new { wanted },
                        transaction
                    );
                    actor = isTaken == 0 ? wanted : null;
                }
                actor ??= subject;
                connection.Execute(
                    """
                    INSERT INTO people (subject, actor, role, member_of, last_seen, email)
                    VALUES (@subject, @actor, @role, @memberOf, @at, @email)
                    ON CONFLICT (subject) DO UPDATE SET
                        role = excluded.role, member_of = excluded.member_of, last_seen = excluded.last_seen, email = excluded.email
                    """,
                    new
                    {
                        subject,
                        actor,
                        role,
                        memberOf,
                        at = now.ToUnixTimeMilliseconds(),
                        email,
                    },
                    transaction
                );
                return actor;
            }
        );

    /// <summary>Gives somebody other groups, at once; their sessions have them too.</summary>
    public void SetGroups(string subject, string memberOf) =>
        database.Write(
            (connection, transaction) =>
                connection.Execute(
                    "UPDATE people SET member_of = @memberOf WHERE subject = @subject",
                    new { subject, memberOf },
                    transaction
                )
                + connection.Execute(
                    "UPDATE sessions SET member_of = @memberOf WHERE subject = @subject",
                    new { subject, memberOf },
                    transaction
                )
        );

    public PersonRow? Find(string subject) =>
        database.Read(connection =>
            connection.QuerySingleOrDefault<PersonRow>(
                "SELECT subject, actor, role, member_of AS MemberOf, last_seen AS LastSeen, email FROM people WHERE subject = @subject",
                new { subject }
            )
        );
}
