using System.Text.RegularExpressions;

namespace Knowledge.Indexer.Sources.History;

/// <summary>Tells lines that only say when somebody looked at a page: changing one changes nothing that the page says.</summary>
internal static partial class DateStamp
{
    public static bool Is(string line) => string.IsNullOrWhiteSpace(line) || Key().IsMatch(line) || Sentence().IsMatch(line);

    // Front matter in YAML, TOML or JSON; the value is a date and nothing else.
    [GeneratedRegex(
        """^\s*"?(reviewed|last[-_]?reviewed|reviewed[-_]?(at|on)|review[-_]?date|date|lastmod|last[-_]?mod(ified)?([-_]at)?|"""
            + """modified|last[-_]?update(d)?([-_]at)?|updated([-_]?(at|on))?|last[-_]?change(d)?)"?"""
            + """\s*[:=]\s*["']?\d{4}-\d{1,2}-\d{1,2}([T ][0-9:.]+ ?(Z|[+-]\d{2}:?\d{2})?)?["']?\s*,?\s*$""",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Key();

    [GeneratedRegex(
        """^[\s>*_<!-]*((page|document|this page was|this document was) )?(last[ """
            + """-])?(updated|reviewed|modified|changed|edited|verified)( """
            + """on| at)?[\s*_:]*(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{1,2}\.? [a-z]{3,9} """
            + """\d{4}|[a-z]{3,9}\.? \d{1,2}(st|nd|rd|th)?,? \d{4})[\s*_.>-]*$""",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Sentence();
}
