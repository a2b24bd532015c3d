using Knowledge.Api.Live.Embeddings;
using Knowledge.Api.Store;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Redaction;
using Knowledge.Indexer.Reports;
using Knowledge.Indexer.Sources;
using Knowledge.Indexer.Visibility;

namespace Knowledge.Api.Live;

/// <summary>What is kept of the knowledge base: nothing and default while there is no store.</summary>
public sealed partial class LiveKnowledge
{
    /// <summary>Null when the store does not know the document (yet).</summary>
    public DocumentTimes? TimesOf(DocumentId id) => store.Use(s => s.Documents.TimesOf(id.Value));

    /// <summary>Whether it can be told which documents were served before.</summary>
    public bool KnowsGoneDocuments => store.IsOpen;

    /// <summary>A document that was served once and is gone; null also while <see cref="KnowsGoneDocuments"/> is false.</summary>
    public Tombstone? FindTombstone(string documentId) => store.Use(s => s.Documents.FindTombstone(documentId));

    /// <summary>
    /// Whether somebody could see a document that is gone: by its last text and its source. Where sources are hidden, one that is not
    /// served any more may have been among them.
    /// </summary>
    internal bool MayHaveSeen(Tombstone gone, Viewer viewer)
    {
        if (viewer.SeesAll)
            return true;
        if (store.Use(s => s.Documents.PlaceOf(gone.DocumentId)) is not var (source, path, isAlert))
            return false;
        if (!options.Visible.Admits(viewer, source))
            return false;
        if (options.Visible.Groups.Count > 0 && source != AuthoredSource.Name && options.Sources.All(s => s.Name != source))
            return false;
        if (isAlert)
            return true;
        // Of a page that was hidden once nobody can tell from its name alone.
        return store.Use(s => s.Documents.LastText(gone.DocumentId)) is { } text
            && new Audience(null, Content.DocumentReader.VisibleTo(path, text), []).Admits(viewer);
    }

    /// <summary>Files that nothing is served from, as far as somebody may know of them.</summary>
    internal UnservedFiles UnservedFor(Viewer viewer)
    {
        var part = VisibleTo(viewer);
        if (part == Whole)
            return UnservedFiles.Of(sources.Served.Readings);
        var shown = UnservedFiles.Of(part.Snapshots);
        var files = shown.Files.Where(f => HiddenFiles.Shows(part, f.Source, f.Path)).ToList();
        return new(shown.Total - (shown.Files.Count - files.Count), files);
    }

    /// <summary>A gap as everybody may read it: an owner of whom only hidden pages tell is left out.</summary>
    internal Gap AsEverybodyMayRead(Gap gap) =>
        gap.Owner is not { } owner
        || ForEverybody is var open
            && (open == Whole || open.Catalog.FindTeam(owner.Team) is not null || open.DocumentsOfTeam(owner.Team).Count > 0)
            ? gap
            : gap with
            {
                Owner = ForEverybody.FirstContact(time.GetUtcNow()),
            };

    /// <summary>Whether anything can be kept just now.</summary>
    internal bool HasStore => store.Problem is null;

    /// <summary>Forgets what is kept of texts beside the store, so that what was deleted there is nowhere else.</summary>
    internal void ForgetCached()
    {
        cache.Clear();
        pages.Forget();
    }

    /// <summary>Whether other nodes may use the store as well.</summary>
    internal bool IsStoreShared => store.IsShared;

    /// <summary>Another node wrote, so there may be something to do for this one.</summary>
    internal event Action? OthersWrote
    {
        add => store.OthersWrote += value;
        remove => store.OthersWrote -= value;
    }

    /// <summary>Whether it is this node's turn at what only one may do.</summary>
    internal bool HasTurn => store.Turn is not null;

    /// <summary>How often this node took the turn.</summary>
    internal long TurnsTaken => store.TurnsTaken;

    /// <summary>What was read of each source.</summary>
    internal IReadOnlyList<SourceSnapshot> Readings => sources.Served.Readings;

    /// <summary>What secrets of senders are made of on all nodes; null until the store that they share was opened.</summary>
    internal byte[]? HookKey => store.HookKey;

    /// <summary>Where alerts wait while the database that nodes share is away; null for a store of one node, on the same disk.</summary>
    internal AlertSpool? NewAlertSpool() => store.IsShared ? new(options.DataDirectory, time) : null;

    private SharedVectors NewSharedVectors() =>
        new(
            (model, dimensions, keys) => store.Use(s => s.Vectors.Find(model, dimensions, keys)),
            (model, vectors) => UpdateStore(s => s.Vectors.Keep(model, vectors)),
            () => store.Turn is not null,
            time
        );

    /// <summary>Whether the store is damaged, so that nothing is written to it any more.</summary>
    internal bool IsStoreDamaged => store.IsDamaged;

    /// <summary>Which store it is; null while there is none.</summary>
    internal string? StoreIdentity => store.Use(s => s.Database.Identity);

    /// <summary>
    /// Looks through the whole store; damage is told of as any failure of the store. With the next look at the sources it is also compared
    /// with what is served.
    /// </summary>
    internal void LookThroughStore()
    {
        if (UpdateStore(s => s.Database.LookThrough()))
            sources.Compare();
    }

    /// <summary>How often the disk refused something to the store.</summary>
    internal long DiskFailures => store.DiskFailures;

    /// <summary>Does something with the store; default when there is none or it fails.</summary>
    internal T? QueryStore<T>(Func<StoreTables, T> work) => store.Use(work);

    /// <summary>The same for what gives nothing back; false when it was not done.</summary>
    internal bool UpdateStore(Action<StoreTables> work) =>
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
            deferred.Add(gap);
        return HasStore;
    }

    /// <summary>What became of gaps, by their id; null when it cannot be read just now.</summary>
    public IReadOnlyDictionary<string, GapWork>? GapWork() => store.Use(s => s.GapWork.All());

    /// <summary>Keeps what became of a gap, without keys in the reason; false when it could not be kept.</summary>
    public bool SetGapWork(string gapId, GapWork work) =>
        UpdateStore(s => s.GapWork.Set(gapId, work with { Dismissed = work.Dismissed is { } reason ? SecretRedaction.Of(reason) : null }));

    /// <summary>How long a gap is kept since it was last asked for; null for as long as there is room.</summary>
    public TimeSpan? GapsKeptFor => options.Retention.Of(StoredKinds.All.Single(k => k.Name == "gaps"));

    /// <summary>Gaps by their ids, those that are known; null when they cannot be read just now.</summary>
    public IReadOnlyList<RecordedGap>? FindGaps(IReadOnlyList<string> ids) => deferred.Find(ids);

    /// <summary>When each gap that is written was asked for first; null when that cannot be read just now.</summary>
    public IReadOnlyList<DateTimeOffset>? GapsFirstAsked() => store.Use(s => s.Gaps.FirstAsked());

    /// <summary>Gaps, most asked for first; null when they cannot be read just now.</summary>
    public IReadOnlyList<RecordedGap>? Gaps(int limit) => deferred.Gaps(limit);
}
