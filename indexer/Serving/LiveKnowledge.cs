using System.Diagnostics.Metrics;
using Knowledge.Content.Documents;
using Knowledge.Content.Markup;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Sources;
using Knowledge.Indexer.Store;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Knowledge.Indexer.Serving;

/// <summary>
/// The knowledge base of a running server: reads its sources, follows their changes, and swaps in a new whole after each.
/// </summary>
/// <remarks>
/// Searches need the files and nothing else: without a store (full disk) there is no history and no gap is kept, and
/// <see cref="Degraded"/> says so.
/// </remarks>
public sealed partial class LiveKnowledge(
    ServingOptions options,
    TimeProvider time,
    ILogger<LiveKnowledge> logger,
    BackgroundLoops? loops = null
) : IAsyncDisposable
{
    /// <summary>
    /// Files of a source that are read at first before what was read is served; later portions are as large as what is there.
    /// </summary>
    private const int FirstPortion = 1000;

    // Writing it costs a second at 100,000 passages, and losing it costs a minute.
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(30);

    private static readonly Counter<long> Ingests = Metrics.Meter.CreateCounter<long>(
        "kb_ingests",
        description: "Times that changed sources were read."
    );

    private readonly ServingStore store = new(
        options.DataDirectory,
        time,
        logger,
        loops ?? new(time, NullLogger<BackgroundLoops>.Instance)
    );
    private LiveFeedback? feedback;
    private readonly LiveEmbeddings embeddings = new(options.Embedder, options.DataDirectory, time, logger);
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim asked = new(0);
    private TaskCompletionSource nextLook = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Snapshot snapshot = new(KnowledgeBase.Empty, [], new(default, default, 0, 0, 0, []));
    private readonly Successors successors = new();
    private RenderedPages? pages;
    private Task polling = Task.CompletedTask;
    private bool isRecorded;
    private Task saving = Task.CompletedTask;
    private volatile KnowledgeBase? saved;
    private long savedAt;
    private long settledAt;
    private TimeSpan settleTook;
    private volatile string? ingestProblem;

    // Set when texts that were kept could not be fetched: all files are then read again.
    private volatile bool isDamaged;

    private sealed record Snapshot(KnowledgeBase Knowledge, IReadOnlyList<SourceReading> Readings, IngestReport Ingest);

    private IReadOnlyList<SourceDirectory> AllSources => [.. options.Sources, new(WrittenSource.Name, options.DataDirectory)];

    /// <summary>The newest whole; empty until the first ingest is done.</summary>
    public KnowledgeBase Current => snapshot.Knowledge;

    public IngestReport LastIngest => snapshot.Ingest;

    /// <summary>Whether all files have been read; until then what is not found may still come.</summary>
    public bool IsComplete => snapshot.Readings.All(r => r.Pending == 0);

    /// <summary>What does not work as it should, in words for people; empty when all does.</summary>
    public IReadOnlyList<string> Degraded =>
        [
            .. snapshot
                .Readings.Where(r => r.Pending > 0)
                .Select(r =>
                    $"Source {r.Name} is being read; {r.Pending:N0} of its files are still to come, and what is not found may be in them."
                ),
            .. snapshot
                .Readings.Where(r => r.IsMissing)
                .Select(r => $"The directory of source {r.Name} is missing; what was read of it before is still served."),
            .. snapshot.Knowledge.HasLinks
                ? Array.Empty<string>()
                :
                [
                    "The links between pages are still being read after a restart; pages are found, answers made of several follow in a moment.",
                ],
            .. store.Problem is { } problem ? [problem] : Array.Empty<string>(),
            .. ingestProblem is { } failure ? [failure] : Array.Empty<string>(),
            .. embeddings.Degraded,
        ];

    /// <summary>What compares meanings, and how far it is.</summary>
    public EmbeddingStatus Embedding => embeddings.Status;

    /// <summary>What people said of pages that searches led to.</summary>
    public LiveFeedback Feedback => LazyInitializer.EnsureInitialized(ref feedback, () => new(store, time));

    /// <summary>Searches by words, by meaning and by what people said; what does not work as it should is said in the response.</summary>
    public async ValueTask<SearchResponse> SearchAsync(SearchRequest request, CancellationToken cancellation)
    {
        var knowledge = Current;
        var phrases = Feedback.Phrases;
        embeddings.Follow(phrases, knowledge.WordsOf);
        var (meaning, problem) = await embeddings.MeaningOf(knowledge.WordsOf(request.Query), request.Preview, cancellation);
        IReadOnlyList<string> degraded = Degraded;
        return knowledge.Search(
            request,
            time.GetUtcNow(),
            meaning,
            problem is null || degraded.Contains(problem) ? degraded : [.. degraded, problem],
            Feedback.For(knowledge.Index, phrases)
        );
    }

    /// <summary>Opens the store, reads all sources and begins to follow them; returns when the first answer can be given.</summary>
    /// <exception cref="StoreException">The store belongs to another server or a newer version.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        store.Open();
        embeddings.Start();
        await Task.Run(
            () =>
            {
                // What is restored answers at once; what changed meanwhile is read as soon as that can begin.
                if (!Restore())
                    Ingest(cancellation);
            },
            cancellation
        );
        polling = PollAsync();
    }

    /// <summary>
    /// Looks for changes at once rather than at the next interval; done when what is there now is served, or after the patience.
    /// </summary>
    /// <returns>Whether it is served.</returns>
    public async Task<bool> RefreshAsync(TimeSpan patience)
    {
        // The look that is under way may have passed by already; the next one cannot.
        var look = Volatile.Read(ref nextLook).Task;
        if (asked.CurrentCount == 0)
            asked.Release();
        return await Task.WhenAny(look, Task.Delay(patience, time)) == look;
    }

    /// <summary>Whether a search can be answered with the documents there should be.</summary>
    public Readiness CheckReadiness()
    {
        var (knowledge, _, ingest) = snapshot;
        var canary = Canary.IsFound(knowledge);
        return new(
            canary && knowledge.Index.Count == ingest.Expected,
            canary,
            knowledge.Index.Count,
            ingest.Expected,
            ingest.At == default ? null : ingest.At,
            FreeDiskBytes(),
            Degraded
        );
    }

    /// <summary>The sanitised HTML of a document; rendered once per content.</summary>
    public RenderedPage Html(Document document) =>
        LazyInitializer.EnsureInitialized(ref pages, () => new(store)).Html(document, snapshot.Knowledge);

    /// <summary>The sanitised HTML of a text that is not served, made for this once.</summary>
    public RenderedPage Preview(Document document) => RenderedPages.Preview(document, snapshot.Knowledge);

    /// <summary>Null when the store does not know the document (yet).</summary>
    public DocumentTimes? TimesOf(DocumentId id) => store.Use(s => s.Documents.TimesOf(id.Value));

    /// <summary>Whether it can be told which documents were served before.</summary>
    public bool KnowsGoneDocuments => store.IsOpen;

    /// <summary>A document that was served once and is gone; null also while <see cref="KnowsGoneDocuments"/> is false.</summary>
    public Tombstone? FindTombstone(string documentId) => store.Use(s => s.Documents.FindTombstone(documentId));

    /// <summary>Whether anything can be kept just now.</summary>
    internal bool HasStore => store.Problem is null;

    /// <summary>Does something with the store; default when there is none or it fails.</summary>
    internal T? UseStore<T>(Func<ServingStore.Logs, T> work) => store.Use(work);

    /// <summary>The same for what gives nothing back; false when it was not done.</summary>
    internal bool DoInStore(Action<ServingStore.Logs> work) =>
        store.Use(logs =>
        {
            work(logs);
            return true;
        });

    /// <summary>Keeps the words nobody has written an answer for. They are written in the background: nobody waits for the store.</summary>
    /// <returns>False when the store cannot be written just now; the words wait in memory for as long as there is room.</returns>
    public bool RecordGap(Gap gap) => RecordGaps([gap]);

    /// <summary>The same for several at once.</summary>
    public bool RecordGaps(IReadOnlyList<Gap> gaps)
    {
        foreach (var gap in gaps)
            store.Deferred.Add(gap);
        return HasStore;
    }

    /// <summary>Gaps, most asked for first; null when they cannot be read just now.</summary>
    public IReadOnlyList<RecordedGap>? Gaps(int limit) => store.Deferred.Gaps(limit);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await polling;
        await saving;
        Save();
        await embeddings.DisposeAsync();
        await store.DisposeAsync();
        stopping.Dispose();
    }

    // Looking beats being told: a file watch has limits per user, knows no network share, and can be lost without a word.
    private async Task PollAsync()
    {
        while (!stopping.IsCancellationRequested)
            try
            {
                // What was restored is looked at and linked without waiting.
                if (IsComplete && (snapshot.Knowledge.IsLinked || settledAt != 0))
                    await asked.WaitAsync(options.PollInterval, stopping.Token);
                var waiting = Interlocked.Exchange(ref nextLook, new(TaskCreationOptions.RunContinuationsAsynchronously));
                store.Mend();
                await Task.Run(() => Ingest(stopping.Token), stopping.Token);
                ingestProblem = null;
                waiting.SetResult();
                // Beside the next look at the sources: what is written does not change any more.
                if (saving.IsCompleted && (savedAt == 0 || time.GetElapsedTime(savedAt) >= SaveInterval))
                    saving = Task.Run(Save);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e)
            {
                // One bad round must not end all later ones.
                if (ingestProblem is null)
                    LogIngestFailed(e);
                ingestProblem = $"Changes of the sources cannot be taken in ({e.GetType().Name}); what was read before is still served.";
            }
    }

    /// <summary>Reads what changed and swaps it in, then makes it durable: an answer does not wait for the disk.</summary>
    private void Ingest(CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        if (isDamaged)
            LogNotRestored("texts in it are damaged");
        var before = isDamaged ? [] : snapshot.Readings;
        isDamaged = false;
        var after = options.Sources.Select((source, i) => Read(source, i < before.Count ? before[i] : null, cancellation)).ToList();
        var written = ReadWritten(before.FirstOrDefault(r => r.Name == WrittenSource.Name), after);
        if (written is { Files.Count: > 0 })
            after.Add(written);
        var changed = before.Count != after.Count || before.Zip(after).Any(p => !IsSame(p.First, p.Second));
        if (changed)
        {
            var knowledge = KnowledgeBase.Build(after, snapshot.Knowledge);
            // What a first search makes (spelling, compiled code) is made here, so that nobody waits for it. The words hold a
            // typing error for that reason.
            knowledge.Search(new("the first serch after a change"), time.GetUtcNow());
            snapshot = new(knowledge, after, IngestReport.Of(after, before, knowledge, time.GetUtcNow(), time.GetElapsedTime(started)));
            embeddings.Follow(knowledge.Index);
            isRecorded = false;
            Ingests.Add(1);
        }
        // What was found at once is linked now, and the index is put in one piece; meanwhile it is served.
        Settle();
        if (!isRecorded && IsComplete)
            isRecorded = Record(after, snapshot.Knowledge, isWrittenKnown: written is not null);
        if (!changed)
            return;
        LogIngested(snapshot.Ingest.Documents, snapshot.Ingest.Changed, snapshot.Ingest.Took.TotalMilliseconds);
    }

    private SourceReading Read(SourceDirectory source, SourceReading? before, CancellationToken cancellation)
    {
        var prefixIds = options.Sources.Count > 1;
        var reading = DirectoryReader.Read(source, prefixIds, before, Math.Max(FirstPortion, before?.Files.Count ?? 0), cancellation);
        // Never seen by this process, but perhaps by an earlier one.
        return reading.IsMissing && reading.Files.Count == 0 && store.Use(s => s.Documents.LastTexts(source.Name)) is { Count: > 0 } texts
            ? DirectoryReader.FromTexts(source, prefixIds, texts, reading)
            : reading;
    }

    // While the store cannot be read, or one of its texts cannot, what was read of it before is still served.
    private SourceReading? ReadWritten(SourceReading? before, IReadOnlyList<SourceReading> directories) =>
        store.Use(s => s.Written.List()) is { } newest
            ? WrittenSource.Read(
                newest,
                r => store.Use(s => s.Written.Find(r.Slug, r.Number)?.Text),
                before,
                directories.SelectMany(d => d.Files).Where(f => f.Documents.Count > 0).Select(f => f.Path).ToHashSet()
            ) ?? before
            : before;

    // Of many documents, linking all of them after each change would take more time than there is; a tenth of it will do.
    private void Settle()
    {
        if (!IsComplete || time.GetElapsedTime(settledAt) < settleTook * 10)
            return;
        var started = time.GetTimestamp();
        if (snapshot.Knowledge.Settled() is var settled && settled == snapshot.Knowledge)
            return;
        snapshot = snapshot with { Knowledge = settled };
        embeddings.Follow(settled.Index);
        (settledAt, settleTook) = (time.GetTimestamp(), time.GetElapsedTime(started));
    }

    /// <summary>Takes over what an earlier process read and indexed, when it is whole and finds what it should.</summary>
    private bool Restore()
    {
        // A store that was deleted is to be filled again from the files, not from a file that lay beside it.
        if (store.Use(s => s.Documents.IsEmpty))
            return false;
        var started = time.GetTimestamp();
        if (IndexSnapshot.Read(options.DataDirectory, AllSources, () => isDamaged = true, out var problem) is not { } stored)
        {
            if (problem is not null)
                LogNotRestored(problem);
            return false;
        }
        IReadOnlyList<SourceReading> readings = [.. stored.Readings.Where(r => r.Name != WrittenSource.Name || r.Files.Count > 0)];
        var knowledge = KnowledgeBase.Build(readings, stored.Index);
        if (knowledge.Documents.Count > 0 && !Canary.IsFound(knowledge))
        {
            LogNotRestored("it does not find its own pages");
            return false;
        }
        snapshot = new(knowledge, readings, IngestReport.Of(readings, readings, knowledge, time.GetUtcNow(), time.GetElapsedTime(started)));
        embeddings.Kept(out var table);
        embeddings.Follow(
            knowledge.Index,
            stored.Vectors is { } vectors && vectors.Table == table ? vectors.Restore(stored.Index, knowledge.Index) : null
        );
        saved = knowledge;
        LogRestored(knowledge.Documents.Count, time.GetElapsedTime(started).TotalMilliseconds);
        // Few files are looked at before the first answer.
        return knowledge.IsLinked ? false : true;
    }

    private void Save()
    {
        var (knowledge, readings, _) = snapshot;
        if (knowledge == saved || !IsComplete || !knowledge.IsLinked || snapshot.Readings.Count == 0)
            return;
        try
        {
            var vectors = embeddings.Kept(out var table);
            IndexSnapshot.Write(options.DataDirectory, AllSources, readings, knowledge.Index, vectors?.Stored(knowledge.Index, table));
            saved = knowledge;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Tried again later: a disk that is full now need not be full then.
            if (savedAt == 0 || saved is not null)
                LogNotSaved(e);
        }
        savedAt = time.GetTimestamp();
    }

    private static bool IsSame(SourceReading a, SourceReading b) =>
        a.IsMissing == b.IsMissing
        && a.Pending == b.Pending
        && a.Files.Count == b.Files.Count
        && a.Findings.SequenceEqual(b.Findings)
        && a.Files.Zip(b.Files).All(p => ReferenceEquals(p.First, p.Second));

    private bool Record(IReadOnlyList<SourceReading> readings, KnowledgeBase knowledge, bool isWrittenKnown)
    {
        var missing = readings.Where(r => r.IsMissing).Select(r => r.Name).ToHashSet();
        if (!isWrittenKnown)
            missing.Add(WrittenSource.Name);
        // What is served of a missing source is what the store or an earlier reading had: nothing new about it is known.
        var current = CurrentDocument.Of(knowledge.Documents.Where(d => !missing.Contains(d.Source)), readings);
        return store.Use(s =>
        {
            // A successor may come with the same change or with a later one.
            if (s.Documents.Record(current, missing, time.GetUtcNow()) > 0)
                s.Documents.RecordSuccessors(
                    successors.Of(s.Documents.WithoutSuccessor(), s.Documents.LastText, current, knowledge, time.GetUtcNow())
                );
            return true;
        });
    }

    private long? FreeDiskBytes()
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(options.DataDirectory)).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [LoggerMessage(LogLevel.Information, "Ingested {Documents} documents ({Changed} files new or changed) in {Milliseconds:0} ms")]
    private partial void LogIngested(int documents, int changed, double milliseconds);

    [LoggerMessage(LogLevel.Information, "Restored {Documents} documents from the index snapshot in {Milliseconds:0} ms")]
    private partial void LogRestored(int documents, double milliseconds);

    [LoggerMessage(LogLevel.Warning, "The index snapshot is not used: {Reason}; the sources are read anew")]
    private partial void LogNotRestored(string reason);

    [LoggerMessage(LogLevel.Warning, "The index snapshot could not be written; the next start will take longer")]
    private partial void LogNotSaved(Exception e);

    [LoggerMessage(LogLevel.Error, "Reading the sources failed; what was read before is still served")]
    private partial void LogIngestFailed(Exception e);
}
