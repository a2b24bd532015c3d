using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Knowledge.Indexer.Files;
using Microsoft.Win32.SafeHandles;

namespace Knowledge.Indexer.Embeddings;

/// <summary>
/// Vectors of one model in a file, by the text they were made from: nothing is embedded twice. Losing it loses time, nothing else.
/// </summary>
/// <remarks>
/// Only ever appended to. Header: magic with version, dimensions, length of the model's identity, identity, XXH3 of all that. Then
/// records of one size:
/// SHA-256 of the text, scale, int8 numbers, XXH3 of these. Little endian. Another version or model, and the file begins anew; a
/// record that is damaged counts as not there; half a record at the end is cut off. Several processes may have it open: who
/// writes holds the lock file beside it (<c>.lock</c>), and first reads what others wrote.
/// </remarks>
internal sealed class VectorCache : IDisposable
{
    private const int ChecksumBytes = 8;
    private const int RecordsAtOnce = 1024;
    public const int MaxDimensions = 1 << 16;
    private static readonly byte[] Magic = "KBVECTR1"u8.ToArray();

    /// <summary>How long a process waits for another that writes.</summary>
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(5);

    private readonly SafeFileHandle file;
    private readonly string path;
    private readonly int dimensions;
    private readonly Dictionary<TextKey, long> offsets = [];
    private long end;

    private VectorCache(SafeFileHandle file, string path, int dimensions, long end) =>
        (this.file, this.path, this.dimensions, this.end) = (file, path, dimensions, end);

    /// <summary>Where a cache of this user belongs on this platform.</summary>
    public static string DefaultDirectory => Path.Combine(CacheFolder.Place, "vectors");

    public int Count => offsets.Count;

    public int Dimensions => dimensions;

    private int RecordBytes => TextKey.Bytes + sizeof(float) + dimensions + ChecksumBytes;

    /// <summary>Opens the file of a model, or begins one.</summary>
    /// <param name="model">Says which vectors these are: another model, other weights or another prefix give other ones.</param>
    /// <exception cref="IOException">The disk does not allow it, or another process writes for very long.</exception>
    public static VectorCache Open(string directory, string model, int dimensions)
    {
        Directory.CreateDirectory(directory);
        return OpenFile(PathOf(directory, model), model, dimensions, replaceOther: true)!;
    }

