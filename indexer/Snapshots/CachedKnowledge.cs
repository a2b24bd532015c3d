using System.Security.Cryptography;
using System.Text;
using Knowledge.Indexer.Files;
using Knowledge.Indexer.Sources;

namespace Knowledge.Indexer.Snapshots;

/// <summary>
/// The knowledge base of directories for a command: files that did not change since the last command are taken, with their index, from
/// the cache folder.
/// </summary>
/// <remarks>
/// The cache is one directory for each set of sources. It is written whole or not at all, so several commands may run at once; what is
/// damaged, of another version or cannot be written costs time and nothing else.
/// </remarks>
internal static class CachedKnowledge
{
    // A file may be written twice within one tick of its file system's clock, and look the same.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    /// <summary>Sets of sources; those that were not read anew for longest go first.</summary>
    private const int MaxKept = 20;

    /// <param name="place">Folder of caches; that of this user when it is not given.</param>
    public static KnowledgeBase Open(IReadOnlyList<SourceDirectory> sources, string? place = null)
    {
        var directory = Path.Combine(place ?? CacheFolder.Place, "index", KeyOf(sources));
        var stored = IndexSnapshot.Read(directory, sources, () => { }, out _);
        IReadOnlyList<SourceSnapshot> readings = [.. sources.Select((s, i) => Read(s, stored?.Readings[i]))];
        if (stored is { } kept && readings.Zip(kept.Readings).All(r => IsSame(r.First, r.Second)))
            return KnowledgeBase.Build(readings, kept.Index).LinkedAndMerged();
        var knowledge = KnowledgeBase.Build(readings);
        Keep(directory, sources, readings, knowledge);
        return knowledge;
    }

    // A server goes on with what it had; a command says what is there now.
    private static SourceSnapshot Read(SourceDirectory source, SourceSnapshot? before) =>
        DirectoryReader.Read(source, before) is { IsMissing: false, Unlisted.Count: 0 } read ? read : DirectoryReader.Read(source);

    // What cannot be read is not kept, and nothing is served from it.
    private static bool IsSame(SourceSnapshot now, SourceSnapshot before) =>
        now.Files.Where(f => !f.IsUnreadable).ToList() is var files
        && files.Count == before.Files.Count
        && files.Zip(before.Files).All(f => ReferenceEquals(f.First, f.Second));

    private static void Keep(
        string directory,
        IReadOnlyList<SourceDirectory> sources,
        IReadOnlyList<SourceSnapshot> readings,
        KnowledgeBase knowledge
    )
    {
        var settled = TimeProvider.System.GetUtcNow().UtcDateTime - Settled;
        // With a file that may still be changing there is nothing to keep: the next command reads it anew in any case.
        if (knowledge.Documents.Count == 0 || readings.Any(r => r.IsMissing || r.Files.Any(f => f.Stamp.ModifiedUtc > settled)))
            return;
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(directory);
            else
                Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            IndexSnapshot.Write(directory, sources, readings, knowledge.Index, null);
            foreach (
                var old in new DirectoryInfo(directory)
                    .Parent!.EnumerateDirectories()
                    .OrderByDescending(d => d.LastWriteTimeUtc)
                    .Skip(MaxKept)
            )
                old.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next command takes as long as this one.
        }
    }

    private static string KeyOf(IReadOnlyList<SourceDirectory> sources) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', sources.Select(s => $"{s.Name}\t{Path.GetFullPath(s.Directory)}"))))
        )[..16];
}
