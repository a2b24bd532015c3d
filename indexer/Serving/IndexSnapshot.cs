using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Indexer.Embeddings;
using Knowledge.Indexer.Lexical;
using Knowledge.Indexer.Sources;
using MemoryPack;
using Microsoft.Win32.SafeHandles;

namespace Knowledge.Indexer.Serving;

/// <summary>
/// What was read and indexed, in a file beside the store, so that a restart answers at once. Losing it loses time, nothing else.
/// </summary>
/// <remarks>
/// The file is a header (magic, identity of the program that wrote it and of the sources, number of parts), then parts: length,
/// XXH3 checksum, bytes. The first parts are the
/// index and the vectors of its passages; then come, in turn, files with their documents and the texts of these documents, which
/// are read when they are first asked for. Another program
/// version, a part cut short or one flipped bit in what is read at the start, and it is not used at all; damage in texts is told to
/// the caller.
/// </remarks>
internal static partial class IndexSnapshot
{
    public const string FileName = "index.snapshot";

    // Texts are fetched a part at a time: few enough that no search waits long for one.
    private const int FilesPerPart = 100;
    private const int MaxParts = 100_000;
    private const int HeaderBytes = 8 + 48 + 4 + 8;
    private static readonly byte[] Magic = "KBINDEX1"u8.ToArray();

    // The shape of what is stored is that of the types; another build may have other ones.
    private static readonly byte[] Program =
    [
        .. typeof(IndexSnapshot).Module.ModuleVersionId.ToByteArray(),
        .. typeof(Document).Module.ModuleVersionId.ToByteArray(),
    ];

    [MemoryPackable]
    internal sealed partial record StoredFile(
        string Path,
        DateTime ModifiedUtc,
        long Length,
        string Hash,
        string? CatalogText,
        bool IsLocationTarget,
        IReadOnlyList<Document> Documents,
        IReadOnlyList<Finding> Findings,
        string? NotADocument
    );

    [MemoryPackable]
    internal sealed partial record StoredFiles(string Source, IReadOnlyList<StoredFile> Files);

    /// <param name="Bodies">Serialised <see cref="DocumentBody"/> of each document of a part's files, one after the other.</param>
    /// <param name="Starts">Where each begins, and the end of the last.</param>
    /// <param name="Texts">Of each file that holds documents.</param>
    [MemoryPackable]
    internal sealed partial record StoredBodies(byte[] Bodies, int[] Starts, IReadOnlyList<string?> Texts)
    {
        public static StoredBodies Of(StoredFiles files, IReadOnlyList<string?> texts)
        {
            var bytes = new ArrayBufferWriter<byte>();
            var starts = new List<int> { 0 };
            foreach (var document in files.Files.SelectMany(f => f.Documents))
            {
                MemoryPackSerializer.Serialize(bytes, document.Body);
                starts.Add(bytes.WrittenCount);
            }
            return new(bytes.WrittenSpan.ToArray(), [.. starts], texts);
        }

        public DocumentBody? At(int number) =>
            MemoryPackSerializer.Deserialize<DocumentBody>(Bodies.AsSpan(Starts[number]..Starts[number + 1]));
    }

