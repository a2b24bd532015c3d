using System.Globalization;

namespace Knowledge.Indexer.Sources.History;

/// <summary>Reads what <see cref="Arguments"/> make git print: commits, the newest first, each with the lines it changed.</summary>
internal static class GitLog
{
    private const int MaxLine = 1024;
    private const long MaxBytes = 512L * 1024 * 1024;
    private const int MaxFiles = 200_000;
    private const int MaxAuthors = 10;
    private const int MaxNameCharacters = 100;

    /// <remarks>
    /// git-log(1). White space is no change (<c>-w</c>), renames are followed, submodules are not entered. A commit begins with a
    /// NUL, with which no line of a patch can begin.
    /// </remarks>
    public static IReadOnlyList<string> Arguments(string? since) =>
        [
            "log",
            "--format=%x00%at %P%x00%an",
            "--max-count=50000",
            "--no-show-signature",
            "--no-decorate",
            "--no-notes",
            "--no-color",
            "--encoding=UTF-8",
            "--no-merges",
            "--patch",
            "--unified=0",
            "--inter-hunk-context=0",
            "--no-ext-diff",
            "--no-textconv",
            "-w",
            "--ignore-blank-lines",
            "--find-renames=50%",
            "-l1000",
            "--ignore-submodules=all",
            "--submodule=short",
            "--src-prefix=a/",
            "--dst-prefix=b/",
            "--relative",
            since is null ? "HEAD" : $"{since}..HEAD",
            "--",
            ".",
        ];

    /// <param name="isShallow">The oldest commit of a shallow clone seems to have made every file; it did not.</param>
    /// <param name="before">What was known up to where this log begins.</param>
    /// <returns>What was understood, and whether the log went on.</returns>
    public static async Task<(IReadOnlyDictionary<string, FileHistory> Files, bool IsCut)> ReadAsync(
        Stream stream,
        bool isShallow,
        IReadOnlyDictionary<string, FileHistory>? before,
        CancellationToken cancellation
    )
    {
        var reading = new LogParser(isShallow);
        var lines = new LineReader(stream, MaxLine, MaxBytes);
        try
        {
            while (await lines.NextAsync(cancellation) is { } line)
                reading.Take(line);
        }
        catch (OperationCanceledException)
        {
            // The newest commits come first: what was read so far is right.
            return (reading.Files(before), true);
        }
        return (reading.Files(before), lines.IsCut);
    }

    private sealed class LogParser(bool isShallow)
    {
        // What a file is called now, by what it was called in the commits that come next; null when it was made or deleted in a
        // later commit than these.
        private readonly Dictionary<string, string?> current = [];
        private readonly Dictionary<string, (DateTimeOffset At, List<string> Authors)> changes = [];

        // What a commit does to names counts for the commits before it only: two files may have exchanged theirs.
        private readonly Dictionary<string, string?> pending = [];
        private DateTimeOffset at;
        private string author = "";
        private bool hasParent;
        private string? from;

        // The name that the file of these lines has now; null when it has none any more.
        private string? target;
        private bool isRename;
        private bool isCounted;
        private int left;

        public void Take(string line)
        {
            if (line.StartsWith('\0'))
            {
                Commit(line.Split('\0'));
                return;
            }
            if (left > 0)
            {
                if (line.StartsWith('\\'))
                    return;
                left--;
                if (line.Length == 0 || line[0] is not ('+' or '-'))
                    return;
                if (!isCounted && !DateStamp.Is(line[1..]))
                    Count();
                return;
            }
            if (line.StartsWith("diff --git ", StringComparison.Ordinal))
                (from, target, isRename, isCounted) = (null, null, false, false);
            else if (line.StartsWith("rename from ", StringComparison.Ordinal))
                from = GitQuotedPath.Read(line[12..]);
            else if (line.StartsWith("rename to ", StringComparison.Ordinal))
                Renamed(from, GitQuotedPath.Read(line[10..]));
            else if (line.StartsWith("--- ", StringComparison.Ordinal))
                from = Name(line[4..]);
            else if (line.StartsWith("+++ ", StringComparison.Ordinal))
            {
                if (isRename)
                    return;
                var to = Name(line[4..]);
                target = to is null ? null : NameNow(to);
                if (to is null && from is not null)
                    pending.TryAdd(from, null);
                else if (from is null && to is not null)
                    Made(to);
            }
            else if (line.StartsWith("@@ ", StringComparison.Ordinal))
                left = Lines(line);
        }

