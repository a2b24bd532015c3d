using Knowledge.Api.Background;
using Knowledge.Indexer.Commands;
using Knowledge.Indexer.Importing;

namespace Knowledge.Api.Live;

/// <summary>The imports of a running server: each at once, then at its interval, one at a time.</summary>
/// <remarks>An export whose files have the size and time they had at the last success is not read again.</remarks>
public sealed partial class LiveImports : IBackgroundWork, IDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMinutes(1);

    private readonly TimeProvider time;
    private readonly ILogger<LiveImports> logger;
    private readonly SemaphoreSlim one = new(1);
    private readonly ImportStatus[] status;
    private readonly IReadOnlyList<(DateTime, long)?>?[] imported;
    private readonly IReadOnlyList<BackgroundLoop> running;

    public LiveImports(ServingOptions options, BackgroundLoops loops, TimeProvider time, ILogger<LiveImports> logger)
    {
        (this.time, this.logger) = (time, logger);
        status = [.. options.Imports.Select(i => new ImportStatus(i))];
        imported = new IReadOnlyList<(DateTime, long)?>?[status.Length];
        running =
        [
            .. options.Imports.Select(
                (import, i) =>
                    loops.Add(
                        new($"import-{i + 1}", $"The export of {import.Job.System} is not imported", import.Every)
                        {
                            IsForOneNode = true,
                            // Sooner than at its interval, for then the export may be there, and never more seldom.
                            Backoff = new(FirstRetry, import.Every),
                            // Why it failed holds paths.
                            Sentence = _ =>
                                $"The export of {import.Job.System} is not imported; the status page says why. It is tried again.",
                        },
                        cancellation => RunAsync(i, cancellation)
                    )
            ),
        ];
    }

    /// <summary>In the order in which they were given.</summary>
    public IReadOnlyList<ImportStatus> Status => [.. status];

    /// <summary>Imports each at once, then at its interval; stopped, a run that is under way ends with the next page.</summary>
    public void Start()
    {
        foreach (var loop in running)
            loop.Start();
    }

    public void Dispose() => one.Dispose();

    private async Task<RoundResult> RunAsync(int number, CancellationToken cancellation)
    {
        var stamps = Stamps(status[number].Import.Job);
        if (imported[number] is { } before && stamps.SequenceEqual(before))
        {
            status[number] = status[number] with { LastSuccess = time.GetUtcNow() };
            return RoundResult.Done;
        }
        await one.WaitAsync(cancellation);
        try
        {
            imported[number] = null;
            if (Run(number, cancellation) is { } problem)
                return RoundResult.Failed(problem);
            imported[number] = stamps;
            return RoundResult.Done;
        }
        finally
        {
            one.Release();
        }
    }

    /// <returns>Why it failed; null when it did not.</returns>
    private string? Run(int number, CancellationToken cancellation)
    {
        var job = status[number].Import.Job;
        try
        {
            var report = job.Run((_, _, _) => cancellation.ThrowIfCancellationRequested());
            status[number] = status[number] with { LastSuccess = time.GetUtcNow(), Report = report, Problem = null };
            LogImported(job.System, job.Out, report.Imported, report.Updated, report.Unchanged, report.Skipped);
            return null;
        }
        catch (Exception e) when (e is ImportException or IOException or UnauthorizedAccessException)
        {
            var problem = e is ImportException ? e.Message : $"reading or writing failed ({FailureReason.Of(e)})";
            status[number] = status[number] with { Problem = problem };
            return problem;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            status[number] = status[number] with { Problem = $"{FailureReason.Of(e)}; please report it" };
            throw;
        }
    }

    private static IReadOnlyList<(DateTime, long)?> Stamps(ImportJob job) =>
        [
            .. job.Files.Select(f =>
                new FileInfo(f) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length)
                : Directory.Exists(f) ? FileStamps.OfDirectory(f, depth: 2)
                : null
            ),
        ];

    [LoggerMessage(
        LogLevel.Information,
        "Imported {System} to {Directory}: {Imported} new, {Updated} updated, {Unchanged} unchanged, {Skipped} skipped"
    )]
    private partial void LogImported(string system, string directory, int imported, int updated, int unchanged, int skipped);
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