    /// <summary>Writes all of it or nothing: into a file of another name, which then takes the place of the old one.</summary>
    /// <exception cref="IOException">The disk does not allow it; the old file stays.</exception>
    public static void Write(
        string directory,
        IReadOnlyList<SourceDirectory> sources,
        IReadOnlyList<SourceReading> readings,
        LexicalIndex index,
        StoredVectors? vectors
    )
    {
        var path = Path.Combine(directory, FileName);
        var temporary = path + ".new";
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
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
                                f.NotADocument
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
                WriteHeader(file, Identity(sources), 2 * files.Count + 2);
                WritePart(file, MemoryPackSerializer.Serialize(StoredIndex.Of(index)));
                WritePart(file, MemoryPackSerializer.Serialize(vectors));
                foreach (var (part, textsOfPart) in files.Zip(texts))
                {
                    WritePart(file, MemoryPackSerializer.Serialize(part));
                    WritePart(file, MemoryPackSerializer.Serialize(StoredBodies.Of(part, textsOfPart)));
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

    /// <summary>What was written last, or why it cannot be used; neither when there is no file.</summary>
    /// <param name="onDamage">Called when texts turn out to be damaged after this has returned; their documents are then without
    /// text.</param>
    public static (IReadOnlyList<SourceReading> Readings, StoredIndex Index, StoredVectors? Vectors)? Read(
        string directory,
        IReadOnlyList<SourceDirectory> sources,
        Action onDamage,
        out string? problem
    )
    {
        problem = null;
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
            if (Parts(file, Identity(sources)) is not { } parts || parts.Count % 2 != 0)
            {
                problem = "it is of another version or of other sources, or damaged";
                return null;
            }
            var index = Task.Run(() => ReadPart(file, parts[0]) is { } bytes ? MemoryPackSerializer.Deserialize<StoredIndex>(bytes) : null);
            var vectors = Task.Run(() =>
                ReadPart(file, parts[1]) is { } bytes
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
                        ReadPart(file, parts[2 * i + 3]) is not null
                        && ReadPart(file, parts[2 * i + 2]) is { } bytes
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
                    .. sources.Select(s => new SourceReading(
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
            problem = $"it cannot be read ({e.GetType().Name})";
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
            };
            if (kept.Documents.Count > 0)
                return file.WithTextLater(() => bodies.Value?.Texts[position]);
            // A catalog, owners and a thesaurus are few and quickly understood again.
            return kept.CatalogText is { } text && source is not null ? DirectoryReader.FromText(source, file, text) : file;
        }

        Document Later(Document document, int at) => document.WithBodyLater(() => bodies.Value?.At(at) ?? DocumentBody.Empty);
    }

    private static StoredBodies? BodiesOf(SafeFileHandle file, (long, int, ulong) part, Action onDamage)
    {
        try
        {
            if (ReadPart(file, part) is { } bytes && MemoryPackSerializer.Deserialize<StoredBodies>(bytes) is { } bodies)
                return bodies;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or MemoryPackSerializationException)
        {
            // The same as a wrong checksum.
        }
        onDamage();
        return null;
    }

    // Of the program that wrote it, and of what it read.
    private static byte[] Identity(IReadOnlyList<SourceDirectory> sources) =>
        [
            .. Program,
            .. XxHash128.Hash(Encoding.UTF8.GetBytes(string.Join('\n', sources.Select(s => $"{s.Name}\t{Path.GetFullPath(s.Directory)}")))),
        ];

    private static void WriteHeader(FileStream file, byte[] identity, int parts)
    {
        var header = new byte[HeaderBytes];
        Magic.CopyTo(header, 0);
        identity.CopyTo(header, Magic.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(56), parts);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(60), XxHash3.HashToUInt64(header.AsSpan(0, 60)));
        file.Write(header);
    }

    private static void WritePart(FileStream file, byte[] bytes)
    {
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteInt32LittleEndian(head, bytes.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(head[4..], XxHash3.HashToUInt64(bytes));
        file.Write(head);
        file.Write(bytes);
    }

    /// <returns>Where each part begins and its length and checksum; null when the file is not what it should be.</returns>
    private static List<(long Offset, int Length, ulong Checksum)>? Parts(SafeFileHandle file, byte[] identity)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        var size = RandomAccess.GetLength(file);
        if (
            RandomAccess.Read(file, header, 0) < HeaderBytes
            || !header[..8].SequenceEqual(Magic)
            || !header.Slice(8, 48).SequenceEqual(identity)
            || BinaryPrimitives.ReadUInt64LittleEndian(header[60..]) != XxHash3.HashToUInt64(header[..60])
        )
            return null;
        var count = BinaryPrimitives.ReadInt32LittleEndian(header[56..]);
        if (count is < 1 or > MaxParts)
            return null;
        var parts = new List<(long, int, ulong)>(count);
        Span<byte> head = stackalloc byte[12];
        var at = (long)HeaderBytes;
        for (var i = 0; i < count; i++)
        {
            if (RandomAccess.Read(file, head, at) < head.Length)
                return null;
            var length = BinaryPrimitives.ReadInt32LittleEndian(head);
            at += head.Length;
            if (length < 0 || length > size - at)
                return null;
            parts.Add((at, length, BinaryPrimitives.ReadUInt64LittleEndian(head[4..])));
            at += length;
        }
        return at == size ? parts : null;
    }

    private static byte[]? ReadPart(SafeFileHandle file, (long Offset, int Length, ulong Checksum) part)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(part.Length);
        for (var read = 0; read < bytes.Length; )
        {
            var count = RandomAccess.Read(file, bytes.AsSpan(read), part.Offset + read);
            if (count == 0)
                return null;
            read += count;
        }
        return XxHash3.HashToUInt64(bytes) == part.Checksum ? bytes : null;
    }
}
