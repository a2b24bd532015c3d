using System.Globalization;
using System.Text.RegularExpressions;
using Knowledge.Indexer.Sources.History;

namespace Knowledge.Indexer.Twins;

/// <summary>The paths that a diff changes, as <c>git diff</c> and <c>diff -u</c> write them.</summary>
/// <remarks>
/// Shapes: "git-diff", sections "Generating patch text with -p" and "Combined diff format" (https://git-scm.com/docs/git-diff); GNU
/// diffutils, "Detailed Description of Unified Format".
/// </remarks>
public static partial class UnifiedDiff
{
    private const string NoFile = "/dev/null";

    /// <summary>
    /// Every path once, in order: the old and the new name of what was renamed or copied, that of what was added or deleted.
    /// </summary>
    /// <returns>Null when there is nothing of a diff in the lines.</returns>
    public static IReadOnlyList<string>? Paths(IEnumerable<string> lines)
    {
        var paths = new List<string>();
        var seen = new HashSet<string>();
        // Lines of a hunk that are still to come: what begins with --- among them is text that was removed.
        var (oldLines, newLines) = (0L, 0L);
        var isDiff = false;
        string? named = null;
        var (isGit, isNamed) = (false, false);
        foreach (var raw in lines)
        {
            var line = raw.TrimEnd('\r');
            if (oldLines > 0 || newLines > 0)
            {
                if (line.Length == 0 || line[0] == ' ')
                    (oldLines, newLines) = (oldLines - 1, newLines - 1);
                else if (line[0] == '-')
                    oldLines--;
                else if (line[0] == '+')
                    newLines--;
                else if (line[0] != '\\')
                    (oldLines, newLines) = (0, 0);
                if (oldLines > 0 || newLines > 0 || line.Length == 0 || line[0] is ' ' or '-' or '+' or '\\')
                    continue;
            }
            if (line.StartsWith("diff --git ", StringComparison.Ordinal))
            {
                isDiff = true;
                EndFile();
                (named, isGit, isNamed) = (line[11..], true, false);
            }
            else if (
                line.StartsWith("diff --cc ", StringComparison.Ordinal) || line.StartsWith("diff --combined ", StringComparison.Ordinal)
            )
            {
                isDiff = true;
                EndFile();
                Add(PathOf(line[(line.IndexOf(' ', 5) + 1)..]));
            }
            else if (Moved().Match(line) is { Success: true } moved && isGit)
                Add(PathOf(line[moved.Length..]));
            else if (line.StartsWith("--- ", StringComparison.Ordinal) || line.StartsWith("+++ ", StringComparison.Ordinal))
                Add(WithoutPrefix(FileName(line[4..])));
            else if (Hunk().Match(line) is { Success: true } hunk)
            {
                isDiff = true;
                (oldLines, newLines) = (Count(hunk.Groups[1]), Count(hunk.Groups[2]));
            }
        }
        EndFile();
        return isDiff || paths.Count > 0 ? paths : null;

        // Only a change of mode and a binary file have no other lines that name them.
        void EndFile()
        {
            if (named is not null && !isNamed && BothNames(named) is var (before, after))
            {
                Add(before);
                Add(after);
            }
            named = null;
        }

        void Add(string path)
        {
            if (path.Length == 0 || path == NoFile)
                return;
            // What is named by lines of its own need not be guessed from the first one.
            isNamed = true;
            if (seen.Add(path))
                paths.Add(path);
        }
    }

    private static long Count(Group group) =>
        group.Success && long.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count
        : group.Success ? 0
        : 1;

    // diff -u puts a tab and the time behind the name; git puts a tab where the name has blanks.
    private static string FileName(string text)
    {
        if (text.StartsWith('"'))
            return PathOf(text);
        var tab = text.IndexOf('\t', StringComparison.Ordinal);
        return (tab < 0 ? text : text[..tab]).TrimEnd();
    }

    private static string PathOf(string text) => GitQuotedPath.Read(text.TrimEnd());

    // a/ and b/, or i/, w/, c/ and o/ with diff.mnemonicPrefix.
    private static string WithoutPrefix(string path) =>
        path.Length > 2 && path[1] == '/' && path[0] is 'a' or 'b' or 'c' or 'i' or 'o' or 'w' ? path[2..] : path;

    private static (string Before, string After)? BothNames(string names)
    {
        if (names.StartsWith('"'))
        {
            var end = GitQuotedPath.EndOf(names);
            return end < 0 ? null : (WithoutPrefix(PathOf(names[..(end + 1)])), WithoutPrefix(PathOf(names[(end + 1)..].Trim())));
        }
        if (names.EndsWith('"') && names.IndexOf(" \"", StringComparison.Ordinal) is > 0 and var quote)
            return (WithoutPrefix(names[..quote]), WithoutPrefix(PathOf(names[(quote + 1)..])));
        // Both are the same but for the prefix, so the blank between them is in the middle, however many blanks a name has.
        var middle = names.Length / 2;
        return names.Length % 2 == 1 && names[middle] == ' '
            ? (WithoutPrefix(names[..middle]), WithoutPrefix(names[(middle + 1)..]))
            : null;
    }

    [GeneratedRegex(@"^@@ -[0-9]+(?:,([0-9]+))? \+[0-9]+(?:,([0-9]+))? @@", RegexOptions.NonBacktracking)]
    private static partial Regex Hunk();

    [GeneratedRegex(@"^(rename|copy) (from|to) ", RegexOptions.NonBacktracking)]
    private static partial Regex Moved();
}
