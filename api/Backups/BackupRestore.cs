using Knowledge.Api.Store;

namespace Knowledge.Api.Backups;

/// <summary>Puts a backup into a directory, or proves that it could be: everything is checked before anything lands.</summary>
internal static class BackupRestore
{
    /// <summary>Of a disk, beside what the backup needs.</summary>
    private const long KeptFree = 16 << 20;

    /// <summary>Reads all of it, unpacks its store beside the temporary files of the system, and looks through that.</summary>
    /// <exception cref="BackupException">It could not be put back.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static BackupManifest Check(string path, string? passphrase, Action<BackupProgress>? progress, CancellationToken cancellation)
    {
        BackupReader.Verify(path, passphrase, progress, m => RefuseWithoutRoom(Path.GetTempPath(), m.TotalBytes), cancellation);
        var place = Directory.CreateTempSubdirectory("knowledge-backup-").FullName;
        try
        {
            return Unpack(path, place, passphrase, progress, cancellation);
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    /// <summary>Puts it into a directory that is missing or empty.</summary>
    /// <remarks>
    /// Each file is moved there when all of them lie on the same disk, checked; the mark that says which store belongs there first, and
    /// the store last. No server opens the directory until then.
    /// </remarks>
    /// <exception cref="BackupException">The directory is not empty, or the backup cannot be put back; then nothing was.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static BackupManifest Restore(
        string path,
        string directory,
        string? passphrase,
        Action<BackupProgress>? progress,
        CancellationToken cancellation
    )
    {
        RefuseUnlessEmpty(directory);
        BackupReader.Verify(path, passphrase, progress, m => RefuseWithoutRoom(directory, m.TotalBytes), cancellation);
        var isMade = !Directory.Exists(directory);
        DataFiles.MakeDirectory(directory);
        var place = Path.Combine(directory, SqliteDatabase.RestoringFolder);
        DataFiles.MakeDirectory(place);
        var isLanding = false;
        try
        {
            var manifest = Unpack(path, place, passphrase, progress, cancellation);
            isLanding = true;
            Land(place, directory, manifest);
            return manifest;
        }
        finally
        {
            // What is half landed is left as it is: a server refuses it, and it is nobody's to delete.
            if (!isLanding)
            {
                Directory.Delete(place, recursive: true);
                if (isMade)
                    Directory.Delete(directory);
            }
        }
    }

    private static void RefuseUnlessEmpty(string directory)
    {
        if (File.Exists(directory))
            throw new BackupException($"'{directory}' is a file; give a directory");
        if (!Directory.Exists(directory))
            return;
        // What a new disk has, and nothing else.
        var there = Directory.EnumerateFileSystemEntries(directory).Select(Path.GetFileName).Where(n => n != "lost+found").Take(1).ToList();
        if (there is [SqliteDatabase.RestoringFolder])
            throw new BackupException($"an earlier restore into '{directory}' was broken off; empty the directory and run it again");
        if (there is [var first])
            throw new BackupException(
                $"'{directory}' is not empty: there is '{first}'; move what is there away as a whole, or give another directory"
            );
    }

    private static BackupManifest Unpack(
        string path,
        string place,
        string? passphrase,
        Action<BackupProgress>? progress,
        CancellationToken cancellation
    )
    {
        var isFirst = true;
        var manifest = BackupReader.Extract(
            path,
            passphrase,
            entry =>
            {
                if (isFirst)
                    DataFiles.MakeDirectory(Path.Combine(place, BackupContents.WrittenFolder));
                isFirst = false;
                return new LandedFile(Path.Combine(place, entry.Name), entry.Modified);
            },
            progress,
            cancellation
        );
        var facts = StoreFacts.OfCopy(Path.Combine(place, BackupContents.Store), isThorough: true);
        if (facts.Damage is { } damage)
            throw new BackupException($"the store in it is damaged ({damage})");
        if (facts.Schema > Migration.Latest)
            throw new BackupException($"its store is of a newer version (schema {facts.Schema}); use that version");
        if (facts.Schema != manifest.Schema || facts.Mark is { } mark && mark != new StoreMark(manifest.Identity, manifest.Writes))
            throw new BackupException("the store in it is not the one that it says it holds");
        facts.Mark?.Write(place);
        return manifest;
    }

    // Before it is unpacked: what says that it is a thousand disks large is not unpacked to see whether that is so.
    private static void RefuseWithoutRoom(string directory, long bytes)
    {
        var place = Path.GetFullPath(directory);
        while (!Directory.Exists(place) && Path.GetDirectoryName(place) is { } parent)
            place = parent;
        var free = new DriveInfo(place).AvailableFreeSpace;
        if (bytes > free - KeptFree)
            throw new BackupException($"it needs {bytes >> 20:N0} MiB, and {free >> 20:N0} MiB are free in '{place}'; make room");
    }

    private static void Land(string place, string directory, BackupManifest manifest)
    {
        var written = Path.Combine(place, BackupContents.WrittenFolder);
        if (Directory.EnumerateFiles(written).Any())
            Directory.Move(written, Path.Combine(directory, BackupContents.WrittenFolder));
        else
            Directory.Delete(written);
        if (File.Exists(Path.Combine(place, StoreMark.FileName)))
            File.Move(Path.Combine(place, StoreMark.FileName), Path.Combine(directory, StoreMark.FileName));
        foreach (var name in manifest.Files.Select(f => f.Name).Where(n => !n.Contains('/', StringComparison.Ordinal)).Reverse())
            File.Move(Path.Combine(place, name), Path.Combine(directory, name));
        Directory.Delete(place);
    }

    /// <summary>A file for the server's own user that is on the disk when it is closed, as old as it was.</summary>
    private sealed class LandedFile(string path, DateTimeOffset modified) : SequentialStream
    {
        private readonly FileStream file = DataFiles.Open(path, FileMode.CreateNew, FileAccess.Write, bufferSize: 1 << 17);

        public override bool CanWrite => true;

        public override void Write(ReadOnlySpan<byte> buffer) => file.Write(buffer);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                file.Flush(flushToDisk: true);
                file.Dispose();
                File.SetLastWriteTimeUtc(path, modified.UtcDateTime);
            }
            base.Dispose(disposing);
        }
    }
}
