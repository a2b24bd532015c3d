using Knowledge.Api.Live.Embeddings;
using Knowledge.Api.Store;
using Knowledge.Content.Documents;
using Knowledge.Content.Markup;
using Knowledge.Indexer;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Reports;
using Knowledge.Indexer.Search;
using Knowledge.Indexer.Sources;
using Knowledge.Indexer.Visibility;

namespace Knowledge.Api.Live;

/// <summary>
/// What is served, as far as whoever makes a request may see it. Requests are answered from this alone: a page that is hidden from
/// somebody is, to them, no page at all.
/// </summary>
public sealed class VisibleKnowledge(LiveKnowledge live, Viewer viewer)
{
    public Viewer Viewer => viewer;

    /// <summary>The newest whole of what they see; empty until the first ingest is done.</summary>
    public KnowledgeBase Current => live.VisibleTo(viewer);

    /// <summary>What does not work as it should, as a message for users; empty when all does.</summary>
    public IReadOnlyList<string> Degraded => live.DegradedFor(viewer);

    /// <summary>Whether all files have been read; until then what is not found may still come.</summary>
    public bool IsComplete => live.IsComplete;

    public DateTimeOffset? LastLook => live.LastLook;

    public IngestReport LastIngest => live.LastIngest;

    public EmbeddingStatus Embedding => live.Embedding;

    /// <summary>Whether it can be told which documents were served before.</summary>
    public bool KnowsGoneDocuments => live.KnowsGoneDocuments;

    public LiveFeedback Feedback => live.Feedback;

    /// <summary>Files that nothing is served from, as far as they may know of them.</summary>
    public UnservedFiles Unserved => live.UnservedFor(viewer);

    /// <summary>Pages that sources have lost at once and that are still served, by source.</summary>
    public IReadOnlyDictionary<string, int> LostPages => Current.Snapshots.Where(r => r.Lost > 0).ToDictionary(r => r.Name, r => r.Lost);

    /// <summary>Whether somebody sees a page as an administrator alone: that is written down.</summary>
    public bool IsSeenAsAdministrator(Document document) =>
        viewer is { SeesAll: true, Name.Length: > 0 } && !Audience.Of(document, live.Sources).Names(viewer);

    /// <summary>Whether there is anything that not everybody may see.</summary>
    public bool HidesAny => live.HidesAny;

    /// <summary>Whether they may know of a source or an archive.</summary>
    public bool ShowsSource(string name) => live.Sources.Admits(viewer, name);

    /// <summary>Whether an id stands for a page that they see; whoever sees all may ask for what is gone, too.</summary>
    public bool Shows(string documentId) => viewer.SeesAll || Current.Find(documentId) is not null;

    /// <summary>Whether a file beside pages may be fetched: no page that is hidden has it, or one that is not has it as well.</summary>
    public bool ShowsFile(string source, string path) => HiddenFiles.Shows(Current, source, path);

    /// <summary>Searches by words, by meaning and by feedback; what does not work as it should is said in the response.</summary>
    public ValueTask<SearchResponse> SearchAsync(SearchRequest request, CancellationToken cancellation) =>
        live.SearchAsync(request, Current, Degraded, cancellation);

    /// <summary>The sanitised HTML of a document; rendered once per content.</summary>
    public RenderedPage Html(Document document) => live.Html(document, Current);

    /// <summary>The sanitised HTML of a text that is not served, made for this once.</summary>
    public RenderedPage Preview(Document document) => RenderedPages.Preview(document, Current);

    /// <summary>Null when the store does not know the document (yet).</summary>
    public DocumentTimes? TimesOf(DocumentId id) => live.TimesOf(id);

    /// <summary>A document that they could see and that is gone, with what they can see of its successor.</summary>
    public Tombstone? FindTombstone(string documentId) =>
        live.FindTombstone(documentId) is { } gone && live.MayHaveSeen(gone, viewer)
            ? gone with
            {
                Successor = gone.Successor is { } successor && Shows(successor.DocumentId) ? successor : null,
            }
            : null;

    /// <summary>Words that people said a page helps with; none for one that they do not see.</summary>
    public SearchPhrases Phrases => viewer.SeesAll ? Feedback.Phrases : Feedback.Phrases.Only(Shows);

    /// <summary>Keeps a gap; whom to ask is said only where everybody may know of them.</summary>
    /// <returns>False when the store cannot be written just now.</returns>
    public bool RecordGap(Gap gap) => live.RecordGap(live.AsEverybodyMayRead(gap));

    /// <summary>Gaps, most asked for first; null when they cannot be read just now.</summary>
    public IReadOnlyList<RecordedGap>? Gaps(int limit) => live.Gaps(limit);

    /// <inheritdoc cref="LiveKnowledge.FindGaps"/>
    public IReadOnlyList<RecordedGap>? FindGaps(IReadOnlyList<string> ids) => live.FindGaps(ids);

    public IReadOnlyList<DateTimeOffset>? GapsFirstAsked() => live.GapsFirstAsked();

    public TimeSpan? GapsKeptFor => live.GapsKeptFor;

    public IReadOnlyDictionary<string, GapWork>? GapWork() => live.GapWork();

    public bool SetGapWork(string gapId, GapWork work) => live.SetGapWork(gapId, work);

    /// <summary>Whether a search can be answered, without a word of what they do not see.</summary>
    public Readiness CheckReadiness()
    {
        var readiness = live.CheckReadiness();
        var hidden = Current.Hidden.Count;
        return readiness with { Documents = readiness.Documents - hidden, Expected = readiness.Expected - hidden, Degraded = Degraded };
    }
}
