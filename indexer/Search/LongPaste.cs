using System.Text.RegularExpressions;
using Knowledge.Content.Text;

namespace Knowledge.Indexer.Search;

/// <summary>
/// What of a whole stack trace, log or ticket is searched when it is longer than a search takes: lines that say what failed, then lines
/// from the beginning, in their order.
/// </summary>
public static partial class LongPaste
{
    /// <summary>Of a text that may be pasted.</summary>
    public const int MaxCharacters = 16_384;

    private const int MaxLine = 512;

    /// <returns>The text itself when it fits; else at most <see cref="SearchRequest.MaxPasteCharacters"/> characters of it.</returns>
    public static string Shortened(string text)
    {
        if (text.Length <= SearchRequest.MaxPasteCharacters)
            return text;
        var lines = text.Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0).Distinct().ToList();
        // Frames of a stack name code; what went wrong stands above them.
        var told = lines.Where(l => !Frame().IsMatch(l)).ToList();
        lines = [.. (told.Count > 0 ? told : lines).Select(l => Sentences.Truncate(l, MaxLine))];
        var kept = new bool[lines.Count];
        var left = SearchRequest.MaxPasteCharacters;
        Keep(i => PastedText.Failures(lines[i]).Count > 0);
        Keep(_ => true);
        return string.Join('\n', lines.Where((_, i) => kept[i]));

        void Keep(Func<int, bool> isWanted)
        {
            for (var i = 0; i < lines.Count; i++)
                if (!kept[i] && lines[i].Length < left && isWanted(i))
                {
                    kept[i] = true;
                    left -= lines[i].Length + 1;
                }
        }
    }

    // Java, .NET and JavaScript; Python; Ruby; gdb and PHP.
    [GeneratedRegex(
        @"^\s*(at |\.\.\. [0-9]+ (more|common)|File ""[^""]*"", line |from \S+:[0-9]+:in |#[0-9]+ )",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Frame();
}
