using System.Text.RegularExpressions;
using Knowledge.Indexer.Index;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Search;

/// <summary>A code that was asked for and that no page writes of.</summary>
/// <param name="Text">As it was typed.</param>
/// <param name="IsDistinctive">Whether it names one thing, as an error code does; a version or an HTTP status is one fact of many.</param>
internal sealed record UnknownCode(string Text, bool IsDistinctive);

/// <summary>
/// Error codes, exit statuses and versions in a query that stand on no page: what is written of their neighbours is no answer to them.
/// </summary>
internal static partial class UnknownCodes
{
    private const int Max = 3;

    // In a longer text one code is a detail.
    private const int ShortQuery = 12;

    // A number of so many digits is no accident.
    private const int DistinctiveDigits = 4;

    // Words that only say that a code follows.
    private static readonly HashSet<string> Frame = new(StringComparer.OrdinalIgnoreCase)
    {
        "error",
        "errors",
        "code",
        "exit",
        "status",
        "version",
        "release",
        "number",
        "http",
    };

    // Numbers of tickets, and names of algorithms and standards.
    // csharpier-ignore
    private static readonly HashSet<string> OtherNumbers = new(StringComparer.OrdinalIgnoreCase)
    {
        "inc", "chg", "req", "ritm", "task", "prb", "case", "sr", "ticket", "pr", "mr", "gh", "iso", "rfc", "utf", "sha", "aes", "rsa",
        "hs", "rs", "es", "sev",
    };

    /// <param name="query">Without ids and addresses.</param>
    public static IReadOnlyList<UnknownCode> In(string query, LexicalIndex index) =>
        // Each of them has a digit, and few queries have one.
        !query.AsSpan().ContainsAnyInRange('0', '9')
            ? []
            :
            [
                .. Codes()
                    .Matches(query)
                    .Select(m => Read(m, query, index))
                    .OfType<UnknownCode>()
                    .DistinctBy(c => c.Text, StringComparer.OrdinalIgnoreCase)
                    .Take(Max),
            ];

    /// <summary>Whether a query asks for nothing but them: then what other pages say is no answer at all.</summary>
    public static bool AreAllOf(string query, IReadOnlyList<UnknownCode> codes) =>
        codes.Count > 0
        && codes
            .Aggregate(query, (rest, code) => rest.Replace(code.Text, " ", StringComparison.OrdinalIgnoreCase))
            .Split([' ', '\t', '\n', '?', '!', '.', ',', ';', ':', '(', ')', '"'], StringSplitOptions.RemoveEmptyEntries)
            .All(w => StopWords.English.Contains(w.ToLowerInvariant()) || Frame.Contains(w));

    /// <summary>The most that an answer to such a query is worth.</summary>
    public static Confidence Limit(IReadOnlyList<UnknownCode> codes, int concepts) =>
        codes.Count == 0 ? Confidence.High
        : concepts <= ShortQuery && codes.Any(c => c.IsDistinctive) ? Confidence.Low
        : Confidence.Medium;

    private static UnknownCode? Read(Match match, string query, LexicalIndex index)
    {
        // A piece of a host name, a path or an address.
        if (IsJoined(query, match.Index - 1, -1) || IsJoined(query, match.Index + match.Length, 1))
            return null;
        if (match.Groups["code"] is { Success: true, Value: var code })
        {
            var digits = code[code.AsSpan().IndexOfAnyInRange('0', '9')..];
            var letters = code[..code.AsSpan().IndexOfAnyInRange('0', '9')].TrimEnd('-', '_');
            return
                OtherNumbers.Contains(letters)
                || IsKnown(code, index)
                || IsKnown(letters + digits, index)
                || (digits.Length >= DistinctiveDigits && IsKnown(digits, index))
                ? null
                : new(code, true);
        }
        if (match.Groups["number"] is { Success: true, Value: var number })
            return !number.Any(char.IsAsciiDigit) || IsSuccess(number) || IsKnown(number.TrimStart('-'), index)
                ? null
                : new(match.Value, number.Length >= DistinctiveDigits);
        var version = match.Groups["version"].Value;
        return IsKnown(version, index) || IsKnown("v" + version, index) ? null : new(match.Value, false);
    }

    private static bool IsKnown(string code, LexicalIndex index) => index.Contains(code.ToLowerInvariant());

    private static bool IsSuccess(string number) => number is ['2', '0', _];

    private static bool IsJoined(string text, int at, int step) =>
        at >= 0
        && at < text.Length
        && text[at] is '.' or '-' or '_' or '/' or '@'
        && at + step >= 0
        && at + step < text.Length
        && char.IsLetterOrDigit(text[at + step]);

    [GeneratedRegex(
        @"\b(?<code>CVE-[0-9]{4}-[0-9]{4,7}|[A-Z]{2,12}[-_]?[0-9]{3,10}|[A-Za-z]{2,8}-[0-9]{5,8})\b"
            + @"|\b([Ee]rr(or|no)?|ERR(OR|NO)?|[Cc]ode|[Ss]tatus|[Ee]xit|SQLSTATE|HTTP)( code| status| number)?[ :=#(]{1,3}"
            + @"(?<number>-?[0-9]{2,6}|[0-9][0-9A-Z]{4})\b"
            + @"|\b(v|[Vv]ersion v?|[Rr]elease v?)?(?<version>[0-9]{1,3}\.[0-9]{1,4}\.[0-9]{1,6})\b"
            + @"|\b([Vv]ersion|[Rr]elease) v?(?<version>[0-9]{1,4}\.[0-9]{1,4})\b",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Codes();
}
