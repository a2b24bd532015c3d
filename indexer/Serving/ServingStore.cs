using Knowledge.Indexer.Store;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Knowledge.Indexer.Serving;

/// <summary>The store as a server has it: when the disk does not allow it, work goes on without, says so, and tries again.</summary>
internal sealed partial class ServingStore(string directory, TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    private readonly Lock opening = new();
    private volatile Logs? logs;
    private volatile string? problem;
    private long? lastTry;

    internal sealed record Logs(Database Database, DocumentLog Documents, GapLog Gaps, RenderedLog Rendered);

    /// <summary>Why nothing can be kept just now, in words for people; null when all is well.</summary>
    public string? Problem => problem;

    /// <summary>Opens the store, or looks whether what was wrong with it has passed; does nothing when all is well.</summary>
    /// <exception cref="StoreException">Waiting will not mend it: another server's directory, or a newer version's.</exception>
    public void Open()
    {
        lock (opening)
        {
            if ((logs is not null && problem is null) || (lastTry is { } last && time.GetElapsedTime(last) < RetryInterval)) return;
            lastTry = time.GetTimestamp();
            if (logs is not null)
            {
                Write(l => l.Database.Probe());
                return;
            }
            Database? database = null;
            try
            {
                database = Database.Open(directory);
                logs = new(database, new(database), new(database), new(database));
                problem = null;
            }
            catch (Exception e) when (e is StoreException { MayPass: true } or SqliteException)
            {
                database?.Dispose();
                Failed(e);
            }
        }
    }

    /// <summary>Writes; default when there is no store or it fails, and then <see cref="Problem"/> says why.</summary>
    public T? Write<T>(Func<Logs, T> work)
    {
        var result = Read(work, out var failed);
        // Only a write proves that writing works again.
        if (!failed) problem = null;
        return result;
    }

    /// <summary>Reads; default when there is no store or it fails.</summary>
    public T? Read<T>(Func<Logs, T> work) => Read(work, out _);

    private T? Read<T>(Func<Logs, T> work, out bool failed)
    {
        failed = true;
        if (logs is not { } open) return default;
        try
        {
            var result = work(open);
            failed = false;
            return result;
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            Failed(e);
            return default;
        }
    }

    public void Dispose() => logs?.Database.Dispose();

    private void Failed(Exception e)
    {
        if (problem is null) LogFailed(logger, directory, e);
        problem = $"The store cannot be written ({(e as SqliteException)?.SqliteErrorCode switch { 13 => "disk full", 10 => "input/output error", 8 => "read-only", _ => e.GetType().Name }}): "
            + "gaps and history are not kept until it can. Searches work.";
    }

    [LoggerMessage(LogLevel.Error, "The store in {Directory} failed; searches go on without it")]
    private static partial void LogFailed(ILogger logger, string directory, Exception e);
}
