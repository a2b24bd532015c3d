using System.Text.RegularExpressions;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>What a pasted log line, trace or ticket says, without what is different each time.</summary>
internal static partial class PastedText
{
    /// <summary>
    /// Takes out times, dates, UUIDs, addresses in memory, hashes and other ids; all of it when nothing else would be left.
    /// </summary>
    /// <param name="isKnown">Whether a page says it, lower case: an error code is no less a name for looking like an address.</param>
    public static string WithoutIds(string text, Func<string, bool> isKnown)
    {
        var rest = Ids()
            .Replace(text, m => m.Groups["id"].Success && (!IsId(m.Value) || isKnown(m.Value.ToLowerInvariant())) ? m.Value : " ");
        return rest.Any(char.IsLetter) ? rest : text;
    }

    /// <summary>Takes out lines that stand there before: of a log, of footers in a conversation.</summary>
    public static string WithoutRepeats(string text) =>
        text.Contains('\n', StringComparison.Ordinal) ? string.Join('\n', text.Split('\n').Select(l => l.Trim()).Distinct()) : text;

    /// <summary>The terms of a text in their order: the same line of a log, a minute later, gives the same.</summary>
    public static string TermsOf(string text) =>
        string.Join(' ', Tokenizer.Words(Tokenizer.Tokenize(WithoutIds(text, _ => false))).Select(t => t.Term));

    // Words that only look like hexadecimal ("deadbeef", "facade") hold no digit; "feed12345" is a word with a number.
    private static bool IsId(string hexadecimal)
    {
        var digit = hexadecimal.AsSpan().IndexOfAnyInRange('0', '9');
        return digit == 0 || (digit > 0 && hexadecimal.AsSpan(digit).ContainsAnyExceptInRange('0', '9'));
    }

    /// <summary>Where in a paste it is said what failed: from a word for failure to the end of its line.</summary>
    public static IReadOnlyList<(int Start, int End)> Failures(string text) =>
        [.. Failure().Matches(text).Select(m => (m.Index, m.Index + m.Length))];

    [GeneratedRegex(
        @"\b[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,9})?)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?"
            + @"|\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}[0-9]{1,2}( [0-9]{2}:[0-9]{2}:[0-9]{2})?\b|\b[0-9]{1,"
            + @"2}/[A-Z][a-z]{2}/[0-9]{4}:[0-9:]{8}( [+-][0-9]{4})?|\b[0-9]{1,2}:[0-9]{2}:[0-9]{2}([.,][0-9]{1,9})?"
            + @"|(?<id>\b[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
            + @"\b|\b0x[0-9A-Fa-f]{4,}\b|\b[0-9A-Fa-f]{7,}\b)",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Ids();

    [GeneratedRegex(
        @"\b(error|exception|fatal|fail(ed|ure|s|ing)?|panic|denied|refused|timed? ?out|cannot|could not|unable to|caused "
            + @"by)\b[^\n]{0,160}|\b[A-Za-z.]{1,80}(Exception|Error)\b[^\n]{0,160}",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Failure();
}
