using System.IO.Hashing;
using System.Runtime.InteropServices;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Search.Similarities;
using Lucene.Net.Store;
using Lucene.Net.Util;
using Directory = System.IO.Directory;
using Lock = System.Threading.Lock;

namespace Knowledge.Indexer.Archive;

/// <summary>What became of a page that was put into an archive.</summary>
internal enum ArchiveOutcome
{
    Added,
    Updated,
    Unchanged,

    /// <summary>A page with its id was put before.</summary>
    Repeated,
}

/// <summary>
/// Writes pages into an archive. What was committed survives a killed process; after an error the last commit is what there is.
/// </summary>
/// <remarks>Safe to use from many threads, but for the commit.</remarks>
internal sealed class ArchiveWriter : IDisposable
{
    private const double BufferMegabytes = 64;

    // Below it segments count as one size, and each small update would rewrite a large one.
    private const double SmallSegmentMegabytes = 0.1;

    private readonly NIOFSDirectory files;
    private readonly IndexWriter writer;
    private readonly DirectoryReader? before;
    private readonly HashSet<ulong> seen = [];
    private readonly Lock gate = new();
    private readonly ThreadLocal<(ArchiveTokens Title, ArchiveTokens Text)> tokens = new(() => (new(), new()));
    private bool isClosed;

    private ArchiveWriter(NIOFSDirectory files, IndexWriter writer, DirectoryReader? before) =>
        (this.files, this.writer, this.before) = (files, writer, before);

    public static string IndexIn(string directory) => Path.Combine(directory, "index");

    public static Similarity Similarity { get; } = new BM25Similarity();

    /// <exception cref="ArchiveException">It cannot be written, or is being written by somebody else.</exception>
    public static ArchiveWriter Open(string directory)
    {
        NIOFSDirectory? files = null;
        try
        {
            Directory.CreateDirectory(IndexIn(directory));
            files = new NIOFSDirectory(IndexIn(directory));
            var before = DirectoryReader.IndexExists(files) ? DirectoryReader.Open(files) : null;
            return new(files, new(files, Configuration()), before);
        }
        catch (LockObtainFailedException)
        {
            files?.Dispose();
            throw new ArchiveException($"'{directory}' is being written by another build; wait for it to end");
        }
        catch (Exception e) when (IsDamage(e) || e is IOException or UnauthorizedAccessException)
        {
            files?.Dispose();
            throw new ArchiveException(
                IsDamage(e)
                    ? $"the archive in '{directory}' is damaged ({e.GetType().Name}); delete the directory and build it again"
                    : $"'{directory}' cannot be written ({e.GetType().Name})"
            );
        }
    }

    private static IndexWriterConfig Configuration() =>
        new(LuceneVersion.LUCENE_48, null)
        {
            OpenMode = OpenMode.CREATE_OR_APPEND,
            RAMBufferSizeMB = BufferMegabytes,
            Similarity = Similarity,
            // Each file has a checksum of its own; those within a compound file have none that is looked at.
            UseCompoundFile = false,
            MergePolicy = new TieredMergePolicy
            {
                FloorSegmentMB = SmallSegmentMegabytes,
                NoCFSRatio = 0,
                // Else what is deleted stays on the disk where it is less than a tenth of a segment.
                ForceMergeDeletesPctAllowed = 0,
            },
        };

    /// <summary>What the files of an index are when something wrote into them or they were cut off.</summary>
    public static bool IsDamage(Exception e) => e is CorruptIndexException or EndOfStreamException or FileNotFoundException;

    public int Sections => writer.NumDocs;

    /// <summary>Adds a page, or puts it in the place of the one that has its id.</summary>
    public ArchiveOutcome Put(ArchivePage page)
    {
        lock (gate)
            if (!seen.Add(KeyOf(page.Id)))
                return ArchiveOutcome.Repeated;
        var known = ChecksumOf(page.Id);
        if (known == page.Checksum)
            return ArchiveOutcome.Unchanged;
        var (title, text) = tokens.Value;
        // All sections of a page in one go: they stay side by side.
        if (known is null)
            writer.AddDocuments(ArchiveFields.Write(page, title, text));
        else
            writer.UpdateDocuments(new Term(ArchiveFields.Page, page.Id), ArchiveFields.Write(page, title, text));
        return known is null ? ArchiveOutcome.Added : ArchiveOutcome.Updated;
    }

    /// <summary>Deletes the pages that were there before and were not put since.</summary>
    /// <returns>How many.</returns>
    public int DeleteOthers()
    {
        var deleted = 0;
        foreach (var id in IdsBefore().Where(id => !seen.Contains(KeyOf(id))))
        {
            writer.DeleteDocuments(new Term(ArchiveFields.Page, id));
            deleted++;
        }
        return deleted;
    }

    /// <summary>Deletes a page.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Delete(string id)
    {
        if (ChecksumOf(id) is null)
            return false;
        writer.DeleteDocuments(new Term(ArchiveFields.Page, id));
        return true;
    }

    /// <summary>Writes the segments anew that hold what is deleted, so that it is gone from the disk.</summary>
    public void Purge() => writer.ForceMergeDeletes();

    /// <summary>Deletes what is older than a day; what has no date stays.</summary>
    public void DeleteOlder(DateOnly day) => writer.DeleteDocuments(Days(null, day.AddDays(-1)));

    /// <summary>Sections of a time.</summary>
    /// <param name="first">Null for no limit; so <paramref name="last"/>.</param>
    public static Query Days(DateOnly? first, DateOnly? last) =>
        new ConstantScoreQuery(
            FieldCacheRangeFilter.NewInt64Range(
                ArchiveFields.Date,
                Math.Max(1, first?.DayNumber ?? 1),
                last?.DayNumber ?? long.MaxValue,
                true,
                true
            )
        );

    public void Commit() => writer.Commit();

    /// <summary>Commits what was put; without it everything since the last commit is lost.</summary>
    public void Close()
    {
        writer.Commit();
        writer.Dispose();
        isClosed = true;
    }

    public void Dispose()
    {
        if (!isClosed)
            writer.Rollback();
        before?.Dispose();
        files.Dispose();
        tokens.Dispose();
    }

    private IEnumerable<string> IdsBefore()
    {
        foreach (var leaf in before?.Leaves ?? [])
            if (leaf.AtomicReader.GetTerms(ArchiveFields.Page) is { } terms)
            {
                var ids = terms.GetEnumerator();
                while (ids.MoveNext())
                    if (ids.Docs(leaf.AtomicReader.LiveDocs, null, DocsFlags.NONE).NextDoc() != DocIdSetIterator.NO_MORE_DOCS)
                        yield return ids.Term.Utf8ToString();
            }
    }

    // Null when there is no such page.
    private long? ChecksumOf(string id)
    {
        if (before is null)
            return null;
        var term = new Term(ArchiveFields.Page, id);
        foreach (var leaf in before.Leaves)
            if (
                leaf.AtomicReader.GetTermDocsEnum(term) is { } found
                && found.NextDoc() is var document
                && document != DocIdSetIterator.NO_MORE_DOCS
            )
                return ArchiveFields.Number(leaf.AtomicReader, ArchiveFields.Checksum, document);
        return null;
    }

    // Ten million ids as they are would not fit.
    private static ulong KeyOf(string id) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(id.AsSpan()));
}
