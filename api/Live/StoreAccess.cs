using System.Data.Common;
using System.Net.Sockets;
using Knowledge.Api.Background;
using Knowledge.Api.Store;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Knowledge.Api.Live;

/// <summary>The store as a server has it: when the disk does not allow it, work goes on without, says so, and tries again.</summary>
/// <param name="recovered">Called when the store works again.</param>
/// <param name="connection">Of the database that several nodes share; null for the file of this one.</param>
internal sealed partial class StoreAccess(string directory, TimeProvider time, ILogger logger, Action recovered, string? connection = null)
    : IDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    // A database that fails over is back in seconds.
    private static readonly TimeSpan RetryIntervalOfDatabase = TimeSpan.FromSeconds(1);

    // What was damage for certain may have been put right, or a disk that gave wrong answers; a look reads all of the file.
    private static readonly TimeSpan DamageInterval = TimeSpan.FromMinutes(10);

    private readonly Lock opening = new();
    private volatile StoreTables? tables;
    private volatile string? problem;
    private volatile NodeLease? lease;
    private volatile byte[]? hookKey;
    private long? lastTry;
    private long diskFailures;
    private volatile FoundDamage? damage;
    private FileStream? ownership;

    // The same files need not be looked through again.
    private sealed record FoundDamage(
        Exception Because,
        (long Length, DateTime Modified) Store,
        (long Length, DateTime Modified) Log,
        bool IsCertain
    );

    /// <summary>Another node wrote, so there may be something to do for this one.</summary>
    public event Action? OthersWrote;

    /// <summary>Whether what was ever kept can be looked up: the store has been opened.</summary>
    public bool IsOpen => tables is not null;

    /// <summary>Why nothing can be kept just now, as a message for users; null when all is well.</summary>
    public string? Problem => problem;

    /// <summary>Whether the store is damaged: it takes no writes any more, and is not opened as long as it is the same file.</summary>
    public bool IsDamaged => damage is not null;

    /// <summary>How often the disk refused something; that is nobody's fault who asked for it.</summary>
    public long DiskFailures => Interlocked.Read(ref diskFailures);

    /// <summary>Whether other nodes may use the store as well.</summary>
    public bool IsShared => connection is not null;

    /// <summary>What secrets of senders are made of on all nodes; null until the store that they share was opened.</summary>
    public byte[]? HookKey => hookKey;

    /// <summary>The turn of this node at what only one may do; null while it is another's, or cannot be known.</summary>
    public NodeTurn? Turn => IsShared ? lease?.Turn : NodeTurn.OfEveryNode;

    /// <summary>How often this node took the turn.</summary>
    public long TurnsTaken => lease?.Taken ?? 0;

    /// <summary>Whether this node has the directories of all sources: one that has them goes before one that has not.</summary>
    public bool ReadsSources { get; set; } = true;

    /// <summary>Follows what other nodes wrote, and asks for the turn; a store of one node has neither.</summary>
    /// <returns>False when the store cannot be asked.</returns>
    public bool FollowOthers() =>
        Use(t =>
        {
            if (t.Database is PostgresDatabase shared)
                shared.Follow();
            lease?.Renew(ReadsSources);
            return true;
        });

    /// <exception cref="StoreException">Retrying will not help: another server's directory, or a newer version's.</exception>
    public void Open()
    {
        if (IsShared)
            TakeDirectory();
        if (TryRecover() is StoreException { MayPass: false } lasting)
            throw lasting;
    }

    // Of several nodes each has a directory of its own: alerts that wait in it are put into the inbox by one.
    private void TakeDirectory()
    {
        try
        {
            DataFiles.MakeDirectory(directory);
            ownership = SqliteDatabase.Own(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotMarked(logger, e);
        }
    }

    /// <summary>
    /// Tries again what failed, now and then: opens the store if it is not open, else finds out whether it can be written again.
    /// </summary>
    /// <returns>What is still in the way.</returns>
    public Exception? TryRecover()
    {
        var wasAway = problem is not null;
        var failure = TryAgain();
        if (wasAway && problem is null)
            recovered();
        return failure;
    }

    /// <summary>Keeps beside the store which one it is; done while nothing fails.</summary>
    /// <exception cref="IOException">The disk does not allow it.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public void KeepMark()
    {
        if (problem is null)
            tables?.Database.KeepMark();
    }

    private Exception? TryAgain()
    {
        lock (opening)
        {
            if (tables is not null && problem is null)
                return null;
            var found = damage is { } one && (tables is not null || IsSameFile(one)) ? one : null;
            var interval =
                IsShared ? RetryIntervalOfDatabase
                : found is { IsCertain: true } ? DamageInterval
                : RetryInterval;
            if (lastTry is { } last && time.GetElapsedTime(last) < interval)
                return found?.Because;
            lastTry = time.GetTimestamp();
            Database? opened = null;
            try
            {
                if (tables is { } open)
                {
                    if (damage is not null)
                        open.Database.LookThrough(isThorough: true);
                    open.Database.RefuseWrites(null);
                    damage = null;
                    open.Database.Probe();
                }
                else
                {
                    damage = null;
                    opened = connection is null ? Database.Open(directory) : PostgresDatabase.Connect(connection);
                    var made = StoreTables.Of(opened);
                    // A store that was lost, or is older than it was, had files beside it with what was written in it.
                    if (new WrittenFiles(directory).Read() is { Count: > 0 } written)
                        made.Authored.ReadBack(written);
                    if (opened is PostgresDatabase shared)
                    {
                        lease = new(shared, time);
                        hookKey = KeyOfAll(made);
                        shared.ChangedElsewhere += () => OthersWrote?.Invoke();
                    }
                    tables = made;
                }
                problem = null;
                return null;
            }
            catch (Exception e)
            {
                // What nobody foresaw may pass like a full disk: no content of the store ends a start.
                opened?.Dispose();
                Failed(e);
                return e;
            }
        }
    }

    private byte[] KeyOfAll(StoreTables made)
    {
        var key = Store.HookKey.Shared(made.Access.Keys, directory);
        try
        {
            Store.HookKey.Copy(key, directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It holds all the same; a start while the database is away has none.
            LogNotMarked(logger, e);
        }
        return key;
    }

    /// <summary>Does something with the store; default when there is none or it fails, and then <see cref="Problem"/> says why.</summary>
    /// <remarks>A success says little about the next write, so only <see cref="TryRecover"/> takes the problem back.</remarks>
    public T? Use<T>(Func<StoreTables, T> work)
    {
        if (tables is not { } open)
            return default;
        try
        {
            return work(open);
        }
        catch (DbException e) when (IsOfTheWork(e))
        {
            LogRefused(logger, e);
            return default;
        }
        catch (TurnLostException e)
        {
            LogTurnLost(logger, e);
            return default;
        }
        catch (Exception e)
            when (e is DbException or StoreException or IOException or UnauthorizedAccessException or TimeoutException or SocketException)
        {
            Failed(e);
            return default;
        }
    }

    // What was asked for is at fault, not the store: a rule of the schema, a value, a statement. A table that is missing is damage.
    private static bool IsOfTheWork(DbException e) =>
        e switch
        {
            SqliteException { SqliteErrorCode: 18 or 19 or 20 } => true,
            SqliteException { SqliteErrorCode: 1 } => !e.Message.Contains("no such table", StringComparison.Ordinal),
            // Values and rules of the schema; in 42 are also rights and tables that are missing.
            { SqlState: { } state } => state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("23", StringComparison.Ordinal),
            _ => false,
        };

    public void Dispose()
    {
        try
        {
            KeepMark();
            if (lease?.Turn is not null)
                lease.Release();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or StoreException or DbException)
        {
            LogNotMarked(logger, e);
        }
        tables?.Database.Dispose();
        ownership?.Dispose();
    }

    private void Failed(Exception e)
    {
        // What is wrong with it for good is said in its own words, without where in the program it was found.
        if (problem is null && e is StoreException { MayPass: false })
            LogUnusable(logger, e.Message);
        else if (problem is null)
            LogFailed(logger, connection is null ? directory : "the database", e);
        // Read-only, an input/output error, full, not to be opened; a database that is shared says all that in many ways.
        if (e is IOException or UnauthorizedAccessException or NpgsqlException or SqliteException { SqliteErrorCode: 8 or 10 or 13 or 14 })
            Interlocked.Increment(ref diskFailures);
        // Refused because of what is known already.
        if (damage is { } known && (known.IsCertain ? StoreDamage.IsDamage(e) : known.Because == e.InnerException))
            return;
        // A read that the disk did not answer looks like damage to who reads on; only a look through the whole is certain.
        var isDoubtful = tables is not null && e is SqliteException && StoreDamage.IsDamage(e);
        problem = isDoubtful ? StoreFailure.Doubtful : StoreFailure.Sentence(e);
        if (!StoreDamage.IsDamage(e))
            return;
        tables?.Database.RefuseWrites(e);
        damage = new(e, StampOf(""), StampOf("-wal"), !isDoubtful);
    }

    private bool IsSameFile(FoundDamage found) => found.Store == StampOf("") && found.Log == StampOf("-wal");

    private (long Length, DateTime Modified) StampOf(string ending) =>
        new FileInfo(Path.Combine(directory, SqliteDatabase.FileName + ending)) is { Exists: true } file
            ? (file.Length, file.LastWriteTimeUtc)
            : default;

    [LoggerMessage(LogLevel.Warning, "The data directory could not be marked as the one of this store")]
    private static partial void LogNotMarked(ILogger logger, Exception e);

    [LoggerMessage(LogLevel.Warning, "Another node has taken over: what this one was about to write in its turn is not written")]
    private static partial void LogTurnLost(ILogger logger, Exception e);

    [LoggerMessage(LogLevel.Error, "The store refused something; nothing of it is kept")]
    private static partial void LogRefused(ILogger logger, Exception e);

    [LoggerMessage(LogLevel.Error, "The store cannot be used: {Reason}")]
    private static partial void LogUnusable(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Error, "The store in {Directory} failed; searches go on without it")]
    private static partial void LogFailed(ILogger logger, string directory, Exception e);
}