        /// <summary>With what was known before, under the names that the files have now.</summary>
        public IReadOnlyDictionary<string, FileHistory> Files(IReadOnlyDictionary<string, FileHistory>? before)
        {
            ApplyNames();
            var files = changes.ToDictionary(c => c.Key, c => new FileHistory(c.Value.At, c.Value.Authors));
            foreach (var (path, known) in before ?? new Dictionary<string, FileHistory>())
            {
                if (NameNow(path) is not { } name)
                    continue;
                files[name] = files.TryGetValue(name, out var newer)
                    ? new(
                        newer.Changed > known.Changed ? newer.Changed : known.Changed,
                        [.. newer.Authors.Concat(known.Authors).Distinct().Take(MaxAuthors)]
                    )
                    : known;
            }
            return files;
        }

        private void Commit(string[] parts)
        {
            ApplyNames();
            (left, from, target) = (0, null, null);
            var time = parts.Length > 1 ? parts[1].Split(' ', 2) : [""];
            at =
                long.TryParse(time[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)
                && seconds is > 0 and < 253_402_300_800
                    ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                    : default;
            hasParent = time.Length > 1 && time[1].Length > 0;
            author = parts.Length > 2 ? Person(parts[2]) : "";
        }

        private void Renamed(string? old, string renamed)
        {
            (isRename, target) = (true, NameNow(renamed));
            if (old is null)
                return;
            pending.TryAdd(renamed, null);
            pending[old] = target;
        }

        private void Made(string path)
        {
            if (isShallow && !hasParent)
                return;
            Count();
            pending.TryAdd(path, null);
            // Its lines are the first version; nothing in them needs to be looked at.
            isCounted = true;
        }

        private void Count()
        {
            isCounted = true;
            if (target is not { } name || at == default || (isShallow && !hasParent))
                return;
            if (!changes.TryGetValue(name, out var known))
            {
                if (changes.Count < MaxFiles)
                    changes[name] = (at, author.Length > 0 ? [author] : []);
                return;
            }
            if (author.Length > 0 && known.Authors.Count < MaxAuthors && !known.Authors.Contains(author))
                known.Authors.Add(author);
            // By the author's clock a later commit may be older.
            if (at > known.At)
                changes[name] = (at, known.Authors);
        }

        private string? NameNow(string name) => current.TryGetValue(name, out var now) ? now : name;

        private void ApplyNames()
        {
            if (current.Count < MaxFiles)
                foreach (var (name, now) in pending)
                    current[name] = now;
            pending.Clear();
        }

        // "@@ -a,b +c,d @@": b lines that went and d that came.
        private static int Lines(string header)
        {
            var parts = header.Split(' ', 4);
            return parts.Length < 3 ? 0 : Number(parts[1]) + Number(parts[2]);

            static int Number(string range) =>
                range.IndexOf(',', StringComparison.Ordinal) is >= 0 and var comma
                    ? int.TryParse(range.AsSpan(comma + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                        ? count
                        : 0
                    : 1;
        }

        private static string? Name(string text)
        {
            var name = GitQuotedPath.Read(text.TrimEnd('\t'));
            return name == "/dev/null" || name.Length < 2 ? null : name[2..];
        }

        private static string Person(string name)
        {
            // Some write their mail address for a name.
            var at = name.IndexOf('@', StringComparison.Ordinal);
            var text = (at > 0 ? name[..at] : name).Split('<')[0].Trim();
            return new([.. text.Take(MaxNameCharacters).Select(c => char.IsControl(c) ? '\uFFFD' : c)]);
        }
    }
}
