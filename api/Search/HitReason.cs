using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Search;

/// <summary>
/// Why a page is among the results, for people: words as typed are marked in the text and not repeated here, everything else is said.
/// </summary>
internal static class HitReason
{
    private const string Leads = " → ";

    public static IReadOnlyList<string> Of(IReadOnlyList<string> why) =>
        [.. why.Select(Said).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>The words that matched, as they stand on the page.</summary>
    public static IEnumerable<string> WordsOf(IReadOnlyList<string> why) =>
        why.Select(w =>
            w.IndexOf(Leads, StringComparison.Ordinal) is >= 0 and var leads ? w[(leads + Leads.Length)..]
            : w.IndexOf(": ", StringComparison.Ordinal) is >= 0 and var colon ? w[(colon + 2)..]
            : ""
        );

    private static string? Said(string why)
    {
        if (why == "meaning")
            return T("similar in meaning; none of your words occur");
        var colon = why.IndexOf(": ", StringComparison.Ordinal);
        if (colon < 0)
            return why;
        var (kind, rest) = (why[..colon], why[(colon + 2)..]);
        var leads = rest.IndexOf(Leads, StringComparison.Ordinal);
        var (from, to) = leads < 0 ? (rest, "") : (rest[..leads], rest[(leads + Leads.Length)..]);
        return (kind, leads >= 0) switch
        {
            ("term" or "name" or "field", _) => null,
            ("synonym", true) => T("“{0}” can also be “{1}”", from, to),
            ("typo", true) => T("“{0}” was read as “{1}”", from, to),
            ("completed", true) => T("“{0}” may become “{1}”", from, to),
            ("learned", _) => T("marked as helpful for “{0}”", rest),
            ("joined", true) => T("“{0}” is also written “{1}”", from, to),
            _ => why,
        };
    }
}
