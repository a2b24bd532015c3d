using System.Collections.Concurrent;
using System.Diagnostics;
using Knowledge.Indexer.Importing;
using Knowledge.Indexer.Sources;
using Knowledge.Indexer.Threads;

namespace Knowledge.Indexer.Archive;

/// <summary>What a build did, by number of pages; the same as JSON and as lines.</summary>
/// <param name="Deleted">Pages that a whole export does not hold any more.</param>
/// <param name="Sections">All that the archive holds now.</param>
/// <param name="Bytes">On disk.</param>
public sealed record ArchiveReport(
    string System,
    string Out,
    int Added,
    int Updated,
    int Unchanged,
    int Deleted,
    int Skipped,
    IReadOnlyList<ImportReport.SkipReason> Reasons,
    IReadOnlyList<string> Notes,
    long Sections,
    long Bytes,
    double Seconds
);

/// <summary>One build of an archive with all its options, ready to run any number of times.</summary>
/// <param name="Read">The items of the export, read as they are asked for.</param>
internal sealed record ArchiveBuild(
    string System,
    string Out,
    Func<ImportDirectory, ImportProgress, List<string>, IEnumerable<ArchiveItem>> Read
)
{
    /// <summary>Items that are read ahead, and their characters.</summary>
    private const int BatchItems = 500;
    private const int BatchCharacters = 4 << 20;

    /// <summary>The export holds everything: pages that it does not hold are deleted.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Pages that are older are left out, and deleted; null keeps all.</summary>
    public TimeSpan? Keep { get; init; }

    /// <summary>What was read in this time is safe when the process is killed.</summary>
    public TimeSpan CommitEvery { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>On which pages are made and written.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// Reads the export and writes the archive. A page that the archive has already is not written again, so a build that was
    /// interrupted goes on where it was when it is run again, and a newer export adds what is new.
    /// </summary>
    /// <exception cref="ImportException">The export cannot be read.</exception>
    /// <exception cref="ArchiveException">The archive cannot be written.</exception>
    public ArchiveReport Run(ImportProgress progress, CancellationToken cancellation = default)
    {
        var started = Stopwatch.GetTimestamp();
        var oldest = Keep is { } keep ? DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime - keep) : (DateOnly?)null;
        CheckFormat();
        using var work = ImportDirectory.Open(Path.Combine(Out, "work"), System);
        using var writer = ArchiveWriter.Open(Out);
        var (notes, skipped, counts) = (new List<string>(), new SkippedItems(), new int[4]);
        try
        {
            Write(Manifest(writer, isComplete: false));
            using var queue = new BlockingCollection<List<ArchiveItem>>(2);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            // A thread of its own has the priority of this one.
            var reading = Task.Factory.StartNew(
                () => ReadAhead(Read(work, progress, notes), queue, stop.Token),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            );
            try
            {
                var committed = Stopwatch.GetTimestamp();
                foreach (var batch in queue.GetConsumingEnumerable(cancellation))
                {
                    Put(batch, writer, oldest, skipped, counts, Threads, cancellation);
                    if (Stopwatch.GetElapsedTime(committed) < CommitEvery)
                        continue;
                    writer.Commit();
                    Write(Manifest(writer, isComplete: false));
                    committed = Stopwatch.GetTimestamp();
                }
            }
            finally
            {
                stop.Cancel();
                // What went wrong while reading is told below, or by what is on its way already.
                Task.WaitAny([reading], CancellationToken.None);
            }
            reading.GetAwaiter().GetResult();
            var deleted = IsWhole ? writer.DeleteOthers() : 0;
            if (oldest is { } day)
                writer.DeleteOlder(day);
            progress("closing the archive", 0, 1);
            writer.Commit();
            var manifest = Manifest(writer, isComplete: true);
            writer.Close();
            Write(manifest);
            return new(
                System,
                Out,
                counts[(int)ArchiveOutcome.Added],
                counts[(int)ArchiveOutcome.Updated],
                counts[(int)ArchiveOutcome.Unchanged],
                deleted,
                skipped.Count,
                skipped.Reasons,
                notes,
                manifest.Sections,
                new DirectoryInfo(ArchiveWriter.IndexIn(Out)).EnumerateFiles().Sum(f => f.Length),
                Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 1)
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException || ArchiveWriter.IsDamage(e))
        {
            throw new ArchiveException(
                $"'{Out}' cannot be written ({IoFailure.ReasonOf(e) ?? e.GetType().Name}); what was committed before it is kept, "
                    + "run the same build again when that is fixed"
            );
        }
    }

    private static void ReadAhead(
        IEnumerable<ArchiveItem> items,
        BlockingCollection<List<ArchiveItem>> queue,
        CancellationToken cancellation
    )
    {
        try
        {
            var (batch, characters) = (new List<ArchiveItem>(BatchItems), 0);
            foreach (var item in items)
            {
                batch.Add(item);
                characters += item.Characters;
                if (batch.Count < BatchItems && characters < BatchCharacters)
                    continue;
                queue.Add(batch, cancellation);
                (batch, characters) = (new(BatchItems), 0);
            }
            queue.Add(batch, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Whoever takes them out has stopped.
        }
        finally
        {
            queue.CompleteAdding();
        }
    }

    private static void Put(
        List<ArchiveItem> batch,
        ArchiveWriter writer,
        DateOnly? oldest,
        SkippedItems skipped,
        int[] counts,
        int threads,
        CancellationToken cancellation
    )
    {
        var reasons = new string?[batch.Count];
        Processors.For(batch.Count, i => reasons[i] = batch[i].Skipped ?? Put(batch[i], writer, oldest, counts), threads, cancellation);
        for (var i = 0; i < reasons.Length; i++)
            if (reasons[i] is { } reason)
                skipped.Add(batch[i].Id, batch[i].Title, reason);
    }

    /// <returns>Why there is none; null when it was put.</returns>
    private static string? Put(ArchiveItem item, ArchiveWriter writer, DateOnly? oldest, int[] counts)
    {
        if (item.Id.Length is 0 or > ArchivePage.MaxIdCharacters)
            return $"its id has no or more than {ArchivePage.MaxIdCharacters} characters";
        if (item.Page() is not { } page)
            return "no text";
        if (page.Date < oldest)
            return "older than what is kept";
        var outcome = writer.Put(page);
        Interlocked.Increment(ref counts[(int)outcome]);
        return outcome == ArchiveOutcome.Repeated ? "its id was in the export before; the first one is kept" : null;
    }

    private void CheckFormat()
    {
        if (ArchiveManifest.Read(Out) is { } there && there.Format != ArchiveManifest.CurrentFormat)
            throw new ArchiveException(
                $"the archive in '{Out}' was written by another version (format {there.Format}); delete the directory and build it again"
            );
        if (ArchiveManifest.Read(Out) is { } other && other.System != System)
            throw new ArchiveException($"the archive in '{Out}' holds pages of {other.System}; give another directory with --out");
    }

    private ArchiveManifest Manifest(ArchiveWriter writer, bool isComplete) =>
        new(ArchiveManifest.CurrentFormat, System, Time.GetUtcNow(), writer.Sections, isComplete, (int?)Keep?.TotalDays);

    private void Write(ArchiveManifest manifest) => manifest.Write(Out);
}
