using Dapper;

namespace Knowledge.Api.Store;

/// <summary>A token of a program; times are Unix milliseconds.</summary>
/// <param name="Role">What who made it could do then: it can do no more.</param>
/// <param name="Scopes">With blanks between.</param>
/// <param name="SeesAs">Groups that were chosen for it, as JSON; null for those of the person.</param>
/// <param name="MemberOf">Groups of the person, as JSON, as they were when the person last signed in; null when that never was.</param>
internal sealed record TokenRow(
    string Id,
    byte[] Hash,
    string Name,
    string Subject,
    string Actor,
    string Role,
    string Scopes,
    long Created,
    long Expires,
    long? Used,
    string? SeesAs,
    string? MemberOf = null
);

/// <summary>Tokens of programs. The token itself is not kept.</summary>
internal sealed class TokenTable(Database database)
{
    public IReadOnlyList<TokenRow> List() =>
        database.Read(connection =>
            connection
                .Query<TokenRow>(
                    """
                    SELECT t.id, t.hash, t.name, t.subject, t.actor, t.role, t.scopes, t.created, t.expires, t.used,
                        t.sees_as AS SeesAs, p.member_of AS MemberOf
                    FROM tokens t LEFT JOIN people p ON p.subject = t.subject ORDER BY t.created DESC, t.id
                    """
                )
                .ToList()
        );

    /// <summary>False when the person has as many as they may.</summary>
    public bool Add(TokenRow token, int most) =>
        database.Write(
            (connection, transaction) =>
                connection.ExecuteScalar<long>("SELECT COUNT(*) FROM tokens WHERE subject = @Subject", token, transaction) < most
                && connection.Execute(
                    """
                    INSERT INTO tokens (id, hash, name, subject, actor, role, scopes, created, expires, used, sees_as)
                    VALUES (@Id, @Hash, @Name, @Subject, @Actor, @Role, @Scopes, @Created, @Expires, NULL, @SeesAs)
                    """,
                    token,
                    transaction
                ) > 0
        );

    /// <param name="subject">Whose it must be; null for anybody's.</param>
    public bool End(string id, string? subject) =>
        database.Write(
            (connection, transaction) =>
                connection.Execute(
                    "DELETE FROM tokens WHERE id = @id AND (@subject IS NULL OR subject = @subject)",
                    new { id, subject },
                    transaction
                ) > 0
        );

    public void Used(IReadOnlyList<(string Id, long At)> uses) =>
        database.Write(
            (connection, transaction) =>
                connection.Execute("UPDATE tokens SET used = @At WHERE id = @Id", uses.Select(u => new { u.Id, u.At }), transaction)
        );

    /// <summary>Takes from a person's tokens what the person may not do any more.</summary>
    public void Limit(string subject, IReadOnlyList<string> higher, string role) =>
        database.Write(
            (connection, transaction) =>
                connection.Execute(
                    $"UPDATE tokens SET role = @role WHERE subject = @subject AND {database.In("role", "higher")}",
                    new
                    {
                        subject,
                        higher,
                        role,
                    },
                    transaction
                )
        );
}
