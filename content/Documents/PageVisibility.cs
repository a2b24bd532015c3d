using System.Text.RegularExpressions;
using MemoryPack;

namespace Knowledge.Content.Documents;

/// <summary>Who may see a page, as its front matter says; administrators and whoever wrote it here may in any case.</summary>
/// <param name="Groups">Whose members may; none for nobody else.</param>
/// <param name="UntilPublished">Whether everybody may when it is published.</param>
[MemoryPackable]
public sealed partial record PageVisibility(IReadOnlyList<string> Groups, bool UntilPublished = false)
{
    public const string Key = "visible";
    public const string UntilKey = "visible-until";
    public const string Published = "published";

    private const int MaxLinesBefore = 10;
    private const int MaxKeys = 100;
    private const string Unseen = " \t\r\u00a0\u200b\u2060\ufeff";

    /// <summary>What is said and cannot be understood hides the page: it was not meant for everybody.</summary>
    public static PageVisibility Nobody { get; } = new([]);

    /// <summary>Whether a key is this one but for its letters' case and blanks around it.</summary>
    internal static bool IsLikeKey(string key) => key.Trim().Equals(Key, StringComparison.OrdinalIgnoreCase);

    /// <summary>Of front matter that cannot be read: wherever the key stands in it, it is taken for what it would have been.</summary>
    internal static PageVisibility? OfUnreadable(string frontMatter) => HoldsKey(frontMatter) ? Nobody : null;

    /// <summary>Of a text that has no front matter but may have been meant to: something like its first line stands near the beginning,
    /// and the key in it or below it.</summary>
    internal static PageVisibility? OfMeant(string text)
    {
        var lines = text.Split('\n', MaxLinesBefore + MaxKeys);
        var fence = Array.FindIndex(lines, 0, Math.Min(lines.Length, MaxLinesBefore), IsLikeFence);
        if (fence < 0)
            return null;
        // Front matter ends before the first heading and the first block of code.
        var below = lines.Skip(fence + 1).TakeWhile(line => !line.StartsWith('#') && !line.StartsWith("```", StringComparison.Ordinal));
        return OfUnreadable(string.Join('\n', below.Prepend(lines[fence])));
    }

    // Spaces that are not seen, a dash too many, a block of code. More dashes underline a heading.
    private static bool IsLikeFence(string line)
    {
        var seen = line.AsSpan().Trim(Unseen);
        return seen is "---" or "----" or "+++" or "++++" or "```yaml" or "```yml" or "```toml" || line.StartsWith('{');
    }

    private static bool HoldsKey(string text) => Written().IsMatch(Escape().Replace(text, Unescaped));

    // In quotes behind any blank; plain at the beginning of a line or of an entry, with or without an anchor or a tag, or behind another
    // key; or as a key on a line of its own. In a sentence it is a word.
    [GeneratedRegex(
        $$"""(^|[\s,{])["']{{Key}}["']?\s*[:=]"""
            + $$"""|(^\s*([-?]\s+|[&!]\S*\s+)*|[,{]\s*|^[^\n:=]+[:=].*\s){{Key}}["']?\s*[:=]"""
            + $$"""|^\s*\?\s*["']?{{Key}}["']?\s*$""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.Multiline
    )]
    private static partial Regex Written();

    // As YAML, TOML and JSON have a letter by its number.
    [GeneratedRegex(
        @"\\(x(?<number>[0-9A-Fa-f]{2})|u(?<number>[0-9A-Fa-f]{4})|U0000(?<number>[0-9A-Fa-f]{4}))",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Escape();

    private static string Unescaped(Match escape) => $"{(char)Convert.ToUInt16(escape.Groups["number"].Value, 16)}";
}
