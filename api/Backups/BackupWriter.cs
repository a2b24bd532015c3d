using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using Knowledge.Api.Store;
using Knowledge.Content;
using Knowledge.Indexer.Files;

namespace Knowledge.Api.Backups;

/// <summary>
/// Makes a backup of a data directory, also while a server writes to it: one file, which has its name only when it is whole and was
/// read back.
/// </summary>
/// <remarks>
/// The file is a header and sealed chunks (<see cref="BackupSeal"/>); in these, compressed with Brotli, the length of the manifest, the
/// manifest, and the bytes of its files one after the other.
/// </remarks>
internal static class BackupWriter
{
    // Larger than anything that people write; the store is not among them.
    private const int MaxSmallFile = 64 << 20;

    // What a backup that was killed leaves behind; nothing lists files of such names.
    private static readonly string[] Unfinished = [".new", ".store", ".files"];

    /// <param name="path">Where it is to lie; what is there already is not overwritten.</param>
    /// <returns>What is in it: everything up to the write that its manifest names.</returns>
    /// <exception cref="BackupException">The store is damaged or missing, or the file is there already.</exception>
    /// <exception cref="IOException">The disk does not allow it; nothing of it is left.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static BackupManifest Write(
        string dataDirectory,
        string path,
        string? passphrase,
        DateTimeOffset now,
        Action<BackupProgress>? progress = null,
        int iterations = BackupSeal.Iterations,
        CancellationToken cancellation = default
    )
    {
        path = Path.GetFullPath(path);
        if (Path.Exists(path))
            throw new BackupException($"'{path}' is there already, and a backup overwrites nothing; give another name");
        var hidden = Path.Combine(Path.GetDirectoryName(path)!, "." + Path.GetFileName(path));
        var (temporary, store, files) = (hidden + Unfinished[0], hidden + Unfinished[1], hidden + Unfinished[2]);
        try
        {
            StoreCopy.Make(dataDirectory, store, (done, of) => progress?.Invoke(new("copying the store", done, of)), cancellation);
            var facts = StoreFacts.OfCopy(store);
            if (facts.Damage is { } damage)
                throw new BackupException(
                    $"the store in '{dataDirectory}' is damaged ({damage}): no backup is made of it; put an earlier one back"
                );
            var manifest = new BackupManifest(
                Product.Version,
                now,
                facts.Schema,
                facts.Mark?.Identity ?? "",
                facts.Mark?.Writes ?? 0,
                [EntryOf(store), .. Gather(dataDirectory, files)]
            );
            using (var file = DataFiles.Open(temporary, FileMode.Create, FileAccess.Write, bufferSize: 1 << 20))
            {
                Write(file, manifest, [store, files], passphrase, iterations, progress, cancellation);
                file.Flush(flushToDisk: true);
            }
            BackupReader.Verify(temporary, passphrase, progress, cancellation: cancellation);
            File.Move(temporary, path, overwrite: false);
            return manifest;
        }
        catch (StoreException e)
        {
            throw new BackupException(e.Message, e);
        }
        finally
        {
            foreach (var ending in Unfinished)
                File.Delete(hidden + ending);
        }
    }

    private static BackupEntry EntryOf(string store)
    {
        using var file = File.OpenRead(store);
        return new(BackupContents.Store, file.Length, Convert.ToHexStringLower(SHA256.HashData(file)), File.GetLastWriteTimeUtc(store));
    }

    // Into one file: what is replaced while the backup is written is in it as it was when it was read.
    private static List<BackupEntry> Gather(string dataDirectory, string target)
    {
        var entries = new List<BackupEntry>();
        using var gathered = DataFiles.Open(target, FileMode.Create, FileAccess.Write, bufferSize: 1 << 17);
        foreach (var name in BackupContents.In(dataDirectory))
            try
            {
                var path = Path.Combine(dataDirectory, name);
                var modified = File.GetLastWriteTimeUtc(path);
                var bytes = PlainFile.ReadAllBytes(path, MaxSmallFile);
                gathered.Write(bytes);
                entries.Add(new(name, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), modified));
            }
            catch (FileNotFoundException)
            {
                // Discarded since it was listed.
            }
        return entries;
    }

    private static void Write(
        Stream target,
        BackupManifest manifest,
        IEnumerable<string> parts,
        string? passphrase,
        int iterations,
        Action<BackupProgress>? progress,
        CancellationToken cancellation
    )
    {
        using var seal = BackupSeal.Create(passphrase, out var header, iterations);
        target.Write(header);
        using var chunks = new SealingStream(target, seal);
        using (var compressed = new BrotliStream(chunks, CompressionLevel.Fastest, leaveOpen: true))
        {
            var bytes = manifest.ToBytes();
            var length = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            compressed.Write(length);
            compressed.Write(bytes);
            var (buffer, done) = (new byte[1 << 17], 0L);
            foreach (var part in parts)
            {
                using var source = File.OpenRead(part);
                while (source.Read(buffer, 0, buffer.Length) is var read and > 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                    compressed.Write(buffer, 0, read);
                    progress?.Invoke(new("writing", done += read, manifest.TotalBytes));
                }
            }
        }
        chunks.Complete();
    }
}
