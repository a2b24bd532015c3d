using System.Buffers.Binary;
using System.IO.Compression;

namespace Knowledge.Indexer.Importing;

/// <summary>
/// A zip file of strangers. Nothing is unpacked to a name that it says: entries are read as streams, and counted while they are,
/// whatever the
/// archive says of their size. Names that lead elsewhere, links and directories are not offered.
/// </summary>
/// <remarks>Shape: "APPNOTE.TXT - .ZIP File Format Specification" of PKWARE, 4.3.14 to 4.3.16 and 4.4.15.</remarks>
internal sealed class ZipExport : IDisposable
{
    private const int EndSize = 22;
    private const int MaxComment = 65_535;
    private const int SymbolicLink = 0xA000;
    private const int FileTypeMask = 0xF000;

    private readonly string file;
    private readonly ZipArchive archive;
    private readonly ImportLimits limits;
    private long unpacked;

    private ZipExport(string file, ZipArchive archive, ImportLimits limits)
    {
        (this.file, this.archive, this.limits) = (file, archive, limits);
        var entries = new List<ZipArchiveEntry>();
        var refused = new List<(string, string)>();
        foreach (var entry in archive.Entries)
            if (entry.FullName.EndsWith('/'))
                continue;
            else if (EscapesArchive(entry.FullName))
                refused.Add((entry.FullName, "its name in the zip leads out of it; it is not read"));
            else if (((entry.ExternalAttributes >> 16) & FileTypeMask) == SymbolicLink)
                refused.Add((entry.FullName, "a link in the zip; it is not followed"));
            else
                entries.Add(entry);
        (Entries, Refused) = ([.. entries.OrderBy(e => e.FullName, StringComparer.Ordinal)], refused);
    }

    /// <summary>By name, in an order that does not depend on the archive.</summary>
    public IReadOnlyList<ZipArchiveEntry> Entries { get; }

    /// <summary>Names of entries that are not offered, and why.</summary>
    public IReadOnlyList<(string Name, string Reason)> Refused { get; }

    /// <exception cref="ImportException">It is no complete zip, or its list of entries is too long.</exception>
    public static ZipExport Open(string file, FileStream stream, ImportLimits limits)
    {
        try
        {
            CheckDirectory(file, stream, limits);
            stream.Position = 0;
            var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            try
            {
                if (archive.Entries.Count > limits.MaxZipEntries)
                    throw TooMany(file, archive.Entries.Count, limits);
                if (archive.Entries.Any(e => e.IsEncrypted))
                    throw new ImportException($"'{file}' is encrypted; export it without a password");
                return new(file, archive, limits);
            }
            catch
            {
                archive.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or ArgumentException or OverflowException)
        {
            stream.Dispose();
            throw Damaged(file);
        }
    }

    /// <summary>The content of an entry; reading it throws <see cref="ImportException"/> beyond the limits.</summary>
    /// <param name="read">Told how many bytes were read.</param>
    public Stream Open(ZipArchiveEntry entry, Action<long>? read = null)
    {
        try
        {
            var before = 0L;
            var packed = Math.Max(1, entry.CompressedLength);
            return new MeasuredStream(
                new DamageReportingStream(entry.Open(), file),
                position =>
                {
                    unpacked += position - before;
                    before = position;
                    if (position > limits.FreeUnpackedBytes && position / packed > limits.MaxRatio)
                        throw new ImportException(
                            $"'{file}' holds an entry that unpacks to more than {limits.MaxRatio} times its size; that is no export"
                        );
                    if (unpacked > limits.MaxUnpackedBytes)
                        throw new ImportException(
                            $"'{file}' unpacks to more than {limits.MaxUnpackedBytes:N0} bytes; export fewer pages at a time"
                        );
                    read?.Invoke(position);
                }
            );
        }
        catch (InvalidDataException)
        {
            throw Damaged(file);
        }
    }

    public void Dispose() => archive.Dispose();

    private static ImportException Damaged(string file) => new($"'{file}' is no complete zip; it may have been cut off, export it again");

    private static ImportException TooMany(string file, long count, ImportLimits limits) =>
        new($"'{file}' has {count:N0} entries; at most {limits.MaxZipEntries:N0} are read. Export fewer pages at a time");

    private static bool EscapesArchive(string name) =>
        name.Length == 0
        || name[0] is '/' or '\\'
        || (name.Length > 1 && name[1] == ':')
        || name.Any(char.IsControl)
        || name.Split('/', '\\').Any(part => part is ".." or ".");

    // The library reads the whole list of entries before anything else; its length is looked at here first.
    private static void CheckDirectory(string file, FileStream stream, ImportLimits limits)
    {
        var tail = new byte[Math.Min(stream.Length, EndSize + MaxComment)];
        stream.Position = stream.Length - tail.Length;
        stream.ReadExactly(tail);
        var at = tail.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0x50, 0x4B, 0x05, 0x06]);
        if (at < 0 || at + EndSize > tail.Length)
            throw Damaged(file);
        var end = tail.AsSpan(at);
        long count = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        if (count == 0xFFFF || offset == 0xFFFF_FFFF)
        {
            // Zip64: a locator of 20 bytes stands before, and says where the larger numbers are.
            var locator = at >= 20 ? tail.AsSpan(at - 20, 20) : throw Damaged(file);
            if (!locator.StartsWith((ReadOnlySpan<byte>)[0x50, 0x4B, 0x06, 0x07]))
                throw Damaged(file);
            stream.Position = checked((long)BinaryPrimitives.ReadUInt64LittleEndian(locator[8..]));
            var large = new byte[56];
            stream.ReadExactly(large);
            count = checked((long)BinaryPrimitives.ReadUInt64LittleEndian(large.AsSpan(32)));
            offset = checked((long)BinaryPrimitives.ReadUInt64LittleEndian(large.AsSpan(48)));
        }
        if (count > limits.MaxZipEntries)
            throw TooMany(file, count, limits);
        // Not what it says of its length: the entries that are really there end at the end of the file.
        if (stream.Length - offset > limits.MaxZipDirectoryBytes)
            throw new ImportException(
                $"'{file}' has a list of "
                    + $"entries of {stream.Length - offset:N0} bytes; at most {limits.MaxZipDirectoryBytes:N0} are read. Export "
                    + $"fewer pages at a time"
            );
    }

    /// <summary>Says in one line that an entry cannot be unpacked.</summary>
    private sealed class DamageReportingStream(Stream inner, string file) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            try
            {
                return inner.Read(buffer);
            }
            catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
            {
                throw Damaged(file);
            }
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
