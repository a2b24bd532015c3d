using Knowledge.Content.Documents;
using MemoryPack;

namespace Knowledge.Indexer.Index;

/// <summary>A lexical index as it is kept in a file: documents by id, everything else as it is.</summary>
[MemoryPackable]
internal sealed partial record StoredIndex(float[] PassageAverages, float[] DocumentAverages, int Changed, StoredSegment[] Segments)
{
    public static StoredIndex Of(LexicalIndex index) =>
        new(index.Averages.Passage, index.Averages.Document, index.Changed, [.. index.Segments.Select(StoredSegment.Of)]);

    /// <summary>The index over documents that are there; null when it does not fit them.</summary>
    /// <param name="documents">What is served, ordered by id; each must be the one that was indexed.</param>
    public LexicalIndex? Restore(IReadOnlyList<Document> documents)
    {
        var byId = documents.ToDictionary(d => d.Id.Value);
        var segments = new LiveSegment?[Segments.Length];
        Parallel.For(0, segments.Length, s => segments[s] = Segments[s].Restore(byId));
        if (segments.Any(s => s is null))
            return null;
        var index = new LexicalIndex([.. segments.OfType<LiveSegment>()], new(PassageAverages, DocumentAverages), Changed);
        return index.Count == documents.Count ? index : null;
    }
}

/// <param name="Ids">Of its documents.</param>
/// <param name="Deleted">One bit per document.</param>
[MemoryPackable]
internal sealed partial record StoredSegment(
    string[] Ids,
    ulong[] Deleted,
    int[] FirstPassage,
    byte[] Terms,
    int[] TermStarts,
    StoredPostings PassagePostings,
    StoredPostings DocumentPostings,
    byte[] Words,
    int[] WordStarts,
    int[] PrintStarts,
    ushort[] Prints
)
{
    public static StoredSegment Of(LiveSegment live) =>
        new(
            [.. live.Segment.Documents.Select(d => d.Id.Value)],
            live.Deleted.Words,
            live.Segment.FirstPassage,
            live.Segment.Terms.Bytes,
            live.Segment.Terms.Starts,
            StoredPostings.Of(live.Segment.PassagePostings),
            StoredPostings.Of(live.Segment.DocumentPostings),
            live.Segment.Words.Bytes,
            live.Segment.Words.Starts,
            live.Segment.Prints.Starts,
            live.Segment.Prints.Prints
        );

    public LiveSegment? Restore(Dictionary<string, Document> byId)
    {
        var deleted = new Bitmap(Deleted);
        var documents = new Document[Ids.Length];
        for (var d = 0; d < documents.Length; d++)
        {
            // A deleted document is never looked at; another one may have its id by now.
            if (byId.TryGetValue(Ids[d], out var document))
                documents[d] = document;
            else if (deleted[d])
                documents[d] = Placeholder;
            else
                return null;
        }
        return new(
            new(
                documents,
                FirstPassage,
                new(Terms, TermStarts),
                PassagePostings.Restore(),
                DocumentPostings.Restore(),
                new(Words, WordStarts),
                new(PrintStarts, Prints)
            ),
            deleted
        );
    }

    private static readonly Document Placeholder = new()
    {
        Id = new("gone"),
        Kind = DocumentKind.Article,
        Source = "",
        Path = "",
        Title = "",
        Markdown = "",
    };
}

[MemoryPackable]
internal sealed partial record StoredPostings(
    int[] RunOfTerm,
    ushort[] BlockOfRun,
    int[] StartOfRun,
    ushort[] Units,
    byte[] Impacts,
    int Count
)
{
    public static StoredPostings Of(Postings postings) =>
        new(postings.RunOfTerm, postings.BlockOfRun, postings.StartOfRun, postings.Units, postings.Impacts, postings.Count);

    public Postings Restore() => new(RunOfTerm, BlockOfRun, StartOfRun, Units, Impacts, Count);
}
