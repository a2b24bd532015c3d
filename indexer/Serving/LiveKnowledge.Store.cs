using Knowledge.Content.Documents;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Search;

namespace Knowledge.Indexer.Serving;

/// <summary>What is kept of the knowledge base: nothing and default while there is no store.</summary>
public sealed partial class LiveKnowledge
{
    /// <summary>Null when the store does not know the document (yet).</summary>
    public DocumentTimes? TimesOf(DocumentId id) => store.Use(s => s.Documents.TimesOf(id.Value));

    /// <summary>A document that was served once and is gone.</summary>
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

    /// <summary>Keeps the words nobody has written an answer for; false when they could not be kept (full disk).</summary>
    public bool RecordGap(Gap gap) => RecordGaps([gap]);

    /// <summary>The same for several at once.</summary>
    public bool RecordGaps(IReadOnlyList<Gap> gaps) => gaps.Count == 0 || DoInStore(s => s.Gaps.Record(gaps, time.GetUtcNow()));

    /// <summary>Gaps, most asked for first; empty without a store.</summary>
    public IReadOnlyList<RecordedGap> Gaps(int limit) => store.Use(s => s.Gaps.List(limit)) ?? [];
}
