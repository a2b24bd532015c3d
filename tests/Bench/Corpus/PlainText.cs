using System.Text.RegularExpressions;

namespace Knowledge.Bench.Corpus;

/// <summary>Text on one line, in ASCII as far as quotes and dashes go.</summary>
internal static partial class PlainText
{
    private const int MaxHeadingWords = 12;

    public static string Of(string text) =>
        Spaces()
            .Replace(
                text.Replace('\u2019', '\'')
                    .Replace('\u2018', '\'')
                    .Replace('\u201c', '"')
                    .Replace('\u201d', '"')
                    .Replace('\u2013', '-')
                    .Replace('\u2014', '-')
                    .Replace("\u2026", "...", StringComparison.Ordinal)
                    .Replace("\u00b6", "", StringComparison.Ordinal),
                " "
            )
            .Trim();

    /// <summary>A heading without its number and permalink sign; empty when it has no word in it or is not English text.</summary>
    public static string Heading(string text)
    {
        var words = Number().Replace(Of(text), "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var heading = string.Join(' ', words.Take(MaxHeadingWords)).Trim(' ', ':', '-', '#', '*');
        return heading.All(char.IsAscii) && Word().IsMatch(heading) ? heading : "";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^((chapter|appendix|section|part)\s+)?([0-9]+|[A-Z])(\.[0-9]+)*\.?\s+(?=\S)", RegexOptions.IgnoreCase)]
    private static partial Regex Number();

    [GeneratedRegex("[A-Za-z]{2,}")]
    private static partial Regex Word();
}
