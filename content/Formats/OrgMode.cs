using System.Text.RegularExpressions;
using Knowledge.Content.Dialects;

namespace Knowledge.Content.Formats;

/// <summary>Org (Emacs) to Markdown, line by line: headlines, lists, blocks, tables and links.</summary>
/// <remarks>Syntax: "Org Syntax", https://orgmode.org/worg/org-syntax.html.</remarks>
internal sealed partial class OrgMode
{
    private readonly string[] lines;
    private readonly bool hasTitle;
    private string? blockEnd;
    private bool isCode;
    private string prefix = "";

    private OrgMode(string text)
    {
        lines = text.Split('\n');
        hasTitle = lines.Take(60).Any(l => l.StartsWith("#+title:", StringComparison.OrdinalIgnoreCase));
    }

    public static string ToMarkdown(string text)
    {
        var page = new OrgMode(text);
        return string.Join('\n', page.lines.Select((line, at) => page.Line(line.TrimEnd(), at)));
    }

    private string Line(string line, int at)
    {
        if (blockEnd is not null && line.Trim().Equals(blockEnd, StringComparison.OrdinalIgnoreCase))
        {
            var indent = line[..^line.TrimStart().Length];
            (blockEnd, prefix) = (null, "");
            return isCode && !(isCode = false) ? indent + "```" : "";
        }
        if (isCode)
            // A line that would end the block is written with a comma in front.
            return line.TrimStart() is [',', '*' or '#', ..] ? line.Remove(line.IndexOf(',', StringComparison.Ordinal), 1) : line;
        if (Begin().Match(line) is { Success: true } begin && blockEnd is null)
            return Open(begin);
        if (Headline().Match(line) is { Success: true } headline && blockEnd is null)
            return Heading(headline, at);
        if (Drawer().Match(line) is { Success: true } drawer && blockEnd is null && HasEnd(at))
        {
            blockEnd = ":END:";
            return "";
        }
        if (blockEnd == ":END:")
            return "";
        if (Keyword().Match(line) is { Success: true } keyword)
            return keyword.Groups["name"].Value.Equals("title", StringComparison.OrdinalIgnoreCase)
                ? $"# {Inline(keyword.Groups["text"].Value.Trim())}"
                : "";
        if (line is "#" or ['#', ' ', ..])
            return "";
        if (line.TrimStart() is [':', ' ', ..] fixedWidth)
            return "    " + fixedWidth[2..];
        if (Planning().IsMatch(line))
            return $"{prefix}{line.Trim()}";
        if (line.TrimStart() is ['|', ..])
            return line.TrimStart() is ['|', '-', ..] ? line.Replace('+', '|') : prefix + Inline(line);
        return prefix
            + Inline(
                Item()
                    .Replace(
                        line,
                        m => m.Value.Replace("[X]", "[x]", StringComparison.Ordinal).Replace("[-]", "[ ]", StringComparison.Ordinal)
                    )
            );
    }

    private string Open(Match begin)
    {
        var (name, rest, indent) = (
            begin.Groups["name"].Value.ToLowerInvariant(),
            begin.Groups["rest"].Value.Trim(),
            begin.Groups["indent"].Value
        );
        blockEnd = $"#+end_{name}";
        if (name is "src" or "example" or "export" or "verse")
        {
            isCode = true;
            return $"{indent}```{(name == "src" ? rest.Split(' ')[0] : "text")}";
        }
        if (name == "comment")
        {
            blockEnd = null;
            return "";
        }
        prefix = name == "quote" || BoxKind.Of(name) is not null ? "> " : "";
        return BoxKind.Of(name) is { } kind ? $"> [!{kind}]" : "";
    }

    private string Heading(Match headline, int at)
    {
        var level = Math.Min(6, headline.Groups["stars"].Length + (hasTitle ? 1 : 0));
        var id = "";
        for (var i = at + 1; i < Math.Min(lines.Length, at + 10) && !lines[i].StartsWith('*'); i++)
            if (CustomId().Match(lines[i]) is { Success: true } own)
                id = $" {{#{own.Groups["id"].Value}}}";
        return $"{new string('#', level)} {Inline(headline.Groups["text"].Value.Trim())}{id}";
    }

    private bool HasEnd(int at) =>
        Array.FindIndex(lines, at, Math.Min(200, lines.Length - at), l => l.Trim().Equals(":END:", StringComparison.OrdinalIgnoreCase))
        > at;

    private static string Inline(string text)
    {
        if (text.IndexOfAny(['[', '=', '~', '*', '/']) < 0)
            return text;
        text = Link()
            .Replace(
                text,
                m => $"[{(m.Groups["text"].Success ? m.Groups["text"].Value : m.Groups["url"].Value)}]({Url(m.Groups["url"].Value)})"
            );
        text = Mono().Replace(text, "${before}`${text}`");
        text = Bold().Replace(text, "${before}**${text}**");
        return Italic().Replace(text, "${before}*${text}*");
    }

    private static string Url(string url) =>
        url.StartsWith("file:", StringComparison.Ordinal) ? url[5..] : url.Replace(" ", "%20", StringComparison.Ordinal);

    [GeneratedRegex(
        """^(?<indent>\s*)\#\+begin_(?<name>\w+)(?<rest>.*)$""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex Begin();

    [GeneratedRegex(
        """^(?<stars>\*{1,8})\s+((TODO|DONE|NEXT|WAITING|CANCELLED)\s+)?(\[\#[A-Z]\]\s+)?(?<text>.*?)(\s+:[\w@:]+:)?$""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Headline();

    [GeneratedRegex("""^\s*:[A-Z_]+:\s*$""", RegexOptions.NonBacktracking)]
    private static partial Regex Drawer();

    [GeneratedRegex("""^\s*:CUSTOM_ID:\s+(?<id>[A-Za-z][\w.-]*)\s*$""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex CustomId();

    [GeneratedRegex("""^\s*\#\+(?<name>\w+)(\[[^\]]*\])?:(?<text>.*)$""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Keyword();

    [GeneratedRegex("""^\s*(SCHEDULED|DEADLINE|CLOSED):\s""", RegexOptions.NonBacktracking)]
    private static partial Regex Planning();

    [GeneratedRegex("""^\s*([-+]|\d{1,3}[.)])\s+\[[X-]\]""", RegexOptions.NonBacktracking)]
    private static partial Regex Item();

    [GeneratedRegex("""\[\[(?<url>[^\[\]]+)\](\[(?<text>[^\[\]]+)\])?\]""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(
        """(?<before>^|[\s('"|-])[=~](?<text>[^\s=~`]|[^\s`][^`=~]*[^\s`])[=~](?![\w=~])""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 200
    )]
    private static partial Regex Mono();

    [GeneratedRegex(
        """(?<before>^|[\s('"|-])\*(?<text>[^\s*`]|[^\s*`][^*`]*[^\s*`])\*(?![\w*])""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 200
    )]
    private static partial Regex Bold();

    [GeneratedRegex(
        """(?<before>^|[\s('"|-])/(?<text>[^\s/`]|[^\s/`][^/`]*[^\s/`])/(?![\w/])""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 200
    )]
    private static partial Regex Italic();
}
