using Knowledge.Api.Assistant;
using Knowledge.Api.Cache;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Knowledge.Indexer.Reports;
using Knowledge.Indexer.Snapshots;

namespace Knowledge.Api.Backups;

/// <summary>What of a data directory a backup holds: all that cannot be made again.</summary>
internal static class BackupContents
{
    public const string Store = SqliteDatabase.FileName;
    public const string WrittenFolder = "written";

    /// <summary>Files of a backup beside the store and what is written here, as far as they are there.</summary>
    public static readonly IReadOnlyList<string> Files = [HookKey.FileName, DebtHistory.FileName, DataFiles.PurgeRecord];

    /// <summary>
    /// What is left out: the log and the shared memory of the store, whose content is in its copy; the mark, which is made of the
    /// copy; the lock; what is made anew, the index, the vectors of encoders, rendered pages and archives; what the assistant spent
    /// today; alerts that wait for the database of several nodes, which has backups of its own; and a key that theirs took the place of.
    /// </summary>
    public static readonly IReadOnlyList<string> LeftOut =
    [
        Store + "-wal",
        Store + "-shm",
        Store + "-journal",
        StoreMark.FileName,
        StoreMark.FileName + ".new",
        SqliteDatabase.LockName,
        IndexSnapshot.FileName,
        IndexSnapshot.FileName + ".new",
        "vectors",
        SourceConfirmation.RequestName,
        SourceConfirmation.ReplyName,
        SqliteDatabase.RestoringFolder,
        CacheFile.FileName,
        CacheFile.LogName,
        ArchiveBuilds.Folder,
        TokenBudget.FileName,
        TokenBudget.FileName + ".new",
        AlertSpool.Folder,
        HookKey.FileName + HookKey.SetAside,
    ];

    private const string WrittenExtension = ".md";
    private const int MaxNameCharacters = 255;

    /// <summary>Whether a backup may hold a file of this name; no other name is ever written.</summary>
    public static bool IsKept(string name) => name == Store || Files.Contains(name) || IsWritten(name);

    /// <summary>The small files of a data directory that belong into a backup, by their names in it.</summary>
    /// <exception cref="IOException">The directory cannot be listed.</exception>
    public static IReadOnlyList<string> In(string directory)
    {
        var written = new DirectoryInfo(Path.Combine(directory, WrittenFolder));
        return
        [
            .. Files.Where(f => File.Exists(Path.Combine(directory, f))),
            .. (written.Exists ? written.EnumerateFiles() : [])
                .Select(f => $"{WrittenFolder}/{f.Name}")
                .Where(IsWritten)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>What lies in a data directory and is neither in a backup nor made anew: somebody else put it there.</summary>
    /// <exception cref="IOException">The directory cannot be listed.</exception>
    public static IReadOnlyList<string> StrangersIn(string directory) =>
        [
            .. new DirectoryInfo(directory)
                .EnumerateFileSystemInfos()
                .Select(f => f.Name)
                .Where(n => !IsKept(n) && n != WrittenFolder && !LeftOut.Contains(n) && n != "lost+found")
                .Order(StringComparer.Ordinal),
        ];

    private static bool IsWritten(string name) =>
        name.StartsWith(WrittenFolder + "/", StringComparison.Ordinal)
        && name.EndsWith(WrittenExtension, StringComparison.Ordinal)
        && name[(WrittenFolder.Length + 1)..] is { Length: > 3 and <= MaxNameCharacters } file
        && file[0] != '.'
        && file.All(c => c is not ('/' or '\\' or ':') && !char.IsControl(c));
}
