using System.Buffers.Binary;
using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;

namespace Knowledge.Indexer.Snapshots;

/// <summary>
/// The shape of a snapshot's file: a header (magic, identity of the program that wrote it and of the sources, number of parts), then
/// parts: length, XXH3 checksum, bytes.
/// </summary>
internal static class SnapshotParts
{
    private const int MaxParts = 100_000;
    private const int HeaderBytes = 8 + 48 + 4 + 8;
    private static readonly byte[] Magic = "KBINDEX1"u8.ToArray();

    public static void WriteHeader(FileStream file, byte[] identity, int parts)
    {
        var header = new byte[HeaderBytes];
        Magic.CopyTo(header, 0);
        identity.CopyTo(header, Magic.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(56), parts);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(60), XxHash3.HashToUInt64(header.AsSpan(0, 60)));
        file.Write(header);
    }

    public static void WritePart(FileStream file, byte[] bytes)
    {
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteInt32LittleEndian(head, bytes.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(head[4..], XxHash3.HashToUInt64(bytes));
        file.Write(head);
        file.Write(bytes);
    }

    /// <returns>Where each part begins and its length and checksum; null when the file is not what it should be.</returns>
    public static List<(long Offset, int Length, ulong Checksum)>? Find(SafeFileHandle file, byte[] identity)
    {
        if (HeaderOf(file) is not { } header || !header.AsSpan(8, 48).SequenceEqual(identity))
            return null;
        var size = RandomAccess.GetLength(file);
        var count = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(56));
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

    /// <summary>Which program wrote it and of which sources; null when the file is no snapshot.</summary>
    public static byte[]? IdentityOf(SafeFileHandle file) => HeaderOf(file)?.AsSpan(8, 48).ToArray();

    private static byte[]? HeaderOf(SafeFileHandle file)
    {
        var header = new byte[HeaderBytes];
        return
            RandomAccess.Read(file, header, 0) == HeaderBytes
            && header.AsSpan(0, 8).SequenceEqual(Magic)
            && BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(60)) == XxHash3.HashToUInt64(header.AsSpan(0, 60))
            ? header
            : null;
    }

    public static byte[]? Read(SafeFileHandle file, (long Offset, int Length, ulong Checksum) part)
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
