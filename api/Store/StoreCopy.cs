using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Knowledge.Api.Store;

/// <summary>Copies the store of a directory as it is at one moment, also while a server writes to it.</summary>
internal static class StoreCopy
{
    // 4 MiB: few enough that one who wants to end it does not wait.
    private const int PagesPerStep = 1024;

    // As the system says it.
    private const int DiskFull = 28;

    /// <param name="copy">A file that is not there yet.</param>
    /// <param name="progress">Is told how many pages of how many are copied.</param>
    /// <exception cref="StoreException">There is no store, or it cannot be read.</exception>
    /// <exception cref="IOException">The copy cannot be written.</exception>
    public static void Make(string directory, string copy, Action<long, long> progress, CancellationToken cancellation)
    {
        var path = Path.Combine(directory, SqliteDatabase.FileName);
        if (!File.Exists(path))
            throw new StoreException($"there is no store in '{directory}'; name its directory with --data DIR", mayPass: true);
        DataFiles.Open(copy, FileMode.CreateNew, FileAccess.Write).Dispose();
        try
        {
            using var source = new SqliteConnection(
                new SqliteConnectionStringBuilder
                {
                    DataSource = path,
                    Mode = SqliteOpenMode.ReadOnly,
                    Pooling = false,
                    DefaultTimeout = 10,
                }.ToString()
            );
            source.Open();
            // The first read decides what is seen: what is written from here on is not in the copy, and nobody waits for it.
            using var reading = source.BeginTransaction(deferred: true);
            source.ExecuteScalar<long>("SELECT COUNT(*) FROM sqlite_schema", transaction: reading);
            using var target = new SqliteConnection(
                new SqliteConnectionStringBuilder
                {
                    DataSource = copy,
                    Mode = SqliteOpenMode.ReadWrite,
                    Pooling = false,
                }.ToString()
            );
            target.Open();
            // One that is not finished is thrown away, and one that is gets packed and checked.
            target.Execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
            Copy(source, target, progress, cancellation);
        }
        // Only the copy is written.
        catch (SqliteException e) when (e.SqliteErrorCode == raw.SQLITE_FULL)
        {
            throw new IOException($"the disk of '{Path.GetDirectoryName(copy)}' is full", DiskFull);
        }
        catch (SqliteException e)
        {
            throw new StoreException($"the store in '{directory}' cannot be copied: {e.Message}", mayPass: true, e);
        }
    }

    private static void Copy(SqliteConnection source, SqliteConnection target, Action<long, long> progress, CancellationToken cancellation)
    {
        using var copying = raw.sqlite3_backup_init(target.Handle!, "main", source.Handle!, "main");
        if (copying is null || copying.IsInvalid)
            throw new SqliteException(raw.sqlite3_errmsg(target.Handle!).utf8_to_string(), raw.sqlite3_errcode(target.Handle!));
        int code;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            code = raw.sqlite3_backup_step(copying, PagesPerStep);
            var of = raw.sqlite3_backup_pagecount(copying);
            progress(of - raw.sqlite3_backup_remaining(copying), of);
        } while (code == raw.SQLITE_OK);
        if (code != raw.SQLITE_DONE)
            throw new SqliteException(raw.sqlite3_errstr(code).utf8_to_string(), code);
    }
}
