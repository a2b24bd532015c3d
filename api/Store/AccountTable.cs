using System.Data.Common;
using Dapper;

namespace Knowledge.Api.Store;

/// <param name="Password">A slow hash; null until its owner has set one.</param>
/// <param name="Failures">Wrong passwords since the last right one.</param>
/// <param name="Locked">Until when no password is right, as Unix milliseconds.</param>
internal sealed record AccountRow(string Name, string Role, string? Password, long Failures, long Locked, long Created);

/// <summary>Accounts of <c>--auth local</c>, and the links that open one or let an administrator in, each of which works once.</summary>
internal sealed class AccountTable(Database database)
{
    private const string Columns = "name, role, password, failures, locked, created";

    public AccountRow? Find(string name) =>
        database.Read(connection =>
            connection.QuerySingleOrDefault<AccountRow>($"SELECT {Columns} FROM accounts WHERE name = @name", new { name })
        );

    public IReadOnlyList<AccountRow> List() =>
        database.Read(connection => connection.Query<AccountRow>($"SELECT {Columns} FROM accounts ORDER BY name").ToList());

    /// <summary>False when there is one of that name.</summary>
    public bool Add(string name, string role, DateTimeOffset now) =>
        Changes(
            "INSERT INTO accounts (name, role, created) VALUES (@name, @role, @at) ON CONFLICT (name) DO NOTHING",
            new
            {
                name,
                role,
                at = now.ToUnixTimeMilliseconds(),
            }
        );

    /// <summary>Changes what an account may do, wherever it is signed in and in its tokens; false when there is none.</summary>
    public bool SetRole(string name, string role, string subject) =>
        database.Write(
            (connection, transaction) =>
            {
                var of = new
                {
                    name,
                    role,
                    subject,
                };
                connection.Execute("UPDATE sessions SET role = @role WHERE subject = @subject", of, transaction);
                connection.Execute("UPDATE tokens SET role = @role WHERE subject = @subject", of, transaction);
                return connection.Execute("UPDATE accounts SET role = @role WHERE name = @name", of, transaction) > 0;
            }
        );

    /// <summary>Sets the password and lets the account in again; whoever is signed in under it is signed out.</summary>
    public bool SetPassword(string name, string password, string subject) =>
        database.Write((connection, transaction) => SetPassword(connection, transaction, name, password, subject));

    /// <summary>The same by a link that may be used once: it is used when the password is set, and not before.</summary>
    public bool SetPassword(byte[] link, string name, string password, string subject, DateTimeOffset now) =>
        database.Write(
            (connection, transaction) =>
                UseLink(connection, transaction, link, now) && SetPassword(connection, transaction, name, password, subject)
        );

    private static bool SetPassword(DbConnection connection, DbTransaction transaction, string name, string password, string subject)
    {
        connection.Execute("DELETE FROM sessions WHERE subject = @subject", new { subject }, transaction);
        return connection.Execute(
                "UPDATE accounts SET password = @password, failures = 0, locked = 0 WHERE name = @name",
                new { name, password },
                transaction
            ) > 0;
    }

    /// <summary>Counts a wrong password, and locks the account at the last that may be wrong. While it is locked none counts.</summary>
    public bool Failed(string name, int most, DateTimeOffset until, DateTimeOffset now) =>
        Changes(
            """
            UPDATE accounts SET
                locked = CASE WHEN failures + 1 >= @most THEN @until ELSE locked END,
                failures = CASE WHEN failures + 1 >= @most THEN 0 ELSE failures + 1 END
            WHERE name = @name AND locked <= @now
            """,
            new
            {
                name,
                most,
                until = until.ToUnixTimeMilliseconds(),
                now = now.ToUnixTimeMilliseconds(),
            }
        );

    /// <summary>Forgets the wrong ones; false when the account is locked.</summary>
    public bool Succeeded(string name, DateTimeOffset now) =>
        Changes("UPDATE accounts SET failures = 0 WHERE name = @name AND locked <= @now", new { name, now = now.ToUnixTimeMilliseconds() });

    /// <summary>Deletes an account with its links, sessions and tokens.</summary>
    public bool Delete(string name, string subject) =>
        database.Write(
            (connection, transaction) =>
            {
                connection.Execute("DELETE FROM sessions WHERE subject = @subject", new { subject }, transaction);
                connection.Execute("DELETE FROM tokens WHERE subject = @subject", new { subject }, transaction);
                connection.Execute("DELETE FROM links WHERE account = @name", new { name }, transaction);
                // Whoever gets an account of the same name later is somebody else.
                connection.Execute("UPDATE people SET member_of = '[]' WHERE subject = @subject", new { subject }, transaction);
                return connection.Execute("DELETE FROM accounts WHERE name = @name", new { name }, transaction) > 0;
            }
        );

    /// <param name="account">Null for a link that lets an administrator in.</param>
    public void AddLink(byte[] hash, string? account, DateTimeOffset expires, DateTimeOffset now) =>
        database.Write(
            (connection, transaction) =>
            {
                // The newest link of an account is the one that works.
                connection.Execute(
                    "DELETE FROM links WHERE expires < @now OR account = @account",
                    new { now = now.ToUnixTimeMilliseconds(), account },
                    transaction
                );
                return connection.Execute(
                    "INSERT INTO links (hash, account, expires) VALUES (@hash, @account, @expires)",
                    new
                    {
                        hash,
                        account,
                        expires = expires.ToUnixTimeMilliseconds(),
                    },
                    transaction
                );
            }
        );

    /// <summary>What a link is for, while it works.</summary>
    public LinkRow? FindLink(byte[] hash, DateTimeOffset now) =>
        database.Read(connection =>
            connection.QuerySingleOrDefault<LinkRow>(
                "SELECT account, expires FROM links WHERE hash = @hash AND expires > @now",
                new { hash, now = now.ToUnixTimeMilliseconds() }
            )
        );

    /// <summary>Uses a link up; of two at once one gets true.</summary>
    public bool UseLink(byte[] hash, DateTimeOffset now) =>
        database.Write((connection, transaction) => UseLink(connection, transaction, hash, now));

    private static bool UseLink(DbConnection connection, DbTransaction transaction, byte[] hash, DateTimeOffset now) =>
        connection.Execute(
            "DELETE FROM links WHERE hash = @hash AND expires > @now",
            new { hash, now = now.ToUnixTimeMilliseconds() },
            transaction
        ) > 0;

    private bool Changes(string sql, object parameters) =>
        database.Write((connection, transaction) => connection.Execute(sql, parameters, transaction) > 0);
}

/// <param name="Account">Null for a link that lets an administrator in.</param>
internal sealed record LinkRow(string? Account, long Expires);
