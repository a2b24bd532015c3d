using Lucene.Net.Index;

namespace Knowledge.Indexer.Archive;

/// <summary>Reads what one search shows; an archive that cannot be read is told of, and what it holds is left out.</summary>
internal sealed class SectionReading(Action<OpenArchive, Exception>? damaged)
{
    private readonly HashSet<(OpenArchive, int)> pages = [];
    private readonly Dictionary<(OpenArchive, int), ArchiveFields.Shown?> read = [];

    /// <summary>Null when it cannot be read.</summary>
    public ArchiveFields.Shown? Read(OpenArchive archive, int document)
    {
        if (!read.TryGetValue((archive, document), out var shown))
            read[(archive, document)] = shown = Within(archive, () => ArchiveFields.Read(archive.Reader, document));
        return shown;
    }

    /// <summary>Whether no section of its page was asked for before.</summary>
    public bool IsFirstOfItsPage(OpenArchive archive, int document)
    {
        var leaves = archive.Reader.Leaves;
        var leaf = leaves[ReaderUtil.SubIndex(document, leaves)];
        // Sections of a page lie one after the other, so where the first of them lies tells the page.
        var first = Within(
            archive,
            () => (object)(document - (int)ArchiveFields.Number(leaf.AtomicReader, ArchiveFields.Section, document - leaf.DocBase))
        );
        return first is int page && pages.Add((archive, page));
    }

    private T? Within<T>(OpenArchive archive, Func<T> reading)
        where T : class
    {
        try
        {
            return reading();
        }
        catch (Exception e) when (OpenArchive.IsUnreadable(e))
        {
            damaged?.Invoke(archive, e);
            return null;
        }
    }
}
