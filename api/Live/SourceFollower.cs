using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Knowledge.Indexer;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Sources;
using Knowledge.Indexer.Threads;
using Knowledge.Indexer.Visibility;

namespace Knowledge.Api.Live;

/// <summary>
/// Looks at the sources of a running server, reads changed files, and publishes a new knowledge base; searches never wait for it.
/// </summary>
/// <param name="indexed">Is told of each new index before it is served.</param>
internal sealed partial class SourceFollower(
    ServingOptions options,
    StoreAccess store,
    Action<LexicalIndex> indexed,
    TimeProvider time,
    ILogger logger
)
{
    /// <summary>
    /// Files of a source that are read at first before what was read is served; later portions are as large as what is there.
    /// </summary>
    private const int FirstPortion = 1000;

    /// <summary>
    /// Parts of what is served, each what some people see, that are made before a change is served; others when they are asked for.
    /// </summary>
    private const int PartsMade = 8;

    private static readonly Counter<long> Ingests = Metrics.Meter.CreateCounter<long>(
        "kb_ingests",
        description: "Times that changed sources were read."
    );

    private static readonly Counter<long> Disagreements = Metrics.Meter.CreateCounter<long>(
        "kb_store_disagreements",
        description: "Pages that the store had otherwise than they are served, and that were corrected."
    );

    private const int MaxNamed = 20;

    // A first portion is read in a second or two; a directory that takes longer than this hangs, or is as good as.
    private static readonly TimeSpan ReadsWithin = TimeSpan.FromSeconds(10);

    private readonly SourceReadings readings = new(options.SourcePatience ?? ReadsWithin);
    private readonly ConcurrentDictionary<string, bool> accepted = [];
    private readonly HashSet<string> comparesWithStore = [.. options.Sources.Select(s => s.Name)];
    private long reachedAt = time.GetTimestamp();
    private readonly RecordedDocuments recorded = new(store, time);
    private readonly KeptSources kept = new(store, time);
    private volatile Served served = Served.Nothing;
    private readonly TaskCompletionSource firstServed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool isRecorded;
    private bool isCompared = true;
    private bool isWrittenKnown;
    private long? settledAt;
    private TimeSpan settleTook;

    // Set when texts that were kept could not be fetched: all files are then read again.
    private volatile bool isDamaged;

    /// <summary>What is served now; empty until the first poll has finished.</summary>
    public Served Served => served;

    /// <summary>How long until the next look.</summary>
    public TimeSpan UntilNextLook =>
        ServingTimes.UntilNextLook(served.IsComplete, served.Knowledge.IsLinked, settledAt is not null, options.PollInterval);

    /// <summary>Done when what was there at the start is served; links between pages follow.</summary>
    public Task FirstServed => firstServed.Task;

    /// <summary>Since a directory of the sources was last there; zero where there is none to look at.</summary>
    public TimeSpan SinceReached => options.Sources.Count == 0 ? TimeSpan.Zero : time.GetElapsedTime(Volatile.Read(ref reachedAt));

    /// <summary>Serves what an earlier process read and indexed.</summary>
    public void Begin(Served restored) => served = restored;

    /// <summary>What a source lost at once may go, with the next look.</summary>
    /// <returns>How many pages; null when it has lost none.</returns>
    public int? AcceptDeletions(string source)
    {
        if (served.Readings.FirstOrDefault(r => r.Name == source)?.Lost is not (> 0 and var lost))
            return null;
        accepted[source] = true;
        return lost;
    }

    /// <summary>Texts that were kept are damaged: all files are read anew with the next look.</summary>
    public void ReadAnew() => isDamaged = true;

    /// <summary>What is served is compared with the store with the next look.</summary>
    public void Compare() => isCompared = false;

    /// <summary>Reads what changed and swaps it in, then makes it durable: an answer does not wait for the disk.</summary>
    /// <returns>Whether another whole is served.</returns>
    // Polled, not watched: file watches have per-user limits, miss network shares and can fail silently.
    public bool Look(CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var earlier = served;
        // Damage that is found from here on is for the next look.
        var readsAnew = Interlocked.Exchange(ref isDamaged, false);
        var before = readsAnew ? [.. earlier.Readings.Select(WithoutStamps)] : earlier.Readings;
        if (readsAnew)
            LogReadAnew();
        List<SourceSnapshot> after;
        try
        {
            after = Read(before, readsAnew, cancellation);
        }
        catch
        {
            if (readsAnew)
                isDamaged = true;
            throw;
        }
        foreach (var reading in after.Where(r => !r.IsMissing && r.Lost == 0))
            accepted.TryRemove(reading.Name, out _);
        if (after.Any(r => r.Name != AuthoredSource.Name && (r.IsElsewhere ? !r.IsUnattended : !r.IsMissing)))
            Volatile.Write(ref reachedAt, time.GetTimestamp());
        store.ReadsSources = after.All(r => !r.IsMissing);
        kept.TellLook([.. after.Where(r => !r.IsMissing && r.Name != AuthoredSource.Name).Select(r => r.Name)]);
        if (before.Count != after.Count || before.Zip(after).Any(p => !IsSame(p.First, p.Second)))
        {
            var knowledge = GivingWay(() => MadeReady(KnowledgeBase.Build(after, earlier.Knowledge)));
            served = new(knowledge, after, IngestReport.Of(after, before, knowledge, time.GetUtcNow(), time.GetElapsedTime(started)));
            isRecorded = false;
            Ingests.Add(1);
            LogIngested(served.Ingest.Documents, served.Ingest.Changed, served.Ingest.Took.TotalMilliseconds);
        }
        else if (before.Zip(after).Any(p => !p.First.Unread.Paths.SequenceEqual(p.Second.Unread.Paths)))
            // Files that are not opened change nothing of what is served; only the list of them does.
            served = earlier with
            {
                Readings = after,
            };
        if (served.IsComplete)
            firstServed.TrySetResult();
        // What was found at once is linked now, and the index is put in one piece; meanwhile it is served.
        Settle();
        if (isRecorded && served.IsComplete && !Interlocked.Exchange(ref isCompared, true))
            isRecorded = Agrees();
        if (!isRecorded && served.IsComplete)
            isRecorded = recorded.Record(served, isWrittenKnown);
        return served != earlier;
    }

    private bool Agrees()
    {
        var differing = recorded.Compare(served, isWrittenKnown);
        if (differing.Count == 0)
            return true;
        Disagreements.Add(differing.Count);
        LogDisagrees(differing.Count, string.Join(", ", differing.Take(MaxNamed)));
        return false;
    }

    // Served until they are read again, which no stamp spares them.
    private static SourceSnapshot WithoutStamps(SourceSnapshot reading) =>
        reading with
        {
            Files = [.. reading.Files.Select(f => f with { Stamp = default })],
        };

    private List<SourceSnapshot> Read(IReadOnlyList<SourceSnapshot> before, bool readsAnew, CancellationToken cancellation)
    {
        var after = options.Sources.Select(s => Read(s, before.FirstOrDefault(r => r.Name == s.Name), readsAnew, cancellation)).ToList();
        var written = ReadWritten(before.FirstOrDefault(r => r.Name == AuthoredSource.Name), after);
        if (written is { Files.Count: > 0 })
            after.Add(written);
        return after;
    }

    private SourceSnapshot Read(SourceDirectory source, SourceSnapshot? before, bool readsAnew, CancellationToken cancellation)
    {
        if (source.IsElsewhere)
            return kept.Elsewhere(source, before);
        var portion = Math.Max(FirstPortion, before?.Files.Count ?? 0);
        var reading =
            readings.Read(source.Name, () => DirectoryReader.Read(source, before, portion, cancellation), cancellation)
            ?? DirectoryReader.Overdue(source, before);
        if (!reading.IsMissing)
        {
            if (before?.MissingSince is { } since)
                LogBack(source.Directory, source.Name, since);
            return Held(source, before, reading);
        }
        if (before?.MissingSince is null)
            LogMissing(source.Directory, source.Name, reading.IsOverdue ? "does not answer" : "is missing");
        reading = reading with { MissingSince = before?.MissingSince ?? time.GetUtcNow() };
        // Never seen by this process, or damaged, but perhaps kept by an earlier one; or another node sees what this one does not.
        return readsAnew || reading.Files.Count == 0 || store.IsShared ? kept.InPlaceOf(reading, source, before, readsAnew) : reading;
    }

    // Deleting is for people: what goes all at once is kept until it is back, or somebody says that it may go.
    private SourceSnapshot Held(SourceDirectory source, SourceSnapshot? before, SourceSnapshot reading)
    {
        if (accepted.ContainsKey(source.Name) && IsToldToOthers(source, before, reading))
            return reading;
        if (before is not null)
            reading = SourceLoss.Held(before, reading, AcceptedElsewhere(source));
        if (reading.Pending > 0 || reading.Lost > 0 || !comparesWithStore.Contains(source.Name))
            return reading;
        // What an earlier process served, of which no snapshot told.
        if (store.Use(s => s.Documents.PathsOf(source.Name)) is not { } known)
            return reading;
        comparesWithStore.Remove(source.Name);
        var paths = reading.Files.Where(f => f.Documents.Count > 0).Select(f => f.Path).ToHashSet();
        return SourceLoss.IsTooMuch(known.Count(p => !paths.Contains(p)), known.Count) && kept.Read(source, null) is { Count: > 0 } files
            ? SourceLoss.Held(new(source.Name, files, []), reading)
            : reading;
    }

    // Whoever keeps what all nodes read may be another one, which holds these pages as this one did.
    private bool IsToldToOthers(SourceDirectory source, SourceSnapshot? before, SourceSnapshot reading) =>
        !store.IsShared
        || before is not { Lost: > 0 }
        || store.Use(s =>
        {
            s.Documents.Delete(source.Name, SourceLoss.PathsOf(before, reading).ToHashSet(), time.GetUtcNow());
            return true;
        });

    private Func<string, bool>? AcceptedElsewhere(SourceDirectory source)
    {
        var deleted = new Lazy<IReadOnlySet<string>?>(() => store.Use(s => s.Documents.DeletedPathsOf(source.Name)));
        return store.IsShared ? path => deleted.Value?.Contains(path) == true : null;
    }

    // While the store cannot be read, or one of its texts cannot, what was read of it before is still served.
    private SourceSnapshot? ReadWritten(SourceSnapshot? before, IReadOnlyList<SourceSnapshot> directories)
    {
        var newest = store.Use(s => s.Authored.List());
        var taken = directories.SelectMany(d => d.Files).Where(f => f.Documents.Count > 0).Select(f => f.Path).ToHashSet();
        var written =
            newest is not null
                ? AuthoredSource.Read(newest, r => store.Use(s => s.Authored.Find(r.Slug, r.Number)?.Text), before, taken, WritersOf)
                    ?? before
            : before is null && new WrittenFiles(options.DataDirectory).Read() is { Count: > 0 } files
                ? AuthoredSource.Read(files, r => r.Text, null, taken, r => [r.Actor])
            : before;
        isWrittenKnown = newest is not null && written is not null;
        return written;
    }

    private IReadOnlyList<string> WritersOf(AuthoredRevision revision) =>
        store.Use(s => s.Authored.Writers(revision.Slug)) ?? [revision.Actor];

    // All that a first search makes is made here, so that nobody waits for it: what is seen by some, spelling (the words hold a
    // typing error for that reason), compiled code, what passages mean.
    private KnowledgeBase MadeReady(KnowledgeBase knowledge)
    {
        knowledge.MakePartsLike(served.Knowledge, options.Visible, PartsMade);
        knowledge.Search(new("the first serch after a change"), time.GetUtcNow());
        indexed(knowledge.Index);
        return knowledge;
    }

    // Once there is something to find, answers go first: what is new is made of what they leave of the processors.
    private KnowledgeBase GivingWay(Func<KnowledgeBase> make) =>
        served is { IsComplete: true, Readings.Count: > 0 } ? LowPriorityThread.Do(LowPriority.Later, make) : make();

    private void Settle()
    {
        if (
            !served.IsComplete
            || served.Knowledge.IsSettled
            || !ServingTimes.IsSettleDue(settledAt is { } at ? time.GetElapsedTime(at) : null, settleTook)
        )
            return;
        var started = time.GetTimestamp();
        var settled = GivingWay(() => MadeReady(served.Knowledge.LinkedAndMerged()));
        served = served with { Knowledge = settled };
        (settledAt, settleTook) = (time.GetTimestamp(), time.GetElapsedTime(started));
    }

    private static bool IsSame(SourceSnapshot a, SourceSnapshot b) =>
        a.IsMissing == b.IsMissing
        && a.IsUnattended == b.IsUnattended
        && a.Pending == b.Pending
        && a.Lost == b.Lost
        && a.Files.Count == b.Files.Count
        && a.Findings.SequenceEqual(b.Findings)
        && a.Unlisted.SequenceEqual(b.Unlisted)
        && a.Files.Zip(b.Files).All(p => ReferenceEquals(p.First, p.Second));

    [LoggerMessage(LogLevel.Warning, "The store has {Count} pages otherwise than they are served, and is corrected: {Ids}")]
    private partial void LogDisagrees(int count, string ids);

    [LoggerMessage(LogLevel.Warning, "The directory {Directory} of source {Source} {Fault}; what was read of it before is still served")]
    private partial void LogMissing(string directory, string source, string fault);

    [LoggerMessage(LogLevel.Information, "The directory {Directory} of source {Source} is back; it was first missed at {Since:u}")]
    private partial void LogBack(string directory, string source, DateTimeOffset since);

    [LoggerMessage(LogLevel.Information, "Ingested {Documents} documents ({Changed} files new or changed) in {Milliseconds:0} ms")]
    private partial void LogIngested(int documents, int changed, double milliseconds);

    [LoggerMessage(LogLevel.Warning, "Texts in the index snapshot are damaged or cannot be read; the sources are read anew")]
    private partial void LogReadAnew();
}
