using Knowledge.Api.Background;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Knowledge.Api.Store;

/// <summary>What is said when the store fails: a full disk, a damaged file, a directory that may not be written.</summary>
internal static class StoreFailure
{
    public static string Sentence(Exception e) =>
        $"The store cannot be written ({Reason(e)}): unanswered searches and history are not kept until it can. Searches work.";

    /// <summary>What is said while it is not known whether it is damaged.</summary>
    public const string Doubtful =
        "The store cannot be written (something of it could not be read; it is being looked through for damage): unanswered "
        + "searches and history are not kept until it can. Searches work.";

    /// <summary>The same for who asked for it, in a line.</summary>
    public static string Cause(Exception e) => $"The store cannot be used: {Reason(e)}";

    private static string Reason(Exception e) =>
        e switch
        {
            StoreException { MayPass: true, InnerException: { } cause } => Reason(cause),
            StoreException { MayPass: true } said => said.Message,
            StoreException { MayPass: false } => "another server uses its directory, or a newer version wrote it; the log has more",
            SqliteException { SqliteErrorCode: 13 } => "disk full",
            SqliteException { SqliteErrorCode: 10 } => "input/output error",
            SqliteException { SqliteErrorCode: 8 } => "read-only",
            SqliteException { SqliteErrorCode: 11 or 26 } =>
                "the file is damaged; stop the server and put the newest backup back with the command restore, or move knowledge.db with "
                    + "what begins with its name and store.mark away and let a new one be made: what was written here is read back from "
                    + "its files",
            NpgsqlException => PostgresConnection.Reason(e),
            SqliteException sqlite => $"SQLite error {sqlite.SqliteErrorCode}",
            _ => FailureReason.Of(e),
        };
}
