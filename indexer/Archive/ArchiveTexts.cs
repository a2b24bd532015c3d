using Lucene.Net.Index;
using Lucene.Net.Search;

namespace Knowledge.Indexer.Archive;

/// <summary>
/// Finds pages by reading all that an archive keeps: what names somebody is found however it is written. Takes minutes for millions.
/// </summary>
internal static class ArchiveTexts
{
    private const int Beside = 300;

    /// <returns>Ids of the pages, in order.</returns>
    /// <exception cref="ArchiveException">It cannot be read.</exception>
    public static IReadOnlyList<string> PagesWith(OpenArchive archive, Func<string, bool> holds)
    {
        try
        {
            var pages = new SortedSet<string>(StringComparer.Ordinal);
            Parallel.ForEach(
                archive.Reader.Leaves,
                leaf =>
                {
                    foreach (var id in PagesWith(archive.Reader, leaf, holds))
                        lock (pages)
                            pages.Add(id);
                }
            );
            return [.. pages];
        }
        catch (AggregateException e) when (e.InnerExceptions.All(OpenArchive.IsUnreadable))
        {
            throw new ArchiveException($"the archive in '{archive.Location}' cannot be read ({e.InnerExceptions[0].GetType().Name})");
        }
    }

    private static IEnumerable<string> PagesWith(IndexReader reader, AtomicReaderContext leaf, Func<string, bool> holds)
    {
        var (live, facets) = (leaf.AtomicReader.LiveDocs, FacetsWith(leaf.AtomicReader, holds));
        ArchiveFields.Shown? before = null;
        for (var document = 0; document < leaf.AtomicReader.MaxDoc; document++)
        {
            if (live is not null && !live.Get(document))
                continue;
            var shown = ArchiveFields.Read(reader, leaf.DocBase + document);
            if (
                facets.Contains(document)
                || holds(shown.PageId)
                || holds(shown.Title)
                || holds(shown.Heading)
                || holds(shown.Text)
                || shown.Link is { } link && holds(link)
                || before?.PageId == shown.PageId && AcrossCut(before.Text, shown.Text).Any(holds)
            )
                yield return shown.PageId;
            before = shown;
        }
    }

    // A long text was cut at a space, or within a word: what is looked for may lie on both sides.
    private static IEnumerable<string> AcrossCut(string before, string after)
    {
        var (end, start) = (before[Math.Max(0, before.Length - Beside)..], after[..Math.Min(after.Length, Beside)]);
        return [$"{end} {start}", end + start];
    }

    // What a page can be narrowed down by is searched and not shown: the names of owners among it.
    private static HashSet<int> FacetsWith(AtomicReader reader, Func<string, bool> holds)
    {
        var found = new HashSet<int>();
        if (reader.GetTerms(ArchiveFields.Facet) is not { } terms)
            return found;
        var facets = terms.GetEnumerator();
        while (facets.MoveNext())
            if (holds(facets.Term.Utf8ToString()))
                for (
                    var documents = facets.Docs(reader.LiveDocs, null, DocsFlags.NONE);
                    documents.NextDoc() != DocIdSetIterator.NO_MORE_DOCS;

                )
                    found.Add(documents.DocID);
        return found;
    }
}
