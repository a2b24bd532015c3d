using System.Runtime.CompilerServices;

namespace Knowledge.Tests;

/// <summary>
/// Compares a public surface with a plain file beside the test: <c>Match(text, "help.txt")</c> with <c>help.snap.txt</c>. With
/// KB_UPDATE_SNAPSHOTS=1 the file is written instead; read the difference in git before you commit it.
/// </summary>
internal static class Snapshot
{
    private const string Switch = "KB_UPDATE_SNAPSHOTS";
    private const int ContextLines = 3;
    private const int MaxShownLines = 40;

    private static readonly bool IsUpdating = Environment.GetEnvironmentVariable(Switch) == "1";

    public static void Match(string text, string name, [CallerFilePath] string test = "")
    {
        var file = Path.Combine(Path.GetDirectoryName(test)!, Path.ChangeExtension(name, ".snap" + Path.GetExtension(name)));
        var actual = Normalised(text);
        if (IsUpdating)
            File.WriteAllText(file, actual);
        else if (!File.Exists(file))
            Assert.Fail($"There is no snapshot {file}. {HowToUpdate}");
        else if (Difference(Normalised(File.ReadAllText(file)), actual) is { } difference)
            Assert.Fail($"{file} differs (- snapshot, + now):\n{difference}\n{HowToUpdate}");
    }

    private const string HowToUpdate = $"If it should be so, run the test again with {Switch}=1, read the difference, and commit the file.";

    /// <summary>What differs, with a few lines around it; null when nothing does.</summary>
    internal static string? Difference(string expected, string actual)
    {
        if (expected == actual)
            return null;
        var (before, now) = (expected.Split('\n'), actual.Split('\n'));
        var shorter = Math.Min(before.Length, now.Length);
        var start = 0;
        while (start < shorter && before[start] == now[start])
            start++;
        var end = 0;
        while (end < shorter - start && before[^(end + 1)] == now[^(end + 1)])
            end++;
        var first = Math.Max(0, start - ContextLines);
        IEnumerable<string> lines =
        [
            $"line {start + 1}:",
            .. before[first..start].Select(l => "  " + l),
            .. Shown(before[start..^end], "- "),
            .. Shown(now[start..^end], "+ "),
            .. now[^end..].Take(ContextLines).Select(l => "  " + l),
        ];
        return string.Join('\n', lines);
    }

    private static IEnumerable<string> Shown(string[] lines, string mark) =>
        lines.Length <= MaxShownLines
            ? lines.Select(l => mark + l)
            : lines.Take(MaxShownLines).Select(l => mark + l).Append($"{mark}… {lines.Length - MaxShownLines} more lines");

    /// <summary>Line ends as in git, no blanks at the end of lines, one line end at the end of the text.</summary>
    private static string Normalised(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd())).Trim('\n') + "\n";
}
