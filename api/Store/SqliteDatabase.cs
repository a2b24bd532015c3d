using System.Data.Common;
using Dapper;
using Knowledge.Indexer.Files;
using Microsoft.Data.Sqlite;

namespace Knowledge.Api.Store;

/// <summary>One SQLite file with one writing connection and read-only readers; schema and version live here.</summary>
/// <remarks>
/// One connection does every write: SQLite lets one write at a time anyway, and threads that wait for a lock of this process wait
/// in turn, without the time limit and the polling of SQLite's own lock. It also does every checkpoint.
/// </remarks>
internal sealed class SqliteDatabase : Database
{
    public const string FileName = "knowledge.db";
    public const string LockName = "lock";

    /// <summary>Lies in a directory while a backup is put back into it: what is there is not all of it.</summary>
    public const string RestoringFolder = ".restoring";

    // A start waits for the look through the store no longer; it is looked through as a whole later.
    private static readonly TimeSpan LooksWithin = TimeSpan.FromSeconds(1);

    private const int LockedOnLinux = 11,
        LockedOnMac = 35,
        LockedOnWindows = unchecked((int)0x80070020);
    private const int DamagedCode = 11;

    private readonly string directory;
    private readonly string readOnly;
    private readonly SqliteConnection writer;
    private readonly FileIdentity? identity;
    private readonly Lock writing = new();
    private FileStream? ownership;
    private StoreMark mark;
    private StoreMark? keptMark;
    private volatile Exception? damage;

    private SqliteDatabase(string directory, string readOnly, SqliteConnection writer, FileStream? ownership)
    {
        (this.directory, this.readOnly, this.writer, this.ownership) = (directory, readOnly, writer, ownership);
        identity = FileStatus.Of(FileOf(directory))?.Identity;
        mark = StoreMark.Of(writer)!;
    }

    /// <summary>Which store it is, made with it.</summary>
    public override string Identity => mark.Identity;

    /// <exception cref="StoreException">Another server uses the directory, a newer version wrote it, or the disk does not allow
    /// it.</exception>
    public static new SqliteDatabase Open(string directory)
    {
        FileStream? ownership = null;
        SqliteConnection? writer = null;
        try
        {
            DataFiles.MakeDirectory(directory);
            ownership = Own(directory);
            var path = FileOf(directory);
            if (Directory.Exists(Path.Combine(directory, RestoringFolder)))
                throw new StoreException("a backup is being put back, or that was broken off; run restore again", mayPass: true);
            if (StoreDamage.IsLogGarbage(path))
                throw Damaged(directory, "knowledge.db-wal is no write-ahead log");
            var expected = StoreMark.Read(directory);
            if (expected is not null && new FileInfo(path) is not { Exists: true, Length: > 0 })
                throw new StoreException(expected.Mismatch(null)!, mayPass: true);
            writer = new(
                new SqliteConnectionStringBuilder
                {
                    DataSource = path,
                    Pooling = false,
                    DefaultTimeout = 2,
                }.ToString()
            );
            // SQLite gives its files the permissions of this one.
            DataFiles.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete).Dispose();
            writer.Open();
            // Before anything is written, be it the journal mode.
            var version = CheckVersion(writer);
            if (StoreDamage.Of(writer, isThorough: false, LooksWithin).Damage is { } found)
                throw Damaged(directory, found);
            if (expected?.Mismatch(version == 0 ? null : StoreMark.Of(writer)) is { } mismatch)
                throw new StoreException(mismatch, mayPass: true);
            writer.Execute(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA trusted_schema = 0; PRAGMA secure_delete = ON; PRAGMA "
                    + "cell_size_check = 1; PRAGMA journal_size_limit = 67108864;"
            );
            Migrate(writer, version);
            // Whoever copies the file alone, against all advice, has the tables at least.
            writer.Execute("PRAGMA wal_checkpoint(PASSIVE)");
            return new(
                directory,
                new SqliteConnectionStringBuilder
                {
                    DataSource = path,
                    Mode = SqliteOpenMode.ReadOnly,
                    DefaultTimeout = 2,
                }.ToString(),
                writer,
                ownership
            );
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            writer?.Dispose();
            ownership?.Dispose();
            throw new StoreException($"The store in {directory} cannot be opened: {e.Message}", mayPass: true, e);
        }
        catch
        {
            writer?.Dispose();
            ownership?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens a store that a server has open, for the few writes of an operator's command: SQLite lets one of both write at a time.
    /// </summary>
    /// <exception cref="StoreException">There is none, or another version made it.</exception>
    public static new SqliteDatabase OpenBeside(string directory)
    {
        var path = FileOf(directory);
        if (!File.Exists(path))
            throw new StoreException($"there is no store in '{directory}'", mayPass: false);
        SqliteConnection? writer = null;
        try
        {
            writer = new(
                new SqliteConnectionStringBuilder
                {
                    DataSource = path,
                    Mode = SqliteOpenMode.ReadWrite,
                    Pooling = false,
                    DefaultTimeout = 10,
                }.ToString()
            );
            writer.Open();
            if (CheckVersion(writer) is var version && version < Migration.Latest)
                throw new StoreException(
                    $"the store has schema {version}, this program needs {Migration.Latest}: start the server of this version first",
                    mayPass: false
                );
            writer.Execute("PRAGMA synchronous = FULL; PRAGMA trusted_schema = 0; PRAGMA secure_delete = ON");
            var reading = new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = SqliteOpenMode.ReadOnly,
                Pooling = false,
            };
            return new(directory, reading.ToString(), writer, null);
        }
        catch (SqliteException e)
        {
            writer?.Dispose();
            throw new StoreException($"The store in {directory} cannot be opened: {e.Message}", mayPass: true, e);
        }
        catch
        {
            writer?.Dispose();
            throw;
        }
    }

