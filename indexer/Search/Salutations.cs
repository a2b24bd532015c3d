using System.Text.RegularExpressions;

namespace Knowledge.Indexer.Search;

/// <summary>Names of people in a text, by where letters and tickets have them: behind a greeting, and below the regards.</summary>
internal static partial class Salutations
{
    private const int MaxNames = 8;

    /// <returns>Where each begins and ends; a name may also be the name of a thing, which an index knows.</returns>
    public static IReadOnlyList<(int Start, int End)> NamesIn(string text) =>
        [
            .. Greeting()
                .Matches(text)
                .Concat(Regards().Matches(text))
                .Select(m => m.Groups["name"])
                .Take(MaxNames)
                .Select(n => (n.Index, n.Index + n.Length)),
        ];

    [GeneratedRegex(
        @"(^|\n)[ \t>]*([Hh]i|HI|[Hh]ello|[Hh]ey|[Dd]ear|[Gg]ood ([Mm]orning|[Aa]fternoon|[Ee]vening))[ ,]{1,3}"
            + @"(?<name>\p{Lu}\p{Ll}{1,20}([ \-]\p{Lu}\p{Ll}{1,20}){0,2})\b",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Greeting();

    [GeneratedRegex(
        @"\b([Rr]egards|[Tt]hanks|[Tt]hank you|[Cc]heers|[Bb]est|[Tt]hx|BR|[Gg]reetings)[ ,!.]{0,3}\n?[ \t>]*"
            + @"(?<name>\p{Lu}\p{Ll}{1,20}([ \-]\p{Lu}\p{Ll}{1,20}){0,2})[ .!]{0,3}(\n|$)",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Regards();
}
