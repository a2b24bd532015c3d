using System.Text;
using System.Text.RegularExpressions;

namespace Knowledge.Content.Importing;

/// <summary>
/// Text to Markdown that shows exactly that text (CommonMark 0.31, "Backslash escapes", "Code spans", "Fenced code blocks").
/// </summary>
public static partial class MarkdownText
{
    private const int MaxAddressCharacters = 2_000;

    /// <summary>Text inside a line. White space becomes single spaces, control characters go.</summary>
    public static string Escape(string text, bool inCell)
    {
        var escaped = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsWhiteSpace(c) || c is '\u200B' or '\uFEFF')
            {
                if (escaped.Length == 0 || escaped[^1] != ' ')
                    escaped.Append(' ');
                continue;
            }
            if (char.IsControl(c))
                continue;
            var isInWord = i > 0 && i + 1 < text.Length && char.IsLetterOrDigit(text[i - 1]) && char.IsLetterOrDigit(text[i + 1]);
            var isMark = c switch
            {
                '*' or '`' or '[' or ']' or '<' => true,
                '_' => !isInWord,
                '\\' => i + 1 >= text.Length || char.IsAsciiLetterOrDigit(text[i + 1]) is false,
                '&' => Entity().IsMatch(text.AsSpan(i, Math.Min(40, text.Length - i))),
                '|' => inCell,
                // Markers of site generators, which are taken out of pages.
                '{' => i + 2 < text.Length && text[i + 1] == '{' && text[i + 2] is '%' or '<',
                _ => false,
            };
            if (isMark)
                escaped.Append('\\');
            escaped.Append(c);
        }
        return escaped.ToString();
    }

    /// <summary>A paragraph whose lines begin with what would otherwise be a heading, list, quote, rule or table.</summary>
    public static string EscapeLineStarts(string paragraph) => string.Join('\n', paragraph.Split('\n').Select(EscapeLineStart));

    private static string EscapeLineStart(string line)
    {
        if (Number().Match(line) is { Success: true } number)
            return $"{number.Groups[1].Value}\\{line[number.Groups[1].Length..]}";
        return BlockMark().IsMatch(line) ? "\\" + line : line;
    }

    /// <summary>
    /// Code inside a line, behind as many backticks as it takes; inside a cell with a pipe as HTML, since a pipe ends the cell.
    /// </summary>
    public static string Code(string code, bool inCell)
    {
        var line = Spaces().Replace(code, " ");
        if (string.IsNullOrWhiteSpace(line))
            return "";
        if (inCell && line.Contains('|', StringComparison.Ordinal))
            return $"<code>{Entities(line)}</code>";
        var marks = new string('`', LongestRun(line, '`') + 1);
        return line[0] == '`' || line[^1] == '`' ? $"{marks} {line} {marks}" : $"{marks}{line}{marks}";
    }

    /// <summary>A code block behind a fence that is longer than any in it. Line ends are line feeds.</summary>
    /// <param name="language">What the source calls the language; left out when it is no plain word.</param>
    public static string CodeBlock(string code, string? language)
    {
        var text = code.ReplaceLineEndings("\n").Replace('\u00A0', ' ').Trim('\n').TrimEnd();
        if (text.Length == 0)
            return "";
        var fence = new string('`', Math.Max(3, LongestRun(text, '`') + 1));
        var name = language is not null && Language().IsMatch(language) ? language.ToLowerInvariant() : "";
        return $"{fence}{name}\n{text}\n{fence}";
    }

    /// <summary>An address between parentheses; null when it is too long or holds control characters.</summary>
    public static string? Address(string url)
    {
        if (url.Length > MaxAddressCharacters || url.Any(char.IsControl))
            return null;
        var address = new StringBuilder(url.Length);
        foreach (var c in url)
            if (c is ' ' or '(' or ')' or '<' or '>' or '\\' or '"' or '`' or '|' or '[' or ']')
                address.Append($"%{(int)c:X2}");
            else
                address.Append(c);
        return address.ToString();
    }

    /// <summary>Text in an HTML tag pair, with every mark of Markdown as a number.</summary>
    public static string Entities(string text)
    {
        var html = new StringBuilder(text.Length + 16);
        foreach (var c in text)
            if ("&<>\"'`*_[]\\|~!{}".Contains(c, StringComparison.Ordinal))
                html.Append($"&#{(int)c};");
            else if (!char.IsControl(c))
                html.Append(c);
        return html.ToString();
    }

    private static int LongestRun(string text, char mark)
    {
        var (longest, run) = (0, 0);
        foreach (var c in text)
            longest = Math.Max(longest, run = c == mark ? run + 1 : 0);
        return longest;
    }

    [GeneratedRegex(@"^&(?:#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[a-zA-Z][a-zA-Z0-9]{1,31};)", RegexOptions.NonBacktracking)]
    private static partial Regex Entity();

    [GeneratedRegex(@"^(\d{1,9})[.)](?:\s|$)", RegexOptions.NonBacktracking)]
    private static partial Regex Number();

    [GeneratedRegex(@"^(?:#{1,6}(?:\s|$)|>|[-+](?:\s|$)|-{2,}\s*$|=+\s*$|~{3}|\||\+{3}\s*$)", RegexOptions.NonBacktracking)]
    private static partial Regex BlockMark();

    [GeneratedRegex(@"^[A-Za-z0-9+#._-]{1,30}$", RegexOptions.NonBacktracking)]
    private static partial Regex Language();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Spaces();
}