    public override T Write<T>(Func<DbConnection, DbTransaction, T> work, Action<T>? committed = null)
    {
        lock (writing)
        {
            if (damage is { } found)
                throw new StoreException("the store is damaged and takes no more writes", mayPass: true, found);
            CheckOwnership();
            CheckIdentity();
            using var transaction = writer.BeginTransaction();
            var result = work(writer, transaction);
            var writes = writer.ExecuteScalar<long>(
                "UPDATE store_state SET writes = writes + 1 WHERE id = 1 RETURNING writes",
                transaction: transaction
            );
            transaction.Commit();
            // Moved away meanwhile, it was kept where nobody looks.
            CheckIdentity();
            mark = mark with { Writes = writes };
            committed?.Invoke(result);
            return result;
        }
    }

    public override void KeepMark()
    {
        lock (writing)
        {
            if (mark == keptMark)
                return;
            CheckIdentity();
            mark.Write(directory);
            keptMark = mark;
        }
    }

    public override int Probe() =>
        Write((connection, transaction) => connection.Execute($"PRAGMA user_version = {Migration.Latest}", transaction: transaction));

    public override T Read<T>(Func<DbConnection, T> work)
    {
        CheckIdentity();
        using var reader = new SqliteConnection(readOnly);
        reader.Open();
        return work(reader);
    }

    /// <summary>Looks through all of it, for as long as it takes.</summary>
    /// <exception cref="StoreException">It is damaged.</exception>
    public override void LookThrough(bool isThorough = false)
    {
        CheckIdentity();
        // One that has read nothing: others keep pages as they were when these were read.
        using var reader = new SqliteConnection(new SqliteConnectionStringBuilder(readOnly) { Pooling = false }.ToString());
        reader.Open();
        if (StoreDamage.Of(reader, isThorough).Damage is { } found)
            throw Damaged(directory, found);
    }

    /// <summary>It is damaged: a further write might make it worse, and what can be read of it is still read.</summary>
    public override void RefuseWrites(Exception? found)
    {
        if (found is null && damage is not null)
        {
            using var reader = new SqliteConnection(readOnly);
            SqliteConnection.ClearPool(reader);
            lock (writing)
                writer.Execute("PRAGMA shrink_memory");
        }
        damage = found;
    }

