using System.Globalization;
using System.Text;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Store;
using Directory = System.IO.Directory;

namespace Knowledge.Indexer.Archive;

/// <summary>
/// An archive as it was when it was opened. Safe to use from many threads; what is built meanwhile is seen by opening it again.
/// </summary>
public sealed class OpenArchive : IDisposable
{
    /// <summary>Time that a check at opening may take.</summary>
    public static readonly TimeSpan ChecksWithin = TimeSpan.FromSeconds(1);

    private const int MaxSectionsShown = 1_000;

    private readonly NIOFSDirectory files;
    private readonly DirectoryReader reader;
    private readonly IReadOnlySet<(string, long)> whole;

    private OpenArchive(
        string name,
        string directory,
        string stamp,
        ArchiveManifest manifest,
        NIOFSDirectory files,
        DirectoryReader reader,
        IReadOnlySet<(string, long)> whole
    )
    {
        (Name, Location, Stamp, Manifest, this.files, this.reader, this.whole) = (name, directory, stamp, manifest, files, reader, whole);
        Searcher = new(reader) { Similarity = ArchiveWriter.Similarity };
    }

    public string Name { get; }

    /// <summary>The directory.</summary>
    public string Location { get; }

    public ArchiveManifest Manifest { get; }

    /// <summary>Sections that can be found.</summary>
    public int Sections => reader.NumDocs;

    /// <summary>Of what was opened; another one means that the archive was written since.</summary>
    internal string Stamp { get; }

    internal IndexSearcher Searcher { get; }

    internal IndexReader Reader => reader;

    /// <param name="before">The same archive as it was opened before: what was found whole then is not read again.</param>
    /// <exception cref="ArchiveException">There is none, or it is damaged.</exception>
    public static OpenArchive Open(string name, string directory, OpenArchive? before = null, TimeSpan? checksWithin = null)
    {
        if (ArchiveManifest.Read(directory) is not { } manifest)
            throw new ArchiveException(
                Directory.Exists(directory)
                    ? $"'{directory}' holds no archive; build one with kb archive build"
                    : $"there is no directory '{directory}'"
            );
        if (manifest.Format != ArchiveManifest.CurrentFormat)
            throw new ArchiveException($"the archive in '{directory}' was written by another version; build it again");
        // Before it is read: what is written meanwhile makes another stamp.
        var stamp = StampOf(directory);
        NIOFSDirectory? files = null;
        try
        {
            files = new NIOFSDirectory(ArchiveWriter.IndexIn(directory));
            var whole = ArchiveIntegrity.Check(files, checksWithin ?? ChecksWithin, before?.whole ?? new HashSet<(string, long)>());
            return new(name, directory, stamp, manifest, files, DirectoryReader.Open(files), whole);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            files?.Dispose();
            throw new ArchiveException(
                $"the archive in '{directory}' is damaged or cannot be read ({e.GetType().Name}); build it again in an empty directory"
            );
        }
    }

    /// <summary>
    /// What reading an index throws that is not as it was written: Lucene throws nearly anything at bytes it did not write.
    /// </summary>
    public static bool IsUnreadable(Exception e) =>
        e
            is IOException
                or UnauthorizedAccessException
                or ArgumentException
                or IndexOutOfRangeException
                or InvalidOperationException
                or OverflowException
                or NullReferenceException;

    /// <summary>Changes when the archive is written.</summary>
    public static string StampOf(string directory)
    {
        var stamp = new StringBuilder();
        try
        {
            if (new FileInfo(ArchiveManifest.PathIn(directory)) is { Exists: true } manifest)
                stamp.Append(CultureInfo.InvariantCulture, $"{manifest.LastWriteTimeUtc.Ticks} {manifest.Length};");
            foreach (
                var file in new DirectoryInfo(ArchiveWriter.IndexIn(directory))
                    .EnumerateFiles("segments*")
                    .OrderBy(f => f.Name, StringComparer.Ordinal)
            )
                stamp.Append(CultureInfo.InvariantCulture, $"{file.Name} {file.LastWriteTimeUtc.Ticks} {file.Length};");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            stamp.Append(e.GetType().Name);
        }
        return stamp.ToString();
    }

    /// <summary>A page with its sections; null when there is none, or it is too old to be shown.</summary>
    public ArchivedPage? Page(string id, DateTimeOffset now)
    {
        if (!reader.TryIncRef())
            return null;
        try
        {
            var term = new Term(ArchiveFields.Page, id);
            foreach (var leaf in reader.Leaves)
            {
                var found = leaf.AtomicReader.GetTermDocsEnum(term);
                var sections = new List<ArchiveFields.Shown>();
                while (
                    found is not null
                    && sections.Count < MaxSectionsShown
                    && found.NextDoc() is var document
                    && document != DocIdSetIterator.NO_MORE_DOCS
                )
                    sections.Add(ArchiveFields.Read(reader, leaf.DocBase + document));
                if (sections.Count > 0 && !(sections[0].Date < OldestAt(now)))
                    return new(
                        id,
                        Name,
                        sections[0].Title,
                        sections[0].Date,
                        sections[0].Link,
                        [.. sections.OrderBy(s => s.Number).Select(s => new ArchivedSection(s.Number, s.Heading, s.Text))]
                    );
            }
            return null;
        }
        finally
        {
            reader.DecRef();
        }
    }

    /// <summary>The first day of what is kept at a time; null when all is.</summary>
    public DateOnly? OldestAt(DateTimeOffset now) =>
        Manifest.KeepDays is { } days ? DateOnly.FromDateTime(now.UtcDateTime).AddDays(-days) : null;

    /// <summary>While searches use it they hold it; it is closed behind the last of them.</summary>
    internal bool Hold() => reader.TryIncRef();

    internal void Release() => reader.DecRef();

    public void Dispose()
    {
        reader.Dispose();
        files.Dispose();
    }
}
