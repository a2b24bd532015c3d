using Knowledge.Api.Background;
using Knowledge.Api.Cache;
using Knowledge.Api.Live.Embeddings;
using Knowledge.Api.Store;
using Knowledge.Content;
using Knowledge.Content.Documents;
using Knowledge.Content.Markup;
using Knowledge.Indexer;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Visibility;

namespace Knowledge.Api.Live;

/// <summary>
/// The knowledge base of a running server, put together: <see cref="SourceFollower"/> keeps it current, <see cref="SnapshotKeeping"/>
/// over restarts, <see cref="LiveSearch"/> answers from it, and <see cref="StoreAccess"/> holds what is kept of it.
/// </summary>
/// <remarks>
/// Searches need the files and nothing else: without a store (full disk) there is no history and no gap is kept, and
/// <see cref="Degraded"/> says so.
/// </remarks>
public sealed partial class LiveKnowledge : IAsyncDisposable
{
    /// <summary>So long a postmortem that was discarded can be brought back.</summary>
    private static readonly TimeSpan KeepsDiscarded = TimeSpan.FromDays(30);

    // Of few pages they are made before anybody sees the first answer; of many that takes seconds.
    private static readonly TimeSpan LinksWithin = TimeSpan.FromMilliseconds(250);

    private readonly ServingOptions options;
    private readonly BackgroundLoops loops;
    private readonly TimeProvider time;
    private readonly ILogger<LiveKnowledge> logger;
    private readonly StoreAccess store;
    private readonly LiveEmbeddings embeddings;
    private readonly SourceFollower sources;
    private readonly SnapshotKeeping snapshots;
    private readonly LiveSearch search;
    private readonly CacheFile cache;
    private readonly DeferredWrites deferred;
    private readonly RenderedPages pages;
    private readonly BackgroundLoop looking;
    private readonly BackgroundLoop saving;
    private readonly BackgroundLoop storing;
    private readonly BackgroundLoop mirroring;
    private readonly BackgroundLoop following;
    private readonly SourceConfirmation confirmation;
    private long lookedAt;
    private readonly List<TaskCompletionSource> awaited = [];
    private TaskCompletionSource nextPoll = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LiveKnowledge(ServingOptions options, BackgroundLoops loops, TimeProvider time, ILogger<LiveKnowledge> logger)
    {
        (this.options, this.loops, this.time, this.logger) = (options, loops, time, logger);
        store = new(options.DataDirectory, time, logger, loops.RetryFailing, options.Store);
        store.ReadsSources = options.Sources.All(s => !s.IsElsewhere);
        loops.Turn = () => store.Turn;
        embeddings = new(
            new(options.Embedder, options.DataDirectory, logger) { Shared = store.IsShared ? NewSharedVectors() : null },
            loops,
            time,
            logger
        );
        sources = new(options, store, index => embeddings.Take(index), time, logger);
        snapshots = new(options, store, embeddings, time, logger);
        confirmation = new(options.DataDirectory);
        Feedback = new(store, time, options.HasSignIn);
        search = new(sources, embeddings, Feedback, time);
        cache = new(options.DataDirectory, time, logger);
        deferred = new(store, cache, loops, time);
        pages = new(cache, deferred);
        looking = loops.Add(
            new("sources", "Changes of the sources are not taken in, and what was read before is still served", options.PollInterval)
            {
                Backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30)),
            },
            Look
        );
        saving = loops.Add(
            new("snapshot", "The index is not saved, so the next start takes longer", ServingTimes.SaveInterval)
            {
                Backoff = new(ServingTimes.SaveInterval, TimeSpan.FromMinutes(5)),
            },
            _ => Task.FromResult(snapshots.SaveWhenDue(sources.Served) is { } wait ? RoundResult.After(wait) : RoundResult.Done)
        );
        var files = new WrittenFiles(options.DataDirectory);
        mirroring = loops.Add(
            new("written-files", "What is written here is not kept as files beside the store", TimeSpan.FromSeconds(2))
            {
                Backoff = new(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1)),
            },
            _ =>
            {
                if (store.Problem is null && store.Use(s => s.Authored.List()) is { } newest)
                    files.Keep(
                        newest,
                        (slug, since) => store.Use(s => s.Authored.IsDeleted(slug, since)),
                        r => store.Use(s => s.Authored.Find(r.Slug, r.Number)?.Text)
                    );
                if (
                    store.Problem is null
                    && store.Use(s => s.DeletePages("discarded", time.GetUtcNow() - KeepsDiscarded, time.GetUtcNow()))
                        is var deleted
                            and > 0
                )
                    LogDeleted(deleted);
                store.KeepMark();
                return Task.FromResult(RoundResult.Done);
            }
        );
        following = loops.Add(
            new("nodes", "What other nodes wrote is not followed", TimeSpan.FromMilliseconds(500))
            {
                Backoff = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2)),
                // While the database is away that is said.
                Sentence = _ => null,
            },
            _ => Task.FromResult(store.FollowOthers() ? RoundResult.Done : RoundResult.Failed("the database does not answer"))
        );
        storing = loops.Add(
            new("store", "The store is not checked for recovery", TimeSpan.FromSeconds(1)),
            _ =>
            {
                store.TryRecover();
                return Task.FromResult(RoundResult.Done);
            }
        );
    }

    /// <summary>
    /// The newest whole, hidden pages included; empty until the first ingest is done. For work that nobody sees: what is shown to
    /// somebody comes from <see cref="VisibleKnowledge"/>.
    /// </summary>
    internal KnowledgeBase Whole => sources.Served.Knowledge;

    /// <summary>What somebody may see of it.</summary>
    public KnowledgeBase VisibleTo(Viewer viewer) => Whole.VisibleTo(viewer, options.Visible);

    /// <summary>What may be told where it is not known who reads it.</summary>
    public KnowledgeBase ForEverybody => VisibleTo(options.Everybody);

    /// <summary>Whether there is anything that not everybody may see.</summary>
    internal bool HidesAny => Whole.HidesAny(options.Visible);

    /// <summary>Somebody of whom nothing is known.</summary>
    internal Viewer Everybody => options.Everybody;

    /// <summary>Who may see what each source holds.</summary>
    internal VisibleSources Sources => options.Visible;

    /// <summary>When it was last looked whether the sources changed, and that came to its end; null for never.</summary>
    public DateTimeOffset? LastLook =>
        Interlocked.Read(ref lookedAt) is var at and > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    /// <summary>How the last change was read.</summary>
    public IngestReport LastIngest => sources.Served.Ingest;

    /// <summary>Whether all files have been read; until then what is not found may still come.</summary>
    public bool IsComplete => sources.Served.IsComplete;

    /// <summary>What does not work as it should, as a message for users; empty when all does.</summary>
    public IReadOnlyList<string> Degraded => WithOthers(sources.Served.Degraded);

    /// <summary>The same without a word of what somebody must not see.</summary>
    internal IReadOnlyList<string> DegradedFor(Viewer viewer) =>
        VisibleTo(viewer) is var part && part == Whole ? Degraded : WithOthers(Served.ProblemsFor(part));

    private IReadOnlyList<string> WithOthers(IEnumerable<string> problems) =>
        [
            .. problems
                .Concat(new[] { store.Problem, NotLookedAt }.OfType<string>())
                .Concat(embeddings.Degraded)
                .Concat(loops.Degraded)
                .Distinct(),
        ];

    /// <summary>The model of the semantic search, and how many texts it has read.</summary>
    public EmbeddingStatus Embedding => embeddings.Status;

    /// <summary>Feedback on pages that searches led to.</summary>
    public LiveFeedback Feedback { get; }

    // A look that fails is told of by its loop.
    private string? NotLookedAt =>
        looking.IsFailing || IsTakingIn
            ? null
            : "The sources could not be read for minutes: older content is served and recent changes are not found.";

    // A look that finds no directory at all takes in nothing either.
    private bool IsTakingIn =>
        ServingTimes.IsTakingIn(looking.Status.SinceSuccess, options.PollInterval)
        && ServingTimes.IsTakingIn(sources.SinceReached, options.PollInterval);

    /// <summary>Searches by words, by meaning and by feedback; what does not work as it should is said in the response.</summary>
    /// <param name="knowledge">What whoever asks may see.</param>
    internal ValueTask<SearchResponse> SearchAsync(
        SearchRequest request,
        KnowledgeBase knowledge,
        IReadOnlyList<string> degraded,
        CancellationToken cancellation
    ) => search.SearchAsync(request, knowledge, degraded, cancellation);

    /// <summary>Opens the store, reads all sources and begins to follow them; returns when the first answer can be given.</summary>
    /// <remarks>Neither content nor a snapshot makes it fail: what cannot be read is tried again, and said.</remarks>
    /// <exception cref="StoreException">The store belongs to another server or a newer version.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        if (options.Reranker is { } reranker)
            search.RerankBy(reranker);
        store.Open();
        if (store.IsShared)
        {
            store.FollowOthers();
            following.Start();
        }
        // Nobody waits any more for an answer of the server before.
        OfConfirmation(c => c.Withdraw());
        deferred.Start();
        embeddings.Start();
        // Whoever started it knows at once what goes on: reading much, or for the first time, takes a while.
        LogReading(Product.Version, string.Join(", ", options.Sources.Select(s => s.Directory)));
        var restored = await Task.Run(() => snapshots.Restore(sources.ReadAnew), cancellation);
        if (restored is not null)
            sources.Begin(restored);
        looking.Start();
        if (restored is null)
            await looking.FirstRound.WaitAsync(cancellation);
        // What is restored answers at once, with what changed meanwhile, and with its links where they are soon made.
        else if (restored.Knowledge.IsLinked)
        {
            await Task.WhenAny(sources.FirstServed, looking.FirstRound).WaitAsync(cancellation);
            await Task.WhenAny(looking.FirstRound, Task.Delay(LinksWithin, time, cancellation));
        }
        saving.Start();
        storing.Start();
        mirroring.Start();
    }

    /// <summary>
    /// Looks for changes at once rather than at the next interval; done when what is there now is served, or after the timeout.
    /// </summary>
    /// <returns>Whether it is served.</returns>
    public async Task<bool> RefreshAsync(TimeSpan timeout)
    {
        // The look that is under way may have passed by already; the next one cannot.
        var poll = Volatile.Read(ref nextPoll).Task;
        looking.Retry();
        return await Task.WhenAny(poll, Task.Delay(timeout, time)) == poll;
    }

    /// <summary>Says that the pages that a source lost at once are meant to be gone; they go with the next look.</summary>
    /// <returns>How many; null when the source has lost none.</returns>
    public int? AcceptDeletions(string source)
    {
        var pages = sources.AcceptDeletions(source);
        if (pages is not null)
            looking.Retry();
        return pages;
    }

    /// <summary>Whether a search can be answered with the documents there should be, and news is being taken in.</summary>
    public Readiness CheckReadiness()
    {
        var (knowledge, _, ingest) = sources.Served;
        var canary = Canary.IsFound(knowledge);
        return new(
            canary && knowledge.Index.Count == ingest.Expected && IsTakingIn,
            canary,
            knowledge.Index.Count,
            ingest.Expected,
            ingest.At == default ? null : ingest.At,
            FreeDiskBytes(),
            Degraded
        );
    }

    /// <summary>What may be lost at any time.</summary>
    internal CacheFile Cache => cache;

    /// <summary>The sanitised HTML of a document; rendered once per content, and where its links lead.</summary>
    /// <param name="knowledge">What whoever reads it may see.</param>
    internal RenderedPage Html(Document document, KnowledgeBase knowledge) => pages.Html(document, knowledge);

    public async ValueTask DisposeAsync()
    {
        var failures = await Closing.AllAsync(
            looking.DisposeAsync,
            saving.DisposeAsync,
            following.DisposeAsync,
            storing.DisposeAsync,
            mirroring.DisposeAsync,
            embeddings.DisposeAsync,
            deferred.DisposeAsync,
            () =>
            {
                snapshots.SaveLast(sources.Served);
                return default;
            },
            () =>
            {
                cache.Dispose();
                return default;
            },
            () =>
            {
                store.Dispose();
                return default;
            }
        );
        foreach (var failure in failures)
            LogNotClosed(failure);
    }

    private async Task<RoundResult> Look(CancellationToken cancellation)
    {
        // Who waits for a look that fails is served by the next one that does not.
        OfConfirmation(c => c.Answer(AcceptDeletions));
        awaited.Add(Interlocked.Exchange(ref nextPoll, new(TaskCreationOptions.RunContinuationsAsynchronously)));
        // On no thread of the pool, which would lack it while it waits.
        var hasChanged = await Task.Factory.StartNew(
            () => sources.Look(cancellation),
            cancellation,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        Interlocked.Exchange(ref lookedAt, time.GetUtcNow().ToUnixTimeMilliseconds());
        foreach (var waiting in awaited)
            waiting.SetResult();
        awaited.Clear();
        embeddings.Wake();
        if (hasChanged)
            saving.Wake();
        return RoundResult.After(sources.UntilNextLook);
    }

    // Who confirms something waits for it; the look does not.
    private void OfConfirmation(Action<SourceConfirmation> work)
    {
        try
        {
            work(confirmation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotConfirmed(e);
        }
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

    [LoggerMessage(LogLevel.Information, "Knowledge {Version} reads {Directories}; its address follows as soon as it can answer")]
    private partial void LogReading(string version, string directories);

    [LoggerMessage(LogLevel.Information, "Deleted {Count} postmortems for good that were discarded a month ago")]
    private partial void LogDeleted(int count);

    [LoggerMessage(LogLevel.Warning, "A confirmation of deletions could not be read or answered")]
    private partial void LogNotConfirmed(Exception e);

    [LoggerMessage(LogLevel.Error, "A part of the knowledge base could not be closed")]
    private partial void LogNotClosed(Exception e);
}
