using Knowledge.Indexer.Importing;
using Microsoft.Extensions.Logging;

namespace Knowledge.Indexer.Serving;

/// <summary>The imports of a running server: each at once, then at its interval, one at a time.</summary>
/// <remarks>An export whose files have the size and time they had at the last success is not read again.</remarks>
public sealed partial class LiveImports(ServingOptions options, TimeProvider time, ILogger<LiveImports> logger) : IDisposable
{
    private readonly SemaphoreSlim one = new(1);
    private readonly ImportStatus[] status = [.. options.Imports.Select(i => new ImportStatus(i))];

    /// <summary>In the order in which they were given.</summary>
    public IReadOnlyList<ImportStatus> Status => [.. status];

    /// <summary>Runs until it is cancelled; a run that is under way ends with the next page.</summary>
    public Task RunAsync(CancellationToken cancellation) =>
        Task.WhenAll(Enumerable.Range(0, status.Length).Select(i => Task.Run(() => RunAsync(i, cancellation), cancellation)));

    public void Dispose() => one.Dispose();

    private async Task RunAsync(int number, CancellationToken cancellation)
    {
        IReadOnlyList<(DateTime, long)?>? imported = null;
        while (true)
        {
            var stamps = Stamps(status[number].Import.Job);
            if (imported is null || !stamps.SequenceEqual(imported))
            {
                await one.WaitAsync(cancellation);
                try
                {
                    imported = Run(number, cancellation) ? stamps : null;
                }
                finally
                {
                    one.Release();
                }
            }
            else
                status[number] = status[number] with { LastSuccess = time.GetUtcNow() };
            await Task.Delay(status[number].Import.Every, time, cancellation);
        }
    }

    private bool Run(int number, CancellationToken cancellation)
    {
        var job = status[number].Import.Job;
        try
        {
            var report = job.Run((_, _, _) => cancellation.ThrowIfCancellationRequested());
            status[number] = status[number] with { LastSuccess = time.GetUtcNow(), Report = report, Problem = null };
            LogImported(job.System, job.Out, report.Imported, report.Updated, report.Unchanged, report.Skipped);
            return true;
        }
        catch (Exception e) when (e is ImportException or IOException or UnauthorizedAccessException)
        {
            var problem = e is ImportException ? e.Message : $"reading or writing failed ({ImportDirectory.Reason(e)})";
            // Said once, not once an hour.
            if (status[number].Problem != problem)
                LogFailed(job.System, job.Out, problem);
            status[number] = status[number] with { Problem = problem };
            return false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // One import with a mistake in its reader must not end the others.
            LogBroken(e, job.System, job.Out);
            status[number] = status[number] with { Problem = $"it failed inside Knowledge ({e.GetType().Name}); please report it" };
            return false;
        }
    }

    private static IReadOnlyList<(DateTime, long)?> Stamps(ImportJob job) =>
        [
            .. job.Files.Select(f =>
                new FileInfo(f) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length)
                : Directory.Exists(f) ? StampOf(f)
                : null
            ),
        ];

    // The newest file, and the size of all: what is new, changed or gone shows in one of them.
    private static (DateTime, long)? StampOf(string directory)
    {
        try
        {
            var (newest, size) = (DateTime.MinValue, 0L);
            foreach (
                var file in new DirectoryInfo(directory)
                    .EnumerateFiles(
                        "*",
                        new EnumerationOptions
                        {
                            RecurseSubdirectories = true,
                            MaxRecursionDepth = 2,
                            IgnoreInaccessible = true,
                        }
                    )
                    .Take(ImportLimits.Default.MaxZipEntries)
            )
                (newest, size) = (file.LastWriteTimeUtc > newest ? file.LastWriteTimeUtc : newest, size + file.Length);
            return (newest, size);
        }
        catch (IOException)
        {
            // It is being written or taken away; the import itself says what is wrong.
            return null;
        }
    }

    [LoggerMessage(
        LogLevel.Information,
        "Imported {System} to {Directory}: {Imported} new, {Updated} updated, {Unchanged} unchanged, {Skipped} skipped"
    )]
    private partial void LogImported(string system, string directory, int imported, int updated, int unchanged, int skipped);

    [LoggerMessage(LogLevel.Warning, "The import of {System} to {Directory} failed: {Problem}; it is tried again at its interval")]
    private partial void LogFailed(string system, string directory, string problem);

    [LoggerMessage(LogLevel.Error, "The import of {System} to {Directory} failed inside Knowledge")]
    private partial void LogBroken(Exception e, string system, string directory);
}

/// <param name="LastSuccess">When its export was last read, or last found unchanged; null when never.</param>
/// <param name="Report">Of the last run that did not fail.</param>
/// <param name="Problem">Why the last run failed; null when it did not.</param>
public sealed record ImportStatus(
    ScheduledImport Import,
    DateTimeOffset? LastSuccess = null,
    ImportReport? Report = null,
    string? Problem = null
);
