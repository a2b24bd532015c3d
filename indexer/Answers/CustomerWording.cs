using System.Text.RegularExpressions;
using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Answers;

/// <summary>Which approved sentence may be told to a customer first.</summary>
internal static partial class CustomerWording
{
    /// <summary>Those that are true before the cause is known in front; else in their order.</summary>
    public static IEnumerable<Wording> FirstToLast(IEnumerable<Wording> wordings) =>
        wordings.OrderBy(w =>
            w.When is null ? 1
            : IsTrueAtFirst(w) ? 0
            : 2
        );

    /// <summary>
    /// Whether it is true before the cause is known: when that is what it is for, or nothing is said of when to use it. What is for
    /// one cause, or for when it is repaired, may be false just now.
    /// </summary>
    public static bool IsTrueAtFirst(Wording wording) => wording.When is null || Unknown().IsMatch(wording.When);

    [GeneratedRegex(
        @"\bnot (yet )?(known|clear|found|confirmed)\b|\bunknown\b|\bunclear\b|\b(initial|acknowledg\w*)\b|\bbefore (the )?cause\b"
            + @"|\bfirst (answer|call|contact|response|reply|message|notice)\b"
            + @"|\b(noch )?(unbekannt|nicht bekannt|unklar)\b|\berste (antwort|meldung)\b"
            + @"|\bcause inconnue\b|\bpas encore connue?\b|\bdesconocid[oa]\b|\bsconosciut[oa]\b",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Unknown();
}