    /// <summary>Whether a server has the directory.</summary>
    /// <exception cref="IOException">It cannot be told.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static bool IsInUse(string directory)
    {
        if (!File.Exists(LockOf(directory)))
            return false;
        try
        {
            new FileStream(LockOf(directory), FileMode.Open, FileAccess.Read, FileShare.None).Dispose();
            return false;
        }
        catch (IOException e) when (e.HResult is LockedOnLinux or LockedOnMac or LockedOnWindows)
        {
            return true;
        }
    }

    // It keeps the highest by itself.
    public override int ContinueNumbers(DbConnection connection, DbTransaction transaction, string table) => 0;

    public override string In(string column, string parameter) => $"{column} IN @{parameter}";

    public override string Contains(string column, string text) => $"INSTR({column}, CAST('{text}' AS BLOB)) > 0";

    public override string Holds(string column, string parameter) => $"INSTR({column}, @{parameter}) > 0";

    public override string Tables => "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";

    public override string ReferencesOf(string table) => $"SELECT \"table\" FROM pragma_foreign_key_list('{table}')";

    public override void EmptyLog()
    {
        lock (writing)
            writer.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    public override void Dispose()
    {
        lock (writing)
        {
            SqliteConnection.ClearPool(new(readOnly));
            writer.Dispose();
            ownership?.Dispose();
        }
    }

    private static string FileOf(string directory) => Path.Combine(directory, FileName);

    // An open file stays open when it is moved, deleted or exchanged, and what is written to it then is lost.
    private void CheckIdentity()
    {
        if (identity is not null && FileStatus.Of(FileOf(directory))?.Identity != identity)
            throw new StoreException(
                "knowledge.db was moved, deleted or replaced while the server runs; put it back, or start the server again",
                mayPass: true
            );
    }

    // Who deletes the lock lets a second server in: then this one must not write, for it would not see what that one does.
    private void CheckOwnership()
    {
        if (
            ownership is null
            || FileStatus.Of(ownership.SafeFileHandle) is not { } held
            || FileStatus.Of(LockOf(directory)) is { } there && there == held
        )
            return;
        var again = Own(directory);
        ownership.Dispose();
        ownership = again;
    }

    private static string LockOf(string directory) => Path.Combine(directory, LockName);

    /// <summary>Takes a directory for this process. The operating system frees it when the process ends, however it ends.</summary>
    /// <exception cref="StoreException">Another server has it.</exception>
    /// <exception cref="IOException">The disk does not allow it.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static FileStream Own(string directory)
    {
        try
        {
            return DataFiles.Open(LockOf(directory), FileMode.OpenOrCreate, FileAccess.ReadWrite);
        }
        catch (IOException e) when (e.HResult is LockedOnLinux or LockedOnMac or LockedOnWindows)
        {
            throw new StoreException(
                $"The data directory {directory} is used by another server; stop it or give this one its own with --data DIR.",
                mayPass: false,
                e
            );
        }
    }

    private static StoreException Damaged(string directory, string found) =>
        new($"The store in {directory} is damaged: {found}", mayPass: true, new SqliteException(found, DamagedCode));

    private static int CheckVersion(SqliteConnection connection)
    {
        var version = connection.ExecuteScalar<int>("PRAGMA user_version");
        return version <= Migration.Latest
            ? version
            : throw new StoreException(
                $"The store was written by a newer version (schema {version}, this one knows {Migration.Latest}); start that "
                    + $"version, or give this one its own directory with --data DIR.",
                mayPass: false
            );
    }

    private static void Migrate(SqliteConnection connection, int from)
    {
        foreach (var migration in Migration.All.Where(m => m.Number > from))
        {
            using var transaction = connection.BeginTransaction();
            connection.Execute(migration.Sql, transaction: transaction);
            connection.Execute($"PRAGMA user_version = {migration.Number}", transaction: transaction);
            transaction.Commit();
        }
    }
}
