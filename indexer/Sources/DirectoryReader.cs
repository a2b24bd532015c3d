using System.Security.Cryptography;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Indexer.Files;

namespace Knowledge.Indexer.Sources;

/// <summary>Reads a directory of content. Files that cannot or must not be read become findings; the rest is served.</summary>
public static class DirectoryReader
{
    /// <summary>At the root of a source: further words of headings.</summary>
    internal const string HeadingsFile = "headings.yaml";

    private const int MaxSettingsBytes = 16 * 1024;

    private static readonly TimeSpan WritesWithin = TimeSpan.FromSeconds(2);

    /// <param name="before">The reading before; files whose stamp is the same are taken from it.</param>
    /// <param name="portion">New and changed files that are read at most; the rest is pending, and served as it was.</param>
    public static SourceSnapshot Read(
        SourceDirectory source,
        SourceSnapshot? before = null,
        int portion = int.MaxValue,
        CancellationToken cancellation = default
    ) => Read(source, before, portion, null, cancellation);

    /// <param name="entriesOf">Lists one directory; that of the file system when it is not given.</param>
    internal static SourceSnapshot Read(
        SourceDirectory source,
        SourceSnapshot? before,
        int portion,
        Func<string, IEnumerable<ListedEntry>>? entriesOf,
        CancellationToken cancellation
    )
    {
        var findings = new List<Finding>();
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(source.Directory));
        var (settings, settingsHash) = SettingsOf(root, before);
        source = source with { Settings = settings };
        var (listed, unlisted, unread) = DirectoryListing.Of(root, findings, entriesOf, settings);
        if (unlisted.Contains(""))
        {
            findings.Clear();
            findings.Add(
                new(
                    FindingCodes.SourceMissing,
                    Severity.Error,
                    "",
                    1,
                    $"The directory of source `{source.Name}` is missing or cannot be listed; restore or mount it. What "
                        + $"was read of it before is still served.",
                    source.Name
                )
            );
            return new(source.Name, before?.Files ?? [], findings, IsMissing: true) { Settings = before?.Settings ?? SourceSettings.None };
        }
        var known = before?.ByPath() ?? [];
        source = WithHeadings(source, root, listed, known);
        source = source with { HeadingsHash = source.HeadingsHash + settingsHash };
        var files = new ReadFile?[listed.Count];
        var stale = new List<int>();
        for (var i = 0; i < files.Length; i++)
        {
            files[i] = known.GetValueOrDefault(listed[i].Path);
            // What could not be read is tried again: permissions can change and the stamp stay.
            // Other words of headings make another page of the same text.
            if (
                files[i] is not { IsUnreadable: false } file
                || file.Stamp != listed[i].Stamp
                || (file.HeadingsHash != source.HeadingsHash && file.Path is not (HeadingsFile or SourceSettings.FileName))
            )
                stale.Add(i);
        }
        Parallel.ForEach(
            stale.Take(portion),
            new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount },
            i =>
            {
                var (path, stamp) = listed[i];
                var read = FileReader.Read(source, root, path, stamp);
                if (files[i] is not { } earlier || !(IsBeingWritten(earlier, read) || (read.IsUnreadable && earlier.Stamp == stamp)))
                    files[i] = read;
            }
        );
        // A file that was named by a catalog once is read by its own name again.
        CatalogLocations.Follow(files, (file, isTarget) => FileReader.Read(source, root, file.Path, file.Stamp, isTarget), findings);
        var outOfReach = known.Values.Where(f => unlisted.Any(d => f.Path.StartsWith(d + "/", StringComparison.Ordinal)));
        return new(
            source.Name,
            [.. files.OfType<ReadFile>().Concat(outOfReach).DistinctBy(f => f.Path).OrderBy(f => f.Path, StringComparer.Ordinal)],
            findings,
            Pending: Math.Max(0, stale.Count - portion)
        )
        {
            Unlisted = unlisted,
            Unread = unread,
            Settings = settings,
        };
    }

    // Who writes a file anew empties it first. What it was is served for that moment; its stamp is another, so the next look reads it.
    private static bool IsBeingWritten(ReadFile earlier, ReadFile read) =>
        earlier is { IsUnreadable: false, Stamp.Length: > 0 }
        && read.Stamp is { Length: 0, ModifiedUtc: var emptied }
        && (TimeProvider.System.GetUtcNow().UtcDateTime - emptied).Duration() < WritesWithin;

    // Before anything is listed: it says what is a page. One that cannot be read just now says what it said before.
    private static (SourceSettings Settings, string Hash) SettingsOf(string root, SourceSnapshot? before)
    {
        var path = Path.Combine(root, SourceSettings.FileName);
        if (!File.Exists(path))
            return (SourceSettings.None, "");
        try
        {
            var bytes = PlainFile.ReadAllBytes(path, MaxSettingsBytes);
            return (SourceSettings.Read(TextDecoding.Decode(bytes).Text).Settings, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (before?.Settings ?? SourceSettings.None, "");
        }
    }

    /// <summary>The source with the lexicon that its pages are read with.</summary>
    private static SourceDirectory WithHeadings(
        SourceDirectory source,
        string root,
        IReadOnlyList<(string Path, FileStamp Stamp)> listed,
        Dictionary<string, ReadFile> known
    )
    {
        if (listed.FirstOrDefault(f => f.Path == HeadingsFile) is not { Path: not null } file)
            return source;
        var earlier = known.GetValueOrDefault(HeadingsFile);
        var read =
            earlier is { IsUnreadable: false, Text: not null } && earlier.Stamp == file.Stamp
                ? earlier
                : FileReader.Read(source, root, file.Path, file.Stamp);
        return read.Text is { } text ? source with { Headings = HeadingLexicon.With(text).Lexicon, HeadingsHash = read.Hash } : source;
    }

    /// <summary>What is served of a source whose directory does not answer: what was read of it before.</summary>
    public static SourceSnapshot Overdue(SourceDirectory source, SourceSnapshot? before) =>
        new(
            source.Name,
            before?.Files ?? [],
            [
                new(
                    FindingCodes.SourceMissing,
                    Severity.Error,
                    "",
                    1,
                    $"The directory of source `{source.Name}` does not answer; check its mount. What was read of it before "
                        + "is still served.",
                    source.Name
                ),
            ],
            IsMissing: true,
            // Nobody knows what there is where nothing was ever read.
            Pending: before is null ? 1 : before.Pending
        )
        {
            IsOverdue = true,
        };
}
