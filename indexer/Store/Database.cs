using Dapper;
using Microsoft.Data.Sqlite;

namespace Knowledge.Indexer.Store;

/// <summary>The store cannot be used, and why, in words for the person who starts the server.</summary>
/// <param name="mayPass">Whether waiting may mend it (a full disk); the server then runs without its store and tries again.</param>
public sealed class StoreException(string message, bool mayPass, Exception? inner = null) : Exception(message, inner)
{
    public bool MayPass { get; } = mayPass;
}

/// <summary>One SQLite file with one writing connection and read-only readers; schema and version live here.</summary>
/// <remarks>
/// One connection does every write and every checkpoint: SQLite before 3.51.3 can lose commits when one connection checkpoints
/// while another writes.
/// </remarks>
internal sealed class Database : IDisposable
{
    private const int SchemaVersion = 5;
    private const string FileName = "knowledge.db";
    private const int LockedOnLinux = 11,
        LockedOnMac = 35,
        LockedOnWindows = unchecked((int)0x80070020);

    private readonly string readOnly;
    private readonly SqliteConnection writer;
    private readonly FileStream ownership;
    private readonly Lock writing = new();

    private Database(string readOnly, SqliteConnection writer, FileStream ownership) =>
        (this.readOnly, this.writer, this.ownership) = (readOnly, writer, ownership);

    /// <exception cref="StoreException">Another server uses the directory, a newer version wrote it, or the disk does not allow
    /// it.</exception>
    public static Database Open(string directory)
    {
        FileStream? ownership = null;
        SqliteConnection? writer = null;
        try
        {
            Directory.CreateDirectory(directory);
            ownership = Own(directory);
            var path = Path.Combine(directory, FileName);
            writer = new(
                new SqliteConnectionStringBuilder
                {
                    DataSource = path,
                    Pooling = false,
                    DefaultTimeout = 2,
                }.ToString()
            );
            writer.Open();
            // Before anything is written, be it the journal mode.
            var version = CheckVersion(writer);
            writer.Execute(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA trusted_schema = 0; PRAGMA cell_size_check = 1; PRAGMA journal_size_limit = 67108864;"
            );
            if (version < SchemaVersion)
                WriteSchema(writer, version);
            return new(
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
        catch (StoreException)
        {
            writer?.Dispose();
            ownership?.Dispose();
            throw;
        }
    }

    /// <summary>Runs in one durable transaction; all or nothing is kept.</summary>
    public T Write<T>(Func<SqliteConnection, SqliteTransaction, T> work)
    {
        lock (writing)
        {
            using var transaction = writer.BeginTransaction();
            var result = work(writer, transaction);
            transaction.Commit();
            return result;
        }
    }

    /// <summary>Writes what is there already: fails as any write would.</summary>
    public int Probe() =>
        Write((connection, transaction) => connection.Execute($"PRAGMA user_version = {SchemaVersion}", transaction: transaction));

    public T Read<T>(Func<SqliteConnection, T> work)
    {
        using var reader = new SqliteConnection(readOnly);
        reader.Open();
        return work(reader);
    }

    public void Dispose()
    {
        lock (writing)
        {
            SqliteConnection.ClearPool(new(readOnly));
            writer.Dispose();
            ownership.Dispose();
        }
    }

    // The operating system frees the lock when the process ends, however it ends.
    private static FileStream Own(string directory)
    {
        try
        {
            return new(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
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

    private static int CheckVersion(SqliteConnection connection)
    {
        var version = connection.ExecuteScalar<int>("PRAGMA user_version");
        return version <= SchemaVersion
            ? version
            : throw new StoreException(
                $"The store was written by a newer version (schema {version}, this one knows {SchemaVersion}); start that version, or give this one its own directory with --data DIR.",
                mayPass: false
            );
    }

    // What leads from a version to a later one; a new store gets the newest at once.
    private static readonly IReadOnlyDictionary<int, (string Change, int To)> Upgrades = new Dictionary<int, (string, int)>
    {
        [1] = ("ALTER TABLE documents ADD COLUMN successor TEXT; ALTER TABLE documents ADD COLUMN likeness REAL;", 2),
        [2] = (SchemaFrom("-- What senders posted"), 5),
        [3] = ("ALTER TABLE run_log ADD COLUMN result TEXT NOT NULL DEFAULT '';" + SchemaFrom("-- What is written here"), 5),
        [4] = (SchemaFrom("-- What people said of pages"), 5),
    };

    private static void WriteSchema(SqliteConnection connection, int from)
    {
        using var transaction = connection.BeginTransaction();
        if (from == 0)
            connection.Execute(Schema(), transaction: transaction);
        else
            for (var version = from; version < SchemaVersion; version = Upgrades[version].To)
                connection.Execute(Upgrades[version].Change, transaction: transaction);
        connection.Execute($"PRAGMA user_version = {SchemaVersion}", transaction: transaction);
        transaction.Commit();
    }

    private static string SchemaFrom(string line) => Schema()[Schema().IndexOf(line, StringComparison.Ordinal)..];

    private static string Schema()
    {
        using var stream = typeof(Database).Assembly.GetManifestResourceStream("schema.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