    /// <summary>Opens one file, or begins it.</summary>
    /// <param name="replaceOther">Whether a file of another model, or any other file, begins anew.</param>
    /// <returns>Null where it is such a file, and is not to be replaced.</returns>
    /// <exception cref="IOException">The disk does not allow it, or another process writes for very long.</exception>
    public static VectorCache? OpenFile(string path, string model, int dimensions, bool replaceOther)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(dimensions is > 0 and <= MaxDimensions, true);
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        try
        {
            var header = Header(model, dimensions);
            using var writing = HasHeader(file, header) ? null : Lock(path);
            if (writing is not null && !HasHeader(file, header))
            {
                if (!replaceOther && RandomAccess.GetLength(file) > 0)
                {
                    file.Dispose();
                    return null;
                }
                RandomAccess.SetLength(file, 0);
                RandomAccess.Write(file, header, 0);
            }
            var cache = new VectorCache(file, path, dimensions, header.Length);
            cache.ReadRecords();
            return cache;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Where the file of a model lies.</summary>
    public static string PathOf(string directory, string model) =>
        Path.Combine(directory, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(model)))[..16] + ".vectors");

    public bool Contains(TextKey key) => offsets.ContainsKey(key);

    public (float Scale, sbyte[] Row)? Find(TextKey key)
    {
        if (!offsets.TryGetValue(key, out var offset))
            return null;
        var record = new byte[RecordBytes];
        // Should the file have begun anew since, another text's vector may stand there.
        return RandomAccess.Read(file, record, offset) == record.Length && IsWhole(record) && TextKey.Read(record) == key
            ? (
                BinaryPrimitives.ReadSingleLittleEndian(record.AsSpan(TextKey.Bytes)),
                MemoryMarshal.Cast<byte, sbyte>(record.AsSpan(TextKey.Bytes + sizeof(float), dimensions)).ToArray()
            )
            : null;
    }

    /// <summary>Why the last vectors were not kept; null where they were.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Is told of vectors that were made just now, whether or not the file takes them.</summary>
    public Action<IReadOnlyCollection<(TextKey Key, (float Scale, sbyte[] Row) Vector)>>? Made { get; set; }

    /// <summary>Appends vectors that were made where that can be: losing them loses time, nothing else.</summary>
    /// <returns>Whether they are kept; if not, <see cref="Failure"/> says why.</returns>
    public bool TryAdd(IReadOnlyCollection<(TextKey Key, (float Scale, sbyte[] Row) Vector)> vectors)
    {
        Made?.Invoke(vectors);
        return TryTakeOver(vectors);
    }

    /// <summary>The same with vectors that another process has made.</summary>
    public bool TryTakeOver(IReadOnlyCollection<(TextKey Key, (float Scale, sbyte[] Row) Vector)> vectors)
    {
        try
        {
            Add(vectors);
            Failure = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Failure = e;
        }
        return Failure is null;
    }

    /// <summary>Appends vectors, in one write; those that another process brought meanwhile are left out.</summary>
    /// <exception cref="IOException">The disk does not allow it, or another process writes for very long.</exception>
    public void Add(IReadOnlyCollection<(TextKey Key, (float Scale, sbyte[] Row) Vector)> vectors)
    {
        foreach (var (_, (_, row)) in vectors)
            if (row.Length != dimensions)
                throw new InvalidDataException($"There came vectors of {row.Length} numbers, and not of {dimensions}.");
        using var writing = Lock(path);
        ReadRecords();
        if (RandomAccess.GetLength(file) != end)
            RandomAccess.SetLength(file, end);
        var missing = vectors.Where(v => !offsets.ContainsKey(v.Key)).ToList();
        var bytes = new byte[missing.Count * RecordBytes];
        var at = 0;
        foreach (var (key, (scale, row)) in missing)
        {
            var record = bytes.AsSpan(at, RecordBytes);
            key.Write(record);
            BinaryPrimitives.WriteSingleLittleEndian(record[TextKey.Bytes..], scale);
            MemoryMarshal.Cast<sbyte, byte>(row).CopyTo(record[(TextKey.Bytes + sizeof(float))..]);
            BinaryPrimitives.WriteUInt64LittleEndian(record[^ChecksumBytes..], XxHash3.HashToUInt64(record[..^ChecksumBytes]));
            at += RecordBytes;
        }
        RandomAccess.Write(file, bytes, end);
        foreach (var (key, _) in missing)
        {
            offsets[key] = end;
            end += RecordBytes;
        }
    }

    public void Dispose() => file.Dispose();

    private void ReadRecords()
    {
        var bytes = new byte[RecordsAtOnce * RecordBytes];
        while (Fill(bytes) / RecordBytes is > 0 and var count)
            for (var i = 0; i < count; i++, end += RecordBytes)
            {
                var record = bytes.AsSpan(i * RecordBytes, RecordBytes);
                if (IsWhole(record))
                    offsets[TextKey.Read(record)] = end;
            }
    }

    private static bool HasHeader(SafeFileHandle file, byte[] header)
    {
        var found = new byte[header.Length];
        return RandomAccess.Read(file, found, 0) == header.Length && found.AsSpan().SequenceEqual(header);
    }

    // A file of its own: what is locked cannot be read everywhere. It stays, for whoever waits for it has it open.
    private static FileStream Lock(string path)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
            try
            {
                return new(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            }
            catch (IOException) when (File.Exists(path + ".lock") && Stopwatch.GetElapsedTime(started) < LockPatience)
            {
                Thread.Sleep(LockPause);
            }
    }

    // A read may give less than there is.
    private int Fill(byte[] bytes)
    {
        var filled = 0;
        while (filled < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(filled), end + filled) is > 0 and var read)
            filled += read;
        return filled;
    }

    private static bool IsWhole(ReadOnlySpan<byte> record) =>
        BinaryPrimitives.ReadUInt64LittleEndian(record[^ChecksumBytes..]) == XxHash3.HashToUInt64(record[..^ChecksumBytes])
        && BinaryPrimitives.ReadSingleLittleEndian(record[TextKey.Bytes..]) is > 0 and <= 1;

    private static byte[] Header(string model, int dimensions)
    {
        var name = Encoding.UTF8.GetBytes(model);
        var header = new byte[Magic.Length + 8 + name.Length + ChecksumBytes];
        Magic.CopyTo(header, 0);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(Magic.Length), dimensions);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(Magic.Length + 4), name.Length);
        name.CopyTo(header, Magic.Length + 8);
        BinaryPrimitives.WriteUInt64LittleEndian(
            header.AsSpan(header.Length - ChecksumBytes),
            XxHash3.HashToUInt64(header.AsSpan(0, header.Length - ChecksumBytes))
        );
        return header;
    }
}
