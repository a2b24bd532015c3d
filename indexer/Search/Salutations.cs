using System.Text.RegularExpressions;

namespace Knowledge.Indexer.Search;

/// <summary>Names of people in a text, by where letters and tickets have them: behind a greeting, and below the regards.</summary>
internal static partial class Salutations
{
    private const int MaxNames = 8;

    /// <returns>Where each begins and ends; a name may also be the name of a thing, which an index knows.</returns>
    public static IReadOnlyList<(int Start, int End)> NamesIn(string text) =>
        Spans(Greeting().Matches(text).Concat(Regards().Matches(text)).Select(m => m.Groups["name"]).Where(n => n.Success));

    /// <returns>Where "kind regards" and the like begin and end at the end of a line.</returns>
    public static IReadOnlyList<(int Start, int End)> RegardsIn(string text) =>
        Spans(Regards().Matches(text).Select(m => m.Groups["regards"]));

    private static IReadOnlyList<(int, int)> Spans(IEnumerable<Group> groups) =>
        [.. groups.Take(MaxNames).Select(g => (g.Index, g.Index + g.Length))];

    [GeneratedRegex(
        @"(^|\n)[ \t>]*([Hh]i|HI|[Hh]ello|[Hh]ey|[Dd]ear|[Gg]ood ([Mm]orning|[Aa]fternoon|[Ee]vening))[ ,]{1,3}"
            + @"(?<name>\p{Lu}\p{Ll}{1,20}([ \-]\p{Lu}\p{Ll}{1,20}){0,2})\b",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Greeting();

    [GeneratedRegex(
        @"(?<regards>\b([Ww]ith )?([Mm]any |[Kk]ind |[Bb]est |[Ww]arm )?([Rr]egards|[Tt]hanks|[Tt]hank you|[Cc]heers|[Bb]est|[Tt]hx|BR))"
            + @"[ ,!.]{0,3}(\n?[ \t>]*(?<name>\p{Lu}\p{Ll}{1,20}([ \-]\p{Lu}\p{Ll}{1,20}){0,2}))?[ .!]{0,3}(\n|$)",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Regards();
}
