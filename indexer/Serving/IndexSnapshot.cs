using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Indexer.Lexical;
using Knowledge.Indexer.Sources;
using MemoryPack;
using Microsoft.Win32.SafeHandles;

namespace Knowledge.Indexer.Serving;

/// <summary>What was read and indexed, in a file beside the store, so that a restart answers at once. Losing it loses time, nothing else.</summary>
/// <remarks>
/// The file is a header (magic, identity of the program that wrote it and of the sources, number of parts), then parts: length, XXH3 checksum, bytes. The first part is the
/// index, the others hold files with their documents. Another program version, a part cut short or one flipped bit, and it is not used at all.
/// </remarks>
internal static partial class IndexSnapshot
{
    public const string FileName = "index.snapshot";

    private const int FilesPerPart = 1000;
    private const int MaxParts = 10_000;
    private const int HeaderBytes = 8 + 48 + 4 + 8;
    private static readonly byte[] Magic = "KBINDEX1"u8.ToArray();

    // The shape of what is stored is that of the types; another build may have other ones.
    private static readonly byte[] Program = [.. typeof(IndexSnapshot).Module.ModuleVersionId.ToByteArray(), .. typeof(Document).Module.ModuleVersionId.ToByteArray()];

    [MemoryPackable]
    internal sealed partial record StoredFile(
        string Path, DateTime ModifiedUtc, long Length, string Hash, string? Text, IReadOnlyList<Document> Documents, IReadOnlyList<Finding> Findings, string? NotADocument);

    [MemoryPackable]
    internal sealed partial record StoredFiles(string Source, IReadOnlyList<StoredFile> Files);

    /// <summary>Writes all of it or nothing: into a file of another name, which then takes the place of the old one.</summary>
    /// <exception cref="IOException">The disk does not allow it; the old file stays.</exception>
    public static void Write(string directory, IReadOnlyList<SourceDirectory> sources, IReadOnlyList<SourceReading> readings, LexicalIndex index)
    {
        var path = Path.Combine(directory, FileName);
        var temporary = path + ".new";
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
            {
                // What failed to be read is tried again.
                var files = readings.SelectMany(r => r.Files.Where(f => !f.IsUnreadable)
                    .Select(f => new StoredFile(f.Path, f.Stamp.ModifiedUtc, f.Stamp.Length, f.Hash, f.Text, f.Documents, f.Findings, f.NotADocument))
                    .Chunk(FilesPerPart).Select(chunk => new StoredFiles(r.Name, chunk))).ToList();
                WriteHeader(file, Identity(sources), files.Count + 1);
                WritePart(file, MemoryPackSerializer.Serialize(StoredIndex.Of(index)));
                foreach (var part in files) WritePart(file, MemoryPackSerializer.Serialize(part));
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
    public static (IReadOnlyList<SourceReading> Readings, StoredIndex Index)? Read(string directory, IReadOnlyList<SourceDirectory> sources, out string? problem)
    {
        problem = null;
        try
        {
            using var file = File.OpenHandle(Path.Combine(directory, FileName));
            var parts = Parts(file, Identity(sources));
            if (parts is null)
            {
                problem = "it is of another version, or damaged";
                return null;
            }
            StoredIndex? index = null;
            var files = new StoredFiles?[parts.Count - 1];
            var isDamaged = false;
            Parallel.For(0, parts.Count, i =>
            {
                if (ReadPart(file, parts[i]) is not { } bytes) isDamaged = true;
                else if (i == 0) index = MemoryPackSerializer.Deserialize<StoredIndex>(bytes);
                else files[i - 1] = MemoryPackSerializer.Deserialize<StoredFiles>(bytes);
            });
            if (isDamaged || index is null || files.Any(f => f is null))
            {
                problem = "it is damaged";
                return null;
            }
            return ([.. sources.Select(s => new SourceReading(s.Name, [.. files.Where(f => f!.Source == s.Name).SelectMany(f => f!.Files).Select(f => ReadFileOf(s, f))], []))], index);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or MemoryPackSerializationException or AggregateException or OutOfMemoryException or OverflowException)
        {
            problem = $"it cannot be read ({e.GetType().Name})";
            return null;
        }
    }

    // Of the program that wrote it, and of what it read.
    private static byte[] Identity(IReadOnlyList<SourceDirectory> sources) =>
        [.. Program, .. XxHash128.Hash(Encoding.UTF8.GetBytes(string.Join('\n', sources.Select(s => $"{s.Name}\t{Path.GetFullPath(s.Directory)}"))))];

    private static ReadFile ReadFileOf(SourceDirectory source, StoredFile stored)
    {
        var file = new ReadFile
        {
            Path = stored.Path,
            Stamp = new(stored.ModifiedUtc, stored.Length),
            Hash = stored.Hash,
            Text = stored.Text,
            Documents = stored.Documents,
            Findings = stored.Findings,
            NotADocument = stored.NotADocument,
        };
        // A catalog, owners and a thesaurus are few and quickly understood again.
        return file is { Text: { } text, NotADocument: not null } ? DirectoryReader.FromText(source, file, text) : file;
    }

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
        if (RandomAccess.Read(file, header, 0) < HeaderBytes || !header[..8].SequenceEqual(Magic) || !header.Slice(8, 48).SequenceEqual(identity)
            || BinaryPrimitives.ReadUInt64LittleEndian(header[60..]) != XxHash3.HashToUInt64(header[..60])) return null;
        var count = BinaryPrimitives.ReadInt32LittleEndian(header[56..]);
        if (count is < 1 or > MaxParts) return null;
        var parts = new List<(long, int, ulong)>(count);
        Span<byte> head = stackalloc byte[12];
        var at = (long)HeaderBytes;
        for (var i = 0; i < count; i++)
        {
            if (RandomAccess.Read(file, head, at) < head.Length) return null;
            var length = BinaryPrimitives.ReadInt32LittleEndian(head);
            at += head.Length;
            if (length < 0 || length > size - at) return null;
            parts.Add((at, length, BinaryPrimitives.ReadUInt64LittleEndian(head[4..])));
            at += length;
        }
        return at == size ? parts : null;
    }

    private static byte[]? ReadPart(SafeFileHandle file, (long Offset, int Length, ulong Checksum) part)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(part.Length);
        for (var read = 0; read < bytes.Length;)
        {
            var count = RandomAccess.Read(file, bytes.AsSpan(read), part.Offset + read);
            if (count == 0) return null;
            read += count;
        }
        return XxHash3.HashToUInt64(bytes) == part.Checksum ? bytes : null;
    }
}
