using System.Net.Sockets;
using Dapper;
using Npgsql;

namespace Knowledge.Api.Store;

/// <summary>How the connection string of a store is read, and what is said when it leads nowhere: never with a secret of it.</summary>
internal static class PostgresConnection
{
    private const int OldestVersion = 14;

    /// <summary>Connections as a store needs them: to the primary of several hosts, and without endless waits.</summary>
    /// <exception cref="ArgumentException">The string cannot be read.</exception>
    public static NpgsqlDataSource Open(string connection)
    {
        var builder = new NpgsqlDataSourceBuilder(Read(connection));
        return builder.ConnectionStringBuilder.Host!.Contains(',', StringComparison.Ordinal)
            ? builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary)
            : builder.Build();
    }

    private static string Read(string connection)
    {
        NpgsqlConnectionStringBuilder given;
        try
        {
            given = new(connection) { ApplicationName = "knowledge" };
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            // What it says may quote the string.
            throw new ArgumentException(
                "--store is no connection string; give one such as \"Host=db1,db2;Database=knowledge;Username=knowledge\""
            );
        }
        if (string.IsNullOrEmpty(given.Host))
            throw new ArgumentException("--store names no host; give one such as \"Host=db1,db2;Database=knowledge;Username=knowledge\"");
        if (!Has(connection, "Timeout"))
            given.Timeout = 3;
        // Shorter than senders are kept waiting: what does not get through is kept on the disk in time.
        if (!Has(connection, "Command Timeout", "CommandTimeout"))
            given.CommandTimeout = 5;
        if (!Has(connection, "Keepalive"))
            given.KeepAlive = 5;
        // A standby that became the primary is found within a second.
        if (!Has(connection, "Host Recheck Seconds"))
            given.HostRecheckSeconds = 1;
        if (!Has(connection, "Maximum Pool Size", "MaxPoolSize"))
            given.MaxPoolSize = 20;
        given.PersistSecurityInfo = false;
        return given.ToString();
    }

    /// <exception cref="StoreException">It is none that a store can be kept in.</exception>
    public static void Check(NpgsqlConnection connection)
    {
        if (connection.PostgreSqlVersion.Major < OldestVersion)
            throw new StoreException(
                $"The store needs PostgreSQL {OldestVersion} or newer; this is {connection.PostgreSqlVersion}.",
                mayPass: false
            );
        if (connection.ExecuteScalar<bool>("SELECT pg_is_in_recovery()"))
            throw new StoreException("The store's database is a standby; name its primary as well (Host=a,b).", mayPass: true);
        if (connection.ExecuteScalar<string>("SHOW synchronous_commit") == "off")
            throw new StoreException(
                "The store's database has synchronous_commit = off, so what is acknowledged may be lost; set it to on for this user.",
                mayPass: false
            );
        if (connection.ExecuteScalar<string>("SHOW server_encoding") != "UTF8")
            throw new StoreException("The store's database is not in UTF8; make one with ENCODING 'UTF8'.", mayPass: false);
    }

    /// <summary>Whether it holds a password, which the arguments of a program must not.</summary>
    public static bool HoldsPassword(string connection) =>
        connection
            .Split(';')
            .Where(part => part.Contains('=', StringComparison.Ordinal))
            .Select(part => part.Split('=')[0])
            .Any(key => PasswordKeys.Any(word => key.Contains(word, StringComparison.OrdinalIgnoreCase)));

    private static readonly string[] PasswordKeys = ["password", "pwd", "psw"];

    /// <summary>Why it cannot be used, and what to do, for people.</summary>
    public static string Reason(Exception e) =>
        e switch
        {
            PostgresException { SqlState: "28P01" or "28000" } =>
                "the database refuses the user name or the password; check KB_STORE, or the file that KB_STORE_FILE names",
            PostgresException { SqlState: "3D000" } =>
                "there is no such database; make one with CREATE DATABASE … ENCODING 'UTF8', or name another",
            PostgresException { SqlState: "42501" } p =>
                $"the user may not do this ({p.MessageText}); make it the owner of the database, or of a schema (Search Path=NAME)",
            PostgresException { SqlState: "25006" } =>
                "the database takes no writes (it is a standby, or read-only); name its primary as well (Host=a,b)",
            PostgresException { SqlState: "53100" } => "the database's disk is full",
            PostgresException { SqlState: "53300" } => "the database has no connection left; raise max_connections",
            PostgresException { SqlState: "57P01" or "57P02" or "57P03" } => "the database is starting or stopping",
            PostgresException p => $"PostgreSQL error {p.SqlState}: {p.MessageText}",
            // Of several hosts each has a reason of its own.
            NpgsqlException { InnerException: AggregateException { InnerExceptions: [var first, ..] } } => Reason(first),
            NpgsqlException { InnerException: TimeoutException } or TimeoutException => "the database does not answer in time",
            NpgsqlException { InnerException: SocketException s } =>
                $"the database cannot be reached ({s.SocketErrorCode}); check its host and port, and whether it runs",
            // The driver says so itself where the server asks for one and none is given.
            NpgsqlException { InnerException: null } said when said.Message.Contains("password", StringComparison.OrdinalIgnoreCase) =>
                "the database asks for a password; give it in KB_STORE, or in the file that KB_STORE_FILE names",
            ArgumentException a => a.Message,
            _ => "the database cannot be reached, or none of its hosts is a primary",
        };

    private static bool Has(string connection, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
            if (connection.Split(';').Any(part => part.Split('=')[0].Trim().Equals(key, StringComparison.OrdinalIgnoreCase)))
                return true;
        return false;
    }
}
