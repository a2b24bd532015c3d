using System.Text;
using System.Text.RegularExpressions;

namespace Knowledge.Bench.Corpus;

/// <summary>
/// Reads manual pages written with the <c>man</c> macros (man(7)); those of <c>mdoc</c> only as far as their text lines go.
/// </summary>
internal static partial class ManualPages
{
    private static readonly HashSet<string> Breaks = ["PP", "P", "LP", "TP", "IP", "HP", "sp", "br", "RS", "RE", "Pp", "It", "Bl", "El"];
    private static readonly HashSet<string> Fonts = ["B", "I", "BR", "IR", "RB", "RI", "BI", "IB", "SM", "SB"];

    public static Page Read(string source, string fallbackTitle)
    {
        var page = new PageBuilder();
        var paragraph = new StringBuilder();
        var literal = false;
        var afterName = false;
        page.SetTitle(fallbackTitle);
        foreach (var line in source.Split('\n'))
        {
            if (line.StartsWith(".\\\"", StringComparison.Ordinal) || line.StartsWith("'\\\"", StringComparison.Ordinal))
                continue;
            if (line.StartsWith('.'))
            {
                var (macro, rest) = Split(line);
                literal = macro switch
                {
                    "nf" or "EX" or "TS" or "Bd" => true,
                    "fi" or "EE" or "TE" or "Ed" => false,
                    _ => literal,
                };
                if (macro is "SH" or "SS" or "Sh" or "Ss")
                {
                    Flush();
                    afterName = rest.Trim('"', ' ').Equals("NAME", StringComparison.OrdinalIgnoreCase);
                    page.AddHeading(Sentence(Plain(rest)));
                }
                else if (Breaks.Contains(macro))
                    Flush();
                else if (Fonts.Contains(macro) && !literal)
                    paragraph.Append(Plain(macro.Length == 2 && macro is not ("SM" or "SB") ? Joined(rest) : rest)).Append(' ');
            }
            else if (string.IsNullOrWhiteSpace(line))
                Flush();
            else if (!literal)
                paragraph.Append(Plain(line)).Append(' ');
        }
        Flush();
        return page.Build(fallbackTitle);

        void Flush()
        {
            // "ls - list directory contents" is what a person would call the page.
            if (afterName && paragraph.Length > 0)
            {
                page.SetTitle(paragraph.ToString());
                afterName = false;
            }
            else
                page.AddParagraph(paragraph.ToString());
            paragraph.Clear();
        }
    }

    private static (string Macro, string Arguments) Split(string line)
    {
        var trimmed = line[1..].TrimStart();
        var end = trimmed.IndexOfAny([' ', '\t']);
        return end < 0 ? (trimmed.TrimEnd(), "") : (trimmed[..end], trimmed[end..].Trim());
    }

    // Macros with two fonts print their arguments without spaces in between: ".BR open (2)" is "open(2)".
    private static string Joined(string rest) => string.Concat(Arguments().Matches(rest).Select(m => m.Value.Trim('"')));

    private static string Sentence(string heading) =>
        heading.Length > 1 && !heading.Any(char.IsLower) ? heading[..1] + heading[1..].ToLowerInvariant() : heading;

    private static string Plain(string text) =>
        Escapes()
            .Replace(
                text.Replace("\\-", "-", StringComparison.Ordinal)
                    .Replace("\\(aq", "'", StringComparison.Ordinal)
                    .Replace("\"", "", StringComparison.Ordinal),
                ""
            );

    [GeneratedRegex(@"\\f(\[[^\]]*\]|\(..|.)|\\\(..|\\\[[^\]]*\]|\\s[-+]?[0-9]|\\[&%:,/|^ ~e]?")]
    private static partial Regex Escapes();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Arguments();
}
