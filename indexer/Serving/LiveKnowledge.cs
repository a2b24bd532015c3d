using Knowledge.Content.Documents;
using Knowledge.Content.Markup;
using Knowledge.Indexer.Search;

namespace Knowledge.Indexer.Serving;

/// <summary>The knowledge base of a running server: reads its sources, follows their changes, and swaps in a new whole after each.</summary>
public sealed class LiveKnowledge : IAsyncDisposable
{
    public LiveKnowledge(ServingOptions options, TimeProvider time) { _ = options; _ = time; }

    /// <summary>The newest whole; empty until the first ingest is done.</summary>
    public KnowledgeBase Current => throw new NotImplementedException();

    /// <summary>What does not work as it should, in words for people; empty when all does.</summary>
    public IReadOnlyList<string> Degraded => throw new NotImplementedException();

    public IngestReport LastIngest => throw new NotImplementedException();

    /// <summary>Opens the store, reads all sources and begins to follow them; returns when the first answer can be given.</summary>
    public Task StartAsync(CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Whether a search can be answered with the documents there should be.</summary>
    public Readiness CheckReadiness() => throw new NotImplementedException();

    /// <summary>The sanitised HTML of a document; rendered once per content.</summary>
    public RenderedPage Html(Document document) => throw new NotImplementedException();

    public DocumentTimes? TimesOf(DocumentId id) => throw new NotImplementedException();

    /// <summary>A document that was served once and is gone.</summary>
    public Tombstone? FindTombstone(string documentId) => throw new NotImplementedException();

    /// <summary>Keeps the words nobody has written an answer for; false when they could not be kept (full disk).</summary>
    public bool RecordGap(Gap gap) => throw new NotImplementedException();

    /// <summary>Gaps, most asked for first.</summary>
    public IReadOnlyList<RecordedGap> Gaps(int limit) => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}

/// <param name="Sources">At least one directory.</param>
/// <param name="DataDirectory">Where the store lies; created on first use.</param>
public sealed record ServingOptions(IReadOnlyList<SourceDirectory> Sources, string DataDirectory);

/// <param name="Name">Unique among the sources; part of document ids when there are several.</param>
public sealed record SourceDirectory(string Name, string Directory);

/// <param name="Expected">Documents that the sources should give, as listed by the last ingest.</param>
/// <param name="Skipped">Files from which nothing is served, and why.</param>
public sealed record IngestReport(
    DateTimeOffset At, TimeSpan Took, int Documents, int Expected, int Changed, IReadOnlyList<SkippedFile> Skipped);

public sealed record SkippedFile(string Source, string Path, string Reason);

/// <param name="Changed">When its content last changed; the file's own time when it has not changed since it was first read.</param>
public sealed record DocumentTimes(DateTimeOffset FirstSeen, DateTimeOffset Changed, int Revisions);

public sealed record Tombstone(string DocumentId, string Title, DateTimeOffset Deleted);

/// <param name="Canary">Whether a known query found the document it must find.</param>
/// <param name="FreeDiskBytes">Null when it cannot be told.</param>
public sealed record Readiness(
    bool IsReady, bool Canary, int Documents, int Expected, DateTimeOffset? LastIngest, long? FreeDiskBytes, IReadOnlyList<string> Degraded);
