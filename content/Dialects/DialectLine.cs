using System.Text.RegularExpressions;

namespace Knowledge.Content.Dialects;

/// <summary>What one line opens or closes in a dialect.</summary>
/// <param name="Closer">How the line is known that closes it; null when indentation says what is in it.</param>
/// <param name="Strip">Spaces that its lines lose; those of its first line when null.</param>
internal sealed record DialectOpener(string Name, string Title, string Parameters, string? Closer, int? Strip);

internal static partial class DialectLine
{
    public static int Indent(string line)
    {
        var columns = 0;
        foreach (var c in line)
            if (c == ' ')
                columns++;
            else if (c == '\t')
                columns += 4;
            else
                break;
        return columns;
    }

    public static bool IsListItem(string text)
    {
        var line = text.AsSpan().TrimStart();
        if (line is ['-' or '*' or '+', ' ', ..])
            return true;
        var digits = 0;
        while (digits < line.Length && digits < 9 && char.IsAsciiDigit(line[digits]))
            digits++;
        return digits > 0 && digits + 1 < line.Length && line[digits] is '.' or ')' && line[digits + 1] == ' ';
    }

    /// <summary>The fence of backticks or tildes that a line opens.</summary>
    public static Fence? FenceOf(string text)
    {
        var line = text.AsSpan().TrimStart();
        // A list item may begin with a fence.
        if (line is ['-' or '*' or '+', ' ', ..])
            line = line[2..].TrimStart();
        if (line is not (['`', '`', '`', ..] or ['~', '~', '~', ..]))
            return null;
        var length = line.IndexOfAnyExcept(line[0]) is >= 0 and var end ? end : line.Length;
        return line[0] == '`' && line[length..].Contains('`') ? null : new(line[..length].ToString());
    }

    /// <summary>What a line closes: a run of colons or slashes, a shortcode, a tag, a component.</summary>
    public static string? CloserOf(string line)
    {
        var text = line.AsSpan().Trim();
        if (text.Length < 3)
            return null;
        switch (text[0])
        {
            case ':' or '/' when text.IndexOfAnyExcept(text[0]) < 0:
                return text.ToString();
            case '{' when Shortcode().Match(line) is { Success: true } code && code.Groups["end"].Success:
                return "{" + code.Groups["name"].Value;
            case '{' when LiquidTag().Match(line) is { Success: true } tag && tag.Groups["end"].Success:
                return "%" + tag.Groups["name"].Value;
            case '<' when Component().Match(line) is { Success: true } component && component.Groups["end"].Success:
                return "<" + component.Groups["name"].Value;
            default:
                return null;
        }
    }

    public static DialectOpener? Opener(string line, bool isMdx)
    {
        var text = line.AsSpan().TrimStart();
        if (text.Length < 3)
            return null;
        switch (text[0])
        {
            case '!' or '?' when Admonition().Match(line) is { Success: true } box:
                return new(
                    box.Groups["name"].Value,
                    box.Groups["title"].Success ? box.Groups["title"].Value
                        : BoxKind.Of(box.Groups["name"].Value) is null ? Capital(box.Groups["name"].Value)
                        : "",
                    "",
                    null,
                    null
                );
            case '=' when Tab().Match(line) is { Success: true } tab:
                return new("tab", tab.Groups["title"].Value, "", null, null);
            case ':' or '/' when Colons().Match(line) is { Success: true } fenced:
                var name = fenced.Groups["name"].Value;
                name = name.StartsWith("callout-", StringComparison.Ordinal) ? name["callout-".Length..] : name;
                var rest = fenced.Groups["rest"].Value.Trim().Trim('[', ']', '|').Trim();
                return new(
                    name,
                    Quoted(rest, "title") ?? (rest.Contains('=', StringComparison.Ordinal) ? "" : rest),
                    rest,
                    fenced.Groups["mark"].Value,
                    Indent(line)
                );
            case '{' when Shortcode().Match(line) is { Success: true } code && !code.Groups["end"].Success:
                return Known(code.Groups["name"].Value, code.Groups["rest"].Value, "{" + code.Groups["name"].Value, Indent(line));
            case '{' when LiquidTag().Match(line) is { Success: true } tag && !tag.Groups["end"].Success:
                return Known(tag.Groups["name"].Value, tag.Groups["rest"].Value, "%" + tag.Groups["name"].Value, Indent(line));
            case '<' when Component().Match(line) is { Success: true } component && !component.Groups["end"].Success:
                var tagName = component.Groups["name"].Value;
                // <NAMESPACE> is a placeholder; a component that closes itself holds nothing.
                if (!isMdx && tagName.All(c => !char.IsAsciiLetterLower(c)))
                    return null;
                if (component.Groups["empty"].Success)
                    return null;
                return Known(tagName, component.Groups["rest"].Value, "<" + tagName, null, isKnown: true);
            default:
                return null;
        }
    }

