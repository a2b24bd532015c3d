using System.IO.Enumeration;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Sources;

/// <summary>
/// Lists the files of a directory that could be content: none that is hidden, none outside it, none that a name alone rules out.
/// </summary>
internal static class DirectoryListing
{
    private const int MaxFiles = 100_000;
    private const int MaxDepth = 32;
    private static readonly string[] Skipped = ["node_modules", "artifacts", "bin", "obj"];

    private const int MaxLinks = 40;

    /// <returns>
    /// Paths inside the root with forward slashes, and what tells whether a file changed; and the directories that are there but could not
    /// be listed ("" for the root), below which there may be more; and the files that a name alone rules out.
    /// </returns>
    /// <param name="entriesOf">Lists one directory; that of the file system when it is not given.</param>
    public static (IReadOnlyList<(string Path, FileStamp Stamp)> Files, IReadOnlyList<string> Unlisted, UnreadFiles Unread) Of(
        string root,
        List<Finding> findings,
        Func<string, IEnumerable<ListedEntry>>? entriesOf = null,
        SourceSettings? settings = null
    )
    {
        var files = new List<(string, FileStamp)>();
        var listed = new HashSet<string>();
        var unlisted = new List<string>();
        var seen = new HashSet<string>();
        var unread = new List<string>();
        var unreadTotal = 0;
        var directories = new Stack<(string Path, int Depth)>();
        directories.Push((root, 0));
        while (directories.TryPop(out var directory))
        {
            try
            {
                // All of a directory or nothing: of one that fails halfway the files of before count, and none of them twice.
                List<ListedEntry> entries = [.. (entriesOf ?? Entries)(directory.Path)];
                foreach (var (path, stamp, isDirectory, isLink) in entries)
                {
                    var relative = Relative(root, path);
                    // Bytes that are not UTF-8 were replaced: several such names look the same, and none can be opened.
                    if (relative.Contains('\uFFFD', StringComparison.Ordinal) && (!seen.Add(relative) || !Path.Exists(path)))
                        findings.Add(
                            new(
                                FindingCodes.Unreadable,
                                Severity.Error,
                                relative,
                                1,
                                "The name is not valid UTF-8, so it cannot be opened; rename it."
                            )
                        );
                    else if (isLink && !StaysInside(path, root))
                        findings.Add(
                            new(
                                FindingCodes.NotAPlainFile,
                                Severity.Error,
                                relative,
                                1,
                                "The link leads out of the source's directory, or nowhere; it is not followed."
                            )
                        );
                    else if (isDirectory)
                    {
                        // A linked directory inside the root is listed where it really is.
                        if (isLink)
                            continue;
                        if (Skipped.Contains(relative[(relative.LastIndexOf('/') + 1)..]))
                        {
                            PassOver(relative + "/");
                            continue;
                        }
                        if (directory.Depth < MaxDepth)
                            directories.Push((path, directory.Depth + 1));
                        else
                            findings.Add(
                                new(
                                    FindingCodes.TooMany,
                                    Severity.Error,
                                    relative,
                                    1,
                                    $"Directories deeper than {MaxDepth} levels are not read; move it up."
                                )
                            );
                    }
                    else if (
                        FileRoles.Of(relative, settings) is var role
                        && (
                            role == FileRole.Other
                            || (relative.StartsWith(".github/", StringComparison.Ordinal) && role != FileRole.CodeOwners)
                        )
                    )
                        PassOver(relative);
                    // A file that is renamed while its directory is listed can come twice.
                    else if (!listed.Add(relative))
                        continue;
                    else if (files.Count < MaxFiles)
                        files.Add((relative, isLink ? StampOfTarget(path) : stamp));
                    else
                    {
                        findings.Add(
                            new(
                                FindingCodes.TooMany,
                                Severity.Error,
                                relative,
                                1,
                                $"A source may hold {MaxFiles:N0} files; the rest is not read. Split it into several sources."
                            )
                        );
                        return (files, unlisted, new(unread, unreadTotal));
                    }
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A directory that vanished while it was listed has no files any more; one that may not be listed has a finding.
                if (e is DirectoryNotFoundException && directory.Path != root)
                    continue;
                unlisted.Add(Relative(root, directory.Path));
                findings.Add(
                    new(
                        FindingCodes.Unreadable,
                        Severity.Error,
                        unlisted[^1],
                        1,
                        $"The directory cannot be listed ({IoFailure.ReasonOf(e)}); check its permissions and the length of its path. "
                            + $"What was read of it before is still served."
                    )
                );
            }
        }
        return (files, unlisted, new(unread, unreadTotal));

        void PassOver(string path)
        {
            if (++unreadTotal <= UnreadFiles.MaxPaths)
                unread.Add(path);
        }
    }

    /// <summary>
    /// Whether an opened file lies outside the root: the last word, since a name may have been exchanged for a link meanwhile.
    /// </summary>
    public static bool LeavesRoot(FileStream stream, string root)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        var opened = File.ResolveLinkTarget($"/proc/self/fd/{stream.SafeFileHandle.DangerousGetHandle()}", returnFinalTarget: false);
        return opened is not null && !IsBelow(opened.FullName, RealPath(root));
    }

    private static FileSystemEnumerable<ListedEntry> Entries(string directory) =>
        new(
            directory,
            (ref FileSystemEntry e) =>
                new(
                    Path.Join(directory, e.FileName),
                    e.IsDirectory ? default : new FileStamp(e.LastWriteTimeUtc.UtcDateTime, e.Length),
                    e.IsDirectory,
                    (e.Attributes & FileAttributes.ReparsePoint) != 0
                ),
            new()
            {
                AttributesToSkip = 0,
                IgnoreInaccessible = false,
                RecurseSubdirectories = false,
            }
        )
        {
            ShouldIncludePredicate = (ref FileSystemEntry e) => e.FileName[0] != '.' || e.FileName is ".github",
        };

    private static string Relative(string root, string path) =>
        path == root ? "" : Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');

    private static FileStamp StampOfTarget(string path)
    {
        // Meanwhile it may be gone; then reading it says so.
        var target = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) is { } final ? new FileInfo(final.FullName) : null;
        return target is { Exists: true } ? new(target.LastWriteTimeUtc, target.Length) : default;
    }

    private static bool StaysInside(string path, string root)
    {
        try
        {
            return new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) is { Exists: true } target
                ? IsBelow(RealPath(target.FullName), RealPath(root))
                : Directory.Exists(path)
                    && new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true) is { } directory
                    && IsBelow(RealPath(directory.FullName), RealPath(root));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The path with every link in it resolved, and those in what they lead to.</summary>
    private static string RealPath(string path, int links = 0)
    {
        if (links > MaxLinks)
            throw new IOException($"Too many links: {path}");
        var real = Path.GetPathRoot(path)!;
        foreach (var name in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, name);
            real = Directory.ResolveLinkTarget(next, returnFinalTarget: true) is { } target ? RealPath(target.FullName, links + 1) : next;
        }
        return real;
    }

    private static bool IsBelow(string path, string root) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}

/// <summary>A name in a directory as the file system lists it.</summary>
internal readonly record struct ListedEntry(string Path, FileStamp Stamp, bool IsDirectory, bool IsLink);
