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
            return "near in meaning; none of your words stands there";
        var colon = why.IndexOf(": ", StringComparison.Ordinal);
        if (colon < 0)
            return why;
        var (kind, rest) = (why[..colon], why[(colon + 2)..]);
        var leads = rest.IndexOf(Leads, StringComparison.Ordinal);
        var (from, to) = leads < 0 ? (rest, "") : (rest[..leads], rest[(leads + Leads.Length)..]);
        return (kind, leads >= 0) switch
        {
            ("term" or "name" or "field", _) => null,
            ("synonym", true) => $"“{from}” can be said “{to}”",
            ("typo", true) => $"“{from}” was read as “{to}”",
            ("completed", true) => $"“{from}” may become “{to}”",
            ("learned", _) => $"people said that it helped with “{rest}”",
            ("joined", true) => $"“{from}” is also written “{to}”",
            _ => why,
        };
    }
}
