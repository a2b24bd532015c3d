using System.Text.RegularExpressions;

namespace Knowledge.Indexer.Search;

/// <summary>What a pasted log line, trace or ticket says, without what is different each time.</summary>
internal static partial class Pastes
{
    /// <summary>Takes out times, dates, UUIDs, addresses in memory, hashes and other ids; all of it when nothing else would be left.</summary>
    public static string WithoutIds(string text)
    {
        var rest = Ids().Replace(text, m => m.Groups["keep"].Success ? m.Value : " ");
        return rest.Any(char.IsLetter) ? rest : text;
    }

    /// <summary>Where in a paste it is said what failed: from a word for failure to the end of its line.</summary>
    public static IReadOnlyList<(int Start, int End)> Failures(string text) =>
        [.. Failure().Matches(text).Select(m => (m.Index, m.Index + m.Length))];

    // Words that only look like hexadecimal ("deadbeef", "facade") hold no digit and stay.
    [GeneratedRegex(
        @"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,9})?)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?"
        + @"|(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}[0-9]{1,2}( [0-9]{2}:[0-9]{2}:[0-9]{2})?|[0-9]{1,2}/[A-Z][a-z]{2}/[0-9]{4}:[0-9:]{8}( [+-][0-9]{4})?|[0-9]{1,2}:[0-9]{2}:[0-9]{2}([.,][0-9]{1,9})?"
        + @"|[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}|0x[0-9A-Fa-f]{4,}"
        + @"|(?<keep>[A-Za-z_.\-/]{1,64})|\b[0-9A-Fa-f]{7,64}\b|[0-9]{7,}")]
    private static partial Regex Ids();

    [GeneratedRegex(@"\b(error|exception|fatal|fail(ed|ure|s|ing)?|panic|denied|refused|timed? ?out|cannot|could not|unable to|caused by)\b[^\n]{0,160}|\b[A-Za-z.]{1,80}(Exception|Error)\b[^\n]{0,160}", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Failure();
}
