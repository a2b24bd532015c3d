using System.IO.Hashing;
using System.Text;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Files;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Sources;
using MemoryPack;
using Microsoft.Win32.SafeHandles;

namespace Knowledge.Indexer.Snapshots;

/// <summary>
/// What was read and indexed, in a file: next to the store of a server, so that a restart answers at once, and in the cache folder of
/// <c>kb</c>. Losing it loses time, nothing else.
/// </summary>
/// <remarks>
/// The file is made of <see cref="SnapshotParts"/>. The first are the index and the vectors of its passages; then come, in turn, files
/// with their documents and the texts of these documents, which are read when they are first asked for. Another program version, a
/// part cut short or one flipped bit in what is read at the start, and it is not used at all; damage in texts is told to the caller.
/// </remarks>
internal static class IndexSnapshot
{
    public const string FileName = "index.snapshot";

    // Texts are fetched a part at a time: few enough that no search waits long for one.
    private const int FilesPerPart = 100;

    // The shape of what is stored is that of the types; another build may have other ones.
    private static readonly byte[] Program =
    [
        .. typeof(IndexSnapshot).Module.ModuleVersionId.ToByteArray(),
        .. typeof(Document).Module.ModuleVersionId.ToByteArray(),
    ];

    /// <summary>Writes all of it or nothing: into a file of another name, which then takes the place of the old one.</summary>
    /// <exception cref="IOException">The disk does not allow it; the old file stays.</exception>
    public static void Write(
        string directory,
        IReadOnlyList<SourceDirectory> sources,
        IReadOnlyList<SourceSnapshot> readings,
        LexicalIndex index,
        StoredVectors? vectors
    )
    {
        SnapshotTypes.Register();
        var path = Path.Combine(directory, FileName);
        var temporary = path + ".new";
        // Who cannot open it leaves it alone: another process may be writing it.
        var file = OpenNew(temporary);
        try
        {
            using (file)
            {
                // What failed to be read is tried again.
                var files = readings
                    .SelectMany(r =>
                        r.Files.Where(f => !f.IsUnreadable)
                            .Select(f => new StoredFile(
                                f.Path,
                                f.Stamp.ModifiedUtc,
                                f.Stamp.Length,
                                f.Hash,
                                f.Documents.Count == 0 ? f.Text : null,
                                f.IsLocationTarget,
                                f.Documents,
                                f.Findings,
                                f.NotADocument,
                                f.HeadingsHash,
                                f.VisibleTo
                            ))
                            .Chunk(FilesPerPart)
                            .Select(chunk => new StoredFiles(r.Name, chunk))
                    )
                    .ToList();
                var texts = readings
                    .SelectMany(r =>
                        r.Files.Where(f => !f.IsUnreadable).Select(f => f.Documents.Count == 0 ? null : f.Text).Chunk(FilesPerPart)
                    )
                    .ToList();
                SnapshotParts.WriteHeader(file, Identity(sources), 2 * files.Count + 2);
                SnapshotParts.WritePart(file, MemoryPackSerializer.Serialize(StoredIndex.Of(index)));
                SnapshotParts.WritePart(file, MemoryPackSerializer.Serialize(vectors));
                foreach (var (part, textsOfPart) in files.Zip(texts))
                {
                    SnapshotParts.WritePart(file, MemoryPackSerializer.Serialize(part));
                    SnapshotParts.WritePart(file, MemoryPackSerializer.Serialize(StoredBodies.Of(part, textsOfPart)));
                }
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>When it was written, where just these sources were read for it, by this version of the program or another.</summary>
    /// <returns>Null where it is of other sources, or there is none.</returns>
    public static DateTimeOffset? WrittenFor(string directory, IReadOnlyList<SourceDirectory> sources)
    {
        try
        {
            using var file = PlainFile.Open(Path.Combine(directory, FileName));
            return
                SnapshotParts.IdentityOf(file.SafeFileHandle) is { } identity
                && identity.AsSpan(Program.Length).SequenceEqual(Identity(sources).AsSpan(Program.Length))
                ? new(File.GetLastWriteTimeUtc(file.SafeFileHandle))
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What was written last, or why it cannot be used; neither when there is no file.</summary>
    /// <param name="onDamage">Called when texts turn out to be damaged after this has returned; their documents are then without
    /// text.</param>
    public static (IReadOnlyList<SourceSnapshot> Readings, StoredIndex Index, StoredVectors? Vectors)? Read(
        string directory,
        IReadOnlyList<SourceDirectory> sources,
        Action onDamage,
        out string? problem
    )
    {
        problem = null;
        SnapshotTypes.Register();
        SafeFileHandle? opened = null;
        try
        {
            // Texts are read from it later: it stays open, and may be replaced meanwhile.
            var file = opened = File.OpenHandle(
                Path.Combine(directory, FileName),
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete
            );
            if (SnapshotParts.Find(file, Identity(sources)) is not { } parts || parts.Count % 2 != 0)
            {
                problem = "it is of another version or of other sources, or damaged";
                return null;
            }
            var index = Task.Run(() =>
                SnapshotParts.Read(file, parts[0]) is { } bytes ? MemoryPackSerializer.Deserialize<StoredIndex>(bytes) : null
            );
            var vectors = Task.Run(() =>
                SnapshotParts.Read(file, parts[1]) is { } bytes
                    ? (IsWhole: true, Stored: MemoryPackSerializer.Deserialize<StoredVectors>(bytes))
                    : default
            );
            var files = new (string Source, IReadOnlyList<ReadFile> Files)?[parts.Count / 2 - 1];
            Parallel.For(
                0,
                files.Length,
                i =>
                {
                    // The texts are looked at now too: damage must be known before anything is answered from them.
                    if (
                        SnapshotParts.Read(file, parts[2 * i + 3]) is not null
                        && SnapshotParts.Read(file, parts[2 * i + 2]) is { } bytes
                        && MemoryPackSerializer.Deserialize<StoredFiles>(bytes) is { } stored
                    )
                        files[i] = (
                            stored.Source,
                            FilesOf(
                                sources.FirstOrDefault(s => s.Name == stored.Source),
                                stored,
                                new(() => BodiesOf(file, parts[2 * i + 3], onDamage))
                            )
                        );
                }
            );
            if (index.Result is not { } storedIndex || !vectors.Result.IsWhole || files.Any(f => f is null))
            {
                problem = "it is damaged";
                return null;
            }
            opened = null;
            return (
                [
                    .. sources.Select(s => new SourceSnapshot(
                        s.Name,
                        [.. files.Where(f => f!.Value.Source == s.Name).SelectMany(f => f!.Value.Files)],
                        []
                    )),
                ],
                storedIndex,
                vectors.Result.Stored
            );
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e)
            when (e
                    is IOException
                        or UnauthorizedAccessException
                        or MemoryPackSerializationException
                        or AggregateException
                        or OutOfMemoryException
                        or OverflowException
            )
        {
            // A disk that fails is no damaged file, and wrapped or not it is the same.
            problem = $"it cannot be read ({IoFailure.ReasonOf(e.GetBaseException()) ?? "it is damaged"})";
            return null;
        }
        finally
        {
            opened?.Dispose();
        }
    }

    private static IReadOnlyList<ReadFile> FilesOf(SourceDirectory? source, StoredFiles stored, Lazy<StoredBodies?> bodies)
    {
        var number = 0;
        return [.. stored.Files.Select(FileOf)];

        ReadFile FileOf(StoredFile kept, int position)
        {
            var file = new ReadFile
            {
                Path = kept.Path,
                Stamp = new(kept.ModifiedUtc, kept.Length),
                Hash = kept.Hash,
                IsLocationTarget = kept.IsLocationTarget,
                Documents = [.. kept.Documents.Select(document => Later(document, number++))],
                Findings = kept.Findings,
                NotADocument = kept.NotADocument,
                HeadingsHash = kept.HeadingsHash,
                VisibleTo = kept.VisibleTo,
            };
            if (kept.Documents.Count > 0)
                return file.WithTextLater(() => bodies.Value?.Texts[position]);
            // A catalog, owners and a thesaurus are few and quickly understood again.
            return kept.CatalogText is { } text && source is not null ? FileReader.FromText(source, file, text) : file;
        }

        Document Later(Document document, int at) => document.WithBodyLater(() => bodies.Value?.At(at) ?? DocumentBody.Empty);
    }

    private static StoredBodies? BodiesOf(SafeFileHandle file, (long, int, ulong) part, Action onDamage)
    {
        try
        {
            if (SnapshotParts.Read(file, part) is { } bytes && MemoryPackSerializer.Deserialize<StoredBodies>(bytes) is { } bodies)
                return bodies;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or MemoryPackSerializationException)
        {
            // The same as a wrong checksum.
        }
        onDamage();
        return null;
    }

    // Runbooks are for those who may read them.
    private static FileStream OpenNew(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 1 << 20,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(path, options);
    }

    // Of the program that wrote it, and of what it read.
    private static byte[] Identity(IReadOnlyList<SourceDirectory> sources) =>
        [
            .. Program,
            .. XxHash128.Hash(Encoding.UTF8.GetBytes(string.Join('\n', sources.Select(s => $"{s.Name}\t{Path.GetFullPath(s.Directory)}")))),
        ];
}
