using Knowledge.Api.Store;
using Microsoft.Data.Sqlite;

namespace Knowledge.Api.Live;

/// <summary>The store as a server has it: when the disk does not allow it, work goes on without, says so, and tries again.</summary>
/// <param name="recovered">Called when the store works again.</param>
internal sealed partial class StoreAccess(string directory, TimeProvider time, ILogger logger, Action recovered) : IDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    private readonly Lock opening = new();
    private volatile Tables? tables;
    private volatile string? problem;
    private long? lastTry;
    private long diskFailures;

    internal sealed record Tables(
        Database Database,
        DocumentTable Documents,
        GapTable Gaps,
        GapWorkTable GapWork,
        RenderedPageTable Rendered,
        InboxTable Inbox,
        AlertTable Alerts,
        AlertVoteTable Votes,
        OutboxTable Outbox,
        RunLogTable Runs,
        AlertLogTable AlertLog,
        AuthoredPostmortemTable Authored,
        WrittenCommentTable Comments,
        FeedbackTable Feedback
    );

    /// <summary>Whether what was ever kept can be looked up: the store has been opened.</summary>
    public bool IsOpen => tables is not null;

    /// <summary>Why nothing can be kept just now, as a message for users; null when all is well.</summary>
    public string? Problem => problem;

    /// <summary>How often the disk refused something; that is nobody's fault who asked for it.</summary>
    public long DiskFailures => Interlocked.Read(ref diskFailures);

    /// <exception cref="StoreException">Retrying will not help: another server's directory, or a newer version's.</exception>
    public void Open()
    {
        if (TryRecover() is StoreException { MayPass: false } lasting)
            throw lasting;
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
            if (lastTry is { } last && time.GetElapsedTime(last) < RetryInterval)
                return null;
            lastTry = time.GetTimestamp();
            Database? opened = null;
            try
            {
                if (tables is { } open)
                    open.Database.Probe();
                else
                {
                    opened = Database.Open(directory);
                    var made = new Tables(
                        opened,
                        new(opened),
                        new(opened),
                        new(opened),
                        new(opened),
                        new(opened),
                        new(opened),
                        new(opened),
                        new(opened),
                        new(opened),
                        new(opened),
                        new(opened),
                        new(opened),
                        new(opened)
                    );
                    // A store that was lost, or is older than it was, had files beside it with what was written in it.
                    if (new WrittenFiles(directory).Read() is { Count: > 0 } written)
                        made.Authored.ReadBack(written);
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

    /// <summary>Does something with the store; default when there is none or it fails, and then <see cref="Problem"/> says why.</summary>
    /// <remarks>A success says little about the next write, so only <see cref="TryRecover"/> takes the problem back.</remarks>
    public T? Use<T>(Func<Tables, T> work)
    {
        if (tables is not { } open)
            return default;
        try
        {
            return work(open);
        }
        catch (SqliteException e) when (IsOfTheWork(e))
        {
            LogRefused(logger, e);
            return default;
        }
        catch (Exception e) when (e is SqliteException or StoreException or IOException or UnauthorizedAccessException)
        {
            Failed(e);
            return default;
        }
    }

    // What was asked for is at fault, not the store: a rule of the schema, a value, a statement. A table that is missing is damage.
    private static bool IsOfTheWork(SqliteException e) =>
        e.SqliteErrorCode is 18 or 19 or 20 || e.SqliteErrorCode == 1 && !e.Message.Contains("no such table", StringComparison.Ordinal);

    public void Dispose()
    {
        try
        {
            KeepMark();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or StoreException)
        {
            LogNotMarked(logger, e);
        }
        tables?.Database.Dispose();
    }

    private void Failed(Exception e)
    {
        if (problem is null)
            LogFailed(logger, directory, e);
        problem = StoreFailure.Sentence(e);
        // Read-only, an input/output error, full, not to be opened.
        if (e is IOException or UnauthorizedAccessException or SqliteException { SqliteErrorCode: 8 or 10 or 13 or 14 })
            Interlocked.Increment(ref diskFailures);
    }

    [LoggerMessage(LogLevel.Warning, "It could not be kept how far the store was written")]
    private static partial void LogNotMarked(ILogger logger, Exception e);

    [LoggerMessage(LogLevel.Error, "The store refused something; nothing of it is kept")]
    private static partial void LogRefused(ILogger logger, Exception e);

    [LoggerMessage(LogLevel.Error, "The store in {Directory} failed; searches go on without it")]
    private static partial void LogFailed(ILogger logger, string directory, Exception e);
}
