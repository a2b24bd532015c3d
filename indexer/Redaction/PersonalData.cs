using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Knowledge.Indexer.Redaction;

/// <summary>Takes mail addresses and phone numbers out of what people type and paste.</summary>
internal static partial class PersonalData
{
    // Of these no address, no number and no white space but blanks can be made.
    private static readonly SearchValues<char> Harmless = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ .,;:!?'\"-_/()"
    );

    /// <summary>
    /// Puts something else in the place of mail addresses and phone numbers and folds white space and control characters; lines
    /// stay lines.
    /// </summary>
    public static string Remove(string text, string mail = " ", string phone = " ")
    {
        if (!text.AsSpan().ContainsAnyExcept(Harmless) && !text.Contains("  ", StringComparison.Ordinal))
            return text.Trim(' ');
        var whole = string.Concat(
            text.EnumerateRunes()
                .Select(r =>
                    r.Value is '\n' or '\r' ? "\n"
                    : Rune.IsControl(r) || Rune.IsWhiteSpace(r) ? " "
                    : r.ToString()
                )
        );
        var clean = Numbers().Replace(Mail().Replace(whole, mail), m => m.Groups["phone"].Success ? phone : m.Value);
        return string.Join(
            '\n',
            clean
                .Split('\n')
                .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
                .Where(line => line.Length > 0)
        );
    }

    [GeneratedRegex(@"[\p{L}\p{N}._%+\-]{1,64}@[\p{L}\p{N}.\-]{1,255}", RegexOptions.NonBacktracking)]
    private static partial Regex Mail();

    // What is certainly something else comes first, so that no phone number begins in the middle of it: ids, dates, times, IPv4
    // addresses, words with
    // digits. A phone number has a country code, or a trunk zero and ten digits or a separator, or is written 555-123-4567.
    [GeneratedRegex(
        @"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}"
            + @"|[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?|[0-9]{1,3}(\.[0-9]{1,3}){3}|[\p{L}"
            + @"\p{N}_]*[\p{L}_][\p{L}\p{N}_]*(-[\p{L}\p{N}_]+)*"
            + @"|(?<phone>\+[1-9][0-9 ()\-./]{5,20}[0-9]|00[1-9][0-9]{0,3}[ ()\-./][0-9 "
            + @"()\-./]{4,18}[0-9]|00[1-9][0-9]{9,13}\b|0[1-9][0-9]{8,10}\b"
            + @"|\(?0[1-9][0-9]{0,4}\)?[ \-/]{1,3}[0-9][0-9 \-/]{3,14}[0-9]|\(?[2-9][0-9]{2}\)?[ \-.]{1,2}[0-9]{3}[ \-.][0-9]{4}\b)|[0-9]+",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Numbers();
}