    private static DialectOpener? Known(string name, string rest, string closer, int? strip, bool isKnown = false)
    {
        if (!isKnown && BoxKind.Of(name) is null && !BoxKind.IsAnyBox(name) && !BoxKind.IsFrame(name) && !BoxKind.IsTab(name))
            return null;
        var title =
            Quoted(rest, "title")
            ?? Quoted(rest, "label")
            ?? Quoted(rest, "header")
            ?? Quoted(rest, "name")
            ?? Quoted(rest, "summary")
            ?? Positional(rest, BoxKind.IsAnyBox(name) && rest.Contains(' ', StringComparison.Ordinal))
            ?? Quoted(rest, "value")
            ?? "";
        return new(name, BoxKind.Of(title) is null || !BoxKind.IsAnyBox(name) ? title : "", rest, closer, strip);
    }

    // {{< tab "Linux" >}}; of {{% notice warning "Title" %}} the second.
    private static string? Positional(string rest, bool isSecond)
    {
        if (rest.Contains('=', StringComparison.Ordinal))
            return null;
        var quoted = FirstQuoted().Matches(rest).Select(m => m.Groups["text"].Value).ToList();
        return isSecond ? quoted.LastOrDefault(q => BoxKind.Of(q) is null) : quoted.FirstOrDefault();
    }

    private static string? Quoted(string rest, string key)
    {
        for (
            var at = rest.IndexOf(key + "=", StringComparison.Ordinal);
            at >= 0;
            at = rest.IndexOf(key + "=", at + 1, StringComparison.Ordinal)
        )
        {
            if (at > 0 && char.IsLetterOrDigit(rest[at - 1]))
                continue;
            var value = rest[(at + key.Length + 1)..].TrimStart('{');
            return value is ['"' or '\'' or '`', ..] && value.IndexOf(value[0], 1) is > 0 and var end
                ? value[1..end]
                : value.Split(' ')[0].Trim('}');
        }
        return null;
    }

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    [GeneratedRegex(
        """^\s*(!!!|\?\?\?\+?)\s*(?<name>[A-Za-z][\w-]*)(\s+[\w-]+)*\s*("(?<title>[^"]*)")?\s*$""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Admonition();

    [GeneratedRegex("""^\s*===[+!]{0,2}\s+"(?<title>[^"]+)"\s*$""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Tab();

    [GeneratedRegex(
        """^\s*(?<mark>:{3,}|/{3,})\s*\{?\s*\.?(?<name>[A-Za-z][\w-]*)\s*\}?(?<rest>.*?)\}?\s*$""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Colons();

    [GeneratedRegex(
        """^\s*\{\{[<%]\s*(?<end>/)?\s*(?<name>[A-Za-z][\w/-]*)(?<rest>[^<>]*?)\s*[>%]\}\}\s*$""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Shortcode();

    [GeneratedRegex(
        """^\s*\{%-?\s*(?<end>end)?(?<name>[A-Za-z][\w-]*)(?<rest>[^%]*?)\s*-?%\}\s*$""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex LiquidTag();

    [GeneratedRegex(
        """^\s*<(?<end>/)?(?<name>[A-Z][A-Za-z0-9.]*)(?<rest>(\s[^<>]*)?)(?<empty>/)?>\s*$""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Component();

    [GeneratedRegex("""["'](?<text>[^"']+)["']""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex FirstQuoted();
}
