using System.Text.RegularExpressions;
using Knowledge.Content.Dialects;

namespace Knowledge.Content.Formats;

/// <summary>AsciiDoc to Markdown, line by line: headings, lists, blocks, boxes, tables, links. Nothing is included.</summary>
/// <remarks>Syntax: "AsciiDoc Language Documentation", https://docs.asciidoctor.org/asciidoc/latest/.</remarks>
internal sealed partial class AsciiDoc
{
    private const int MaxMarkers = 8;
    private const int MaxDepth = 12;

    private readonly string[] lines;
    private readonly List<string> written;
    private readonly Lazy<Dictionary<string, string>> titles;
    private readonly Expansion attributes = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Mark, int Width)> markers = [];
    private readonly List<(string Delimiter, string Prefix)> open = [];
    private string style = "";
    private string anchor = "";
    private bool isAttached;

    private AsciiDoc(string text)
    {
        (lines, written) = (text.Split('\n'), []);
        titles = new(() => Titles(lines));
    }

    public static string ToMarkdown(string text) => new AsciiDoc(text).Run();

    private string Run()
    {
        for (var at = 0; at < lines.Length; )
        {
            var line = lines[at].TrimEnd();
            var used = Block(at, line);
            if (used > 0)
            {
                at += used;
                continue;
            }
            written.Add(Line(line));
            at++;
        }
        return string.Join('\n', written);
    }

    private string Prefix =>
        (open.Count > 0 ? open[^1].Prefix : "") + (isAttached && markers.Count > 0 ? new string(' ', markers.Sum(m => m.Width)) : "");

    /// <summary>Lines that a block with delimiters, a table or a comment takes; 0 when there is none here.</summary>
    private int Block(int at, string line)
    {
        if (line == "////")
            return Skip(at, End(at, line));
        if (line is ['-', '-', '-', '-', ..] && line.All(c => c == '-') || line is ['.', '.', '.', '.', ..] && line.All(c => c == '.'))
            return Code(at, End(at, line), line[0] == '-' ? LanguageOf(style) ?? "" : "text");
        if (line.StartsWith("```", StringComparison.Ordinal))
            return Code(at, End(at, "```"), line.Trim('`'));
        if (line == "++++")
            return Skip(at, End(at, line));
        if (line.StartsWith("|===", StringComparison.Ordinal) || line.StartsWith("!===", StringComparison.Ordinal))
            return Table(at, End(at, line));
        return 0;
    }

    private int End(int at, string closer)
    {
        var end = Array.FindIndex(lines, at + 1, l => l.TrimEnd() == closer);
        return end < 0 ? lines.Length - 1 : end;
    }

    private int Skip(int at, int end)
    {
        for (var i = at; i <= end; i++)
            written.Add("");
        return end - at + 1;
    }

    private int Code(int at, int end, string language)
    {
        var prefix = Prefix;
        written.Add($"{prefix}```{language}");
        for (var i = at + 1; i < end; i++)
            written.Add(prefix + CallOut().Replace(lines[i], ""));
        if (end > at)
            written.Add(prefix + "```");
        (style, isAttached) = ("", false);
        return end - at + 1;
    }

    private int Table(int at, int end)
    {
        var columns = ColumnCount().Match(style) is { Success: true } c ? Columns(c.Groups["cols"].Value) : 0;
        var rows = new TableRows();
        for (var i = at + 1; i < end; i++)
        {
            var cells = TableCell().Split(lines[i]);
            if (cells.Length == 1)
            {
                // A line without a bar goes on with the cell before.
                rows.GoOn(rows.Cells - 1, Inline(cells[0].Trim()));
                continue;
            }
            if (columns == 0)
                columns = cells.Length - 1;
            rows.GoOn(rows.Cells - 1, Inline(cells[0].Trim()));
            foreach (var cell in cells.Skip(1))
                if (rows.Cells == 0 || rows.Cells >= columns)
                    rows.Begin(Inline(cell.Trim()));
                else
                    rows.Add(Inline(cell.Trim()));
        }
        written.AddRange(MarkdownTableLines.Of(rows.Whole(), end - at + 1, Prefix));
        (style, isAttached) = ("", false);
        return Math.Max(1, end - at + 1);
    }

    private static int Columns(string cols) =>
        cols.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries)
            .Sum(c =>
                c.IndexOf('*', StringComparison.Ordinal) is > 0 and var star
                && int.TryParse(c[..star].Trim(), out var n)
                && n is > 0 and < 50
                    ? n
                    : 1
            );

    private string Line(string line)
    {
        if (line.Length == 0)
        {
            isAttached = false;
            return open.Count > 0 ? open[^1].Prefix.TrimEnd() : "";
        }
        if (open.Count > 0 && line == open[^1].Delimiter)
        {
            open.RemoveAt(open.Count - 1);
            return "";
        }
        if (line == "+")
        {
            isAttached = true;
            return "";
        }
        if (line.StartsWith("//", StringComparison.Ordinal) && !line.StartsWith("///", StringComparison.Ordinal))
            return "";
        if (line is "====" or "****" or "____" or "--" || line.Length > 4 && line is ['=' or '*' or '_', ..] && line.All(c => c == line[0]))
            return Open(line);
        if (BlockAnchor().Match(line) is { Success: true } id)
        {
            anchor = id.Groups["id"].Value;
            return "";
        }
        if (line is ['[', .., ']'])
        {
            style = line[1..^1];
            if (Id().Match(style) is { Success: true } own)
                anchor = own.Groups["id"].Value;
            return "";
        }
        if (Attribute().Match(line) is { Success: true } attribute)
        {
            attributes.Set(attribute.Groups["name"].Value, attribute.Groups["value"].Value.Trim());
            return "";
        }
        if (Directive().Match(line) is { Success: true } directive)
            return directive.Groups["name"].Value == "include" ? $"*Not included here: {directive.Groups["what"].Value}*" : "";
        return Text(line);
    }

    private string Open(string delimiter)
    {
        var prefix = Prefix;
        var kind = BoxKind.Of(style.Split([',', '#', '.'])[0]);
        var isQuote = delimiter[0] == '_' || kind is not null;
        // Deeper it is no page of a person: what is in there stands in the block around it.
        if (open.Count < MaxDepth)
            open.Add((delimiter, isQuote ? prefix + "> " : prefix));
        style = "";
        isAttached = false;
        return kind is null ? "" : $"{prefix}> [!{kind}]";
    }

    private string Text(string line)
    {
        if (Heading().Match(line) is { Success: true } heading)
        {
            var text = heading.Groups["text"].Value;
            // An id may stand behind the title, too.
            if (TitleId().Match(text) is { Success: true } own)
                (text, anchor) = (text[..own.Index].TrimEnd(), anchor.Length > 0 ? anchor : own.Groups["id"].Value);
            var id = anchor.Length > 0 ? $" {{#{anchor}}}" : "";
            markers.Clear();
            (anchor, style) = ("", "");
            return new string('#', heading.Groups["level"].Length) + " " + Inline(text) + id;
        }
        if (Box().Match(line) is { Success: true } box)
            return $"{Prefix}> {BoxKind.Bold(box.Groups["kind"].Value)} {Inline(box.Groups["text"].Value)}";
        if (Item().Match(line) is { Success: true } item)
            return ListItem(item);
        if (Term().Match(line) is { Success: true } term)
        {
            markers.Clear();
            return $"{Prefix}**{Inline(term.Groups["term"].Value.Trim())}**: {Inline(term.Groups["text"].Value.Trim())}".TrimEnd();
        }
        if (line is ['.', not ('.' or ' '), ..])
            return $"{Prefix}**{Inline(line[1..])}**";
        if (line is "'''" or "---" or "***")
            return "---";
        if (line == "<<<")
            return "";
        var lead = Prefix;
        if (BoxKind.Of(style) is { } kind)
            (style, lead) = ("", $"{lead}> {BoxKind.Bold(kind)} ");
        else if (line is [' ', ..] && markers.Count == 0)
            // Text that is indented is shown as it is.
            return $"{lead}    {line.TrimStart()}";
        return lead + Inline(line is [' ', ..] ? line.TrimStart() : line);
    }

    private string ListItem(Match item)
    {
        isAttached = false;
        var mark = item.Groups["mark"].Value;
        if (mark[0] == '<' || char.IsAsciiDigit(mark[0]))
            mark = ".";
        var known = markers.FindIndex(m => m.Mark == mark);
        if (known >= 0)
            markers.RemoveRange(known, markers.Count - known);
        var indent = markers.Sum(m => m.Width);
        var isOrdered = mark[0] == '.';
        if (markers.Count < MaxMarkers)
            markers.Add((mark, isOrdered ? 3 : 2));
        var text = item.Groups["text"].Value;
        if (!isOrdered && text is ['[', ' ' or '*' or 'x', ']', ' ', ..])
            text = $"[{(text[1] == ' ' ? ' ' : 'x')}] {text[4..]}";
        var outer = open.Count > 0 ? open[^1].Prefix : "";
        return $"{outer}{new string(' ', indent)}{(isOrdered ? "1. " : "- ")}{Inline(text)}";
    }

    private string Inline(string text)
    {
        if (text.Contains('{', StringComparison.Ordinal))
            text = AttributeUse().Replace(text, m => attributes.Of(m.Groups["name"].Value, m.Value));
        if (text.EndsWith(" +", StringComparison.Ordinal))
            text = text[..^2] + "\\";
        if (text.IndexOfAny(['[', '<', '*', '+', '`']) < 0)
            return text;
        text = CrossReference().Replace(text, Reference);
        // Before links, since an address with brackets behind it is one.
        text = Image().Replace(text, m => $"![{m.Groups["text"].Value.Split(',')[0]}]({m.Groups["url"].Value})");
        text = Link().Replace(text, m => $"[{LinkText(m)}]({Target(m)})");
        text = Macro().Replace(text, "${text}");
        text = PlainMono().Replace(text, "`${text}`");
        return Bold().Replace(text, "**${text}**");
    }

    // By the title of a section, or by the id that is made of it; other ids may stand anywhere.
    private string Reference(Match m)
    {
        var id = m.Groups["id"].Value.Trim();
        var text = m.Groups["text"].Success ? m.Groups["text"].Value : id;
        return titles.Value.TryGetValue(Slug(id), out var title) ? $"[{(m.Groups["text"].Success ? text : title)}](#{Slug(title)})" : text;
    }

    private static string Slug(string title) =>
        string.Concat(
            title.Trim('_').ToLowerInvariant().Select(c => c is ' ' or '_' ? '-' : c).Where(c => char.IsLetterOrDigit(c) || c == '-')
        );

    private static Dictionary<string, string> Titles(string[] lines)
    {
        var titles = new Dictionary<string, string>();
        foreach (var line in lines.Where(l => l.StartsWith('=')))
            if (
                Heading().Match(line.TrimEnd()) is { Success: true } heading
                && TitleId().Replace(heading.Groups["text"].Value, "").Trim() is var title
            )
                titles.TryAdd(Slug(title), title);
        return titles;
    }

    private static string LinkText(Match m)
    {
        var text = m.Groups["text"].Value.Split(",window", StringSplitOptions.None)[0].Trim('"').TrimEnd('^');
        return text.Length > 0 ? text : m.Groups["url"].Value;
    }

    private static string Target(Match m) => m.Groups["url"].Value.Replace(" ", "%20", StringComparison.Ordinal);

    private static string? LanguageOf(string style)
    {
        var parts = style.Split(',', StringSplitOptions.TrimEntries);
        return parts[0] is "source" or "" && parts.Length > 1 && !parts[1].Contains('=', StringComparison.Ordinal) ? parts[1]
            : parts[0].StartsWith("source", StringComparison.Ordinal) || parts[0].Length == 0 ? null
            : parts[0] is "listing" ? null
            : parts[0].All(char.IsAsciiLetterLower) ? parts[0]
            : null;
    }

    [GeneratedRegex("""^(?<level>={1,6}|\#{1,6})\s+(?<text>\S.*?)(\s+=+)?$""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[\[(?<id>[\w.:-]+)(,[^\]]*)?\]\]\s*#?$", RegexOptions.NonBacktracking)]
    private static partial Regex TitleId();

    [GeneratedRegex(
        """^(?<kind>NOTE|TIP|IMPORTANT|WARNING|CAUTION):\s+(?<text>.*)$""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Box();

    [GeneratedRegex(
        """^\s*(?<mark>\*{1,6}|-|\.{1,6}|\d{1,3}\.|<(\d{1,2}|\.)>)\s+(?<text>\S.*)$""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Item();

    [GeneratedRegex("""^\s*(?<term>[^\s:][^:]*?)(::|;;)(\s+(?<text>.*))?$""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Term();

    [GeneratedRegex("""^:!?(?<name>[\w-]+)!?:(?<value>.*)$""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Attribute();

    [GeneratedRegex(
        """^(?<name>include|ifdef|ifndef|ifeval|endif|toc)::(?<what>[^\[]*)\[.*\]$""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Directive();

    [GeneratedRegex("""^\[\[(?<id>[A-Za-z_][\w.-]*)(,.*)?\]\]$""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex BlockAnchor();

    [GeneratedRegex("""(^|,\s*|\w)(\#|id=["']?)(?<id>[A-Za-z_][\w.-]*)""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Id();

    [GeneratedRegex("""cols=["']?(?<cols>[^"'\]]+)""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ColumnCount();

    [GeneratedRegex("""(?:^|(?<=\s))(?:[\d.+<^>]*[aehlmsv]?)\|""", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex TableCell();

    [GeneratedRegex("""\s+(//\s*|\#\s*)?<(\d{1,2}|\.)>\s*$""", RegexOptions.NonBacktracking)]
    private static partial Regex CallOut();

    [GeneratedRegex("""\{(?<name>[a-zA-Z][\w-]*)\}""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex AttributeUse();

    [GeneratedRegex("""<<(?<id>[^,<>]+)(,\s*(?<text>[^<>]+))?>>""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex CrossReference();

    [GeneratedRegex(
        """(link:|xref:|mailto:)?(?<url>(?<=link:|xref:|mailto:)[^\s\[\]]+|https?://[^\s\[\]<>]+)\[(?<text>[^\]]*)\]""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 200
    )]
    private static partial Regex Link();

    [GeneratedRegex("""image::?(?<url>[^\s\[\]]+)\[(?<text>[^\]]*)\]""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Image();

    [GeneratedRegex(
        """(kbd|btn|menu|footnote|pass):[\w-]*\[(?<text>[^\]]*)\]""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Macro();

    [GeneratedRegex("""`?\+(?<text>[^+`\s][^+`]*)\+`?""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex PlainMono();

    [GeneratedRegex("""(?<![\w*`])\*(?<text>[^\s*`][^*`]*?)\*(?![\w*`])""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 200)]
    private static partial Regex Bold();
}
