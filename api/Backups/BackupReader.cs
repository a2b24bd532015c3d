using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Knowledge.Api.Backups;

/// <summary>Reads a backup from its beginning to its end and believes nothing of it that it has not checked.</summary>
internal static class BackupReader
{
    /// <summary>Checks every byte, and writes nothing.</summary>
    /// <param name="seen">Is given what it says of itself before the rest is read, and may refuse it.</param>
    /// <exception cref="BackupException">It is cut, was changed, is of a newer version, or the passphrase is wrong.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static BackupManifest Verify(
        string path,
        string? passphrase,
        Action<BackupProgress>? progress = null,
        Action<BackupManifest>? seen = null,
        CancellationToken cancellation = default
    ) => Read(path, passphrase, seen, _ => Stream.Null, "verifying", progress, cancellation);

    /// <summary>The same, with the bytes of each file written where they are to go.</summary>
    /// <param name="open">Opens what a file is written to; it is closed after it.</param>
    /// <exception cref="BackupException">The same; what was written until then is not to be used.</exception>
    /// <exception cref="IOException">It cannot be read, or what it holds cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static BackupManifest Extract(
        string path,
        string? passphrase,
        Func<BackupEntry, Stream> open,
        Action<BackupProgress>? progress = null,
        CancellationToken cancellation = default
    ) => Read(path, passphrase, null, open, "unpacking", progress, cancellation);

    private static BackupManifest Read(
        string path,
        string? passphrase,
        Action<BackupManifest>? seen,
        Func<BackupEntry, Stream> open,
        string doing,
        Action<BackupProgress>? progress,
        CancellationToken cancellation
    )
    {
        if (Directory.Exists(path))
            throw new BackupException("it is a directory");
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17, FileOptions.SequentialScan);
        var header = new byte[BackupSeal.HeaderBytes];
        using var seal = BackupSeal.Open(header.AsSpan(0, file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false)), passphrase);
        using var chunks = new UnsealingStream(file, seal);
        using var plain = new BrotliStream(chunks, CompressionMode.Decompress, leaveOpen: true);
        try
        {
            var manifest = ReadManifest(plain);
            seen?.Invoke(manifest);
            var (buffer, done) = (new byte[1 << 17], 0L);
            foreach (var entry in manifest.Files)
            {
                using var target = open(entry);
                using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                for (var left = entry.Length; left > 0; )
                {
                    cancellation.ThrowIfCancellationRequested();
                    var read = plain.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
                    if (read == 0)
                        throw new BackupException($"it is damaged: {entry.Name} is not all there");
                    hash.AppendData(buffer, 0, read);
                    target.Write(buffer, 0, read);
                    left -= read;
                    progress?.Invoke(new(doing, done += read, manifest.TotalBytes));
                }
                if (Convert.ToHexStringLower(hash.GetHashAndReset()) != entry.Sha256)
                    throw new BackupException($"it is damaged: {entry.Name} is not what was written");
            }
            if (plain.ReadByte() >= 0)
                throw new BackupException("it is damaged: it holds more than it says");
            // The seal of the last chunk says that nothing is cut off.
            while (chunks.Read(buffer, 0, buffer.Length) > 0) { }
            return manifest;
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            // What the decompression says of bytes that it did not make.
            throw new BackupException("it is damaged: what is in it cannot be unpacked", e);
        }
    }

    private static BackupManifest ReadManifest(Stream plain)
    {
        var length = new byte[4];
        if (plain.ReadAtLeast(length, length.Length, throwOnEndOfStream: false) < length.Length)
            throw new BackupException("it is damaged: what it says of itself is missing");
        if (BinaryPrimitives.ReadInt32LittleEndian(length) is not (> 0 and <= BackupManifest.MaxBytes and var bytes))
            throw new BackupException("it is damaged: what it says of itself is too long");
        var manifest = new byte[bytes];
        if (plain.ReadAtLeast(manifest, bytes, throwOnEndOfStream: false) < bytes)
            throw new BackupException("it is damaged: what it says of itself is not all there");
        return BackupManifest.Read(manifest);
    }
}
