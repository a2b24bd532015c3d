using System.Text.RegularExpressions;
using Knowledge.Content.Dialects;

namespace Knowledge.Content.Formats;

/// <summary>
/// reStructuredText (Docutils, Sphinx) to Markdown, line by line: titles, lists, literal blocks, boxes, code, tables, links and roles.
/// Nothing is included; a directive that is not understood is left out with its body.
/// </summary>
/// <remarks>Syntax: "reStructuredText Markup Specification", https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html.</remarks>
internal sealed partial class ReStructuredText
{
    private const string Adornments = "=-`:'\"~^_*+#<>.!$%&(),/;?@[\\]{|}";
    private const int MaxDepth = 12;

    private readonly string[] lines;
    private readonly string[] written;
    private readonly List<string> levels = [];
    private readonly Expansion substitutions = new(StringComparer.Ordinal);
    private readonly string tabMark;
    private string anchor = "";

    private ReStructuredText(string text, string tabMark)
    {
        (lines, this.tabMark) = (text.Replace("\t", "        ", StringComparison.Ordinal).Split('\n'), tabMark);
        written = new string[lines.Length];
        foreach (var line in lines)
            if (Substitution().Match(line) is { Success: true } s)
                substitutions.Set(s.Groups["name"].Value, s.Groups["text"].Value.Trim());
    }

    /// <param name="tabMark">What stands behind the bold name of a tab.</param>
    public static string ToMarkdown(string text, string tabMark)
    {
        var page = new ReStructuredText(text, tabMark);
        page.Blocks(0, page.lines.Length, 0, "", 0);
        return string.Join('\n', page.written.Select(l => l ?? ""));
    }

    /// <summary>Reads lines up to an end that are indented by at least so much, which they lose, and get a prefix.</summary>
    private void Blocks(int from, int to, int indent, string prefix, int depth)
    {
        var list = -1;
        var afterBlank = true;
        for (var at = from; at < to; )
        {
            var line = lines[at].TrimEnd();
            if (line.Length == 0)
            {
                written[at++] = prefix.TrimEnd();
                afterBlank = true;
                continue;
            }
            var text = line.Length > indent ? line[Math.Min(indent, Indent(line))..] : line.TrimStart();
            var own = Indent(text);
            if (own == 0)
                list = -1;
            if (Title(at, to, text) is > 0 and var titled)
                at += titled;
            else if (text.TrimStart().StartsWith(".. ", StringComparison.Ordinal) || text.Trim() == "..")
                at = Explicit(at, to, Indent(line), prefix + new string(' ', list >= 0 ? own : 0), text.TrimStart(), depth);
            else if (ReStructuredTables.Begins(text))
                at = Table(at, to, prefix);
            else if (text.TrimStart().StartsWith(">>> ", StringComparison.Ordinal))
                at = Doctest(at, to, prefix + new string(' ', own));
            else
            {
                var item = Item().Match(text);
                if (item.Success)
                    list = own;
                at = Paragraph(at, to, Indent(line), prefix, text, item, list, afterBlank);
            }
            afterBlank = false;
        }
    }

    /// <summary>Lines that a title takes with its adornment, 0 when it is none.</summary>
    private int Title(int at, int to, string text)
    {
        if (text.Length > 0 && text[0] == ' ')
            return 0;
        var isOver = IsAdornment(text) && at + 2 < to && lines[at + 2].TrimEnd() == text && lines[at + 1].Trim().Length > 0;
        var titleAt = isOver ? at + 1 : at;
        if (!isOver && (at + 1 >= to || !IsAdornment(lines[at + 1].TrimEnd()) || IsAdornment(text)))
            return 0;
        var title = lines[titleAt].Trim();
        var adornment = lines[titleAt + 1].TrimEnd();
        if (title.Length == 0 || (!isOver && adornment.Length < Math.Min(title.Length, 4)) || lines[titleAt + 1] is [' ', ..])
            return 0;
        var kind = $"{adornment[0]}{(isOver ? "o" : "")}";
        if (!levels.Contains(kind))
            levels.Add(kind);
        written[titleAt] =
            $"{new string('#', Math.Min(6, levels.IndexOf(kind) + 1))} {Inline(title)}{(anchor.Length > 0 ? $" {{#{anchor}}}" : "")}";
        anchor = "";
        return isOver ? 3 : 2;
    }

    private static bool IsAdornment(string text) =>
        text.Length >= 2
        && Adornments.Contains(text[0], StringComparison.Ordinal)
        && text.All(c => c == text[0])
        && (text.Length > 3 || text[0] is '=' or '-' or '~' or '^');

    /// <summary>Where a paragraph or list item goes on; a literal block behind it is written too.</summary>
    private int Paragraph(int at, int to, int indent, string prefix, string text, Match item, int list, bool afterBlank)
    {
        var isLiteral = text.EndsWith("::", StringComparison.Ordinal);
        if (isLiteral)
            text =
                text.Trim() == "::" ? ""
                : text.Length > 2 && text[^3] == ' ' ? text[..^3]
                : text[..^1];
        var own = Indent(text);
        var lead =
            own == 0 || list >= 0 ? new string(' ', own)
            : afterBlank ? "> "
            : "";
        var body = text.TrimStart();
        if (item.Success)
            body = item.Groups["mark"].Value is ['#', ..] or ['(', ..] ? "1. " + body[item.Groups["mark"].Length..].TrimStart() : body;
        else if (list < 0 && own > 0 && !afterBlank)
            lead = "";
        written[at] = prefix + lead + (Field().Match(body) is { Success: true } field && own == 0 ? FieldLine(field) : Inline(body));
        if (item.Success && Indent(text) == own && item.Groups["rest"].Value.StartsWith(".. ", StringComparison.Ordinal))
            written[at] = prefix + lead + item.Groups["mark"].Value;
        return isLiteral ? Literal(at + 1, to, indent, prefix + new string(' ', list >= 0 ? own : 0), "") : at + 1;
    }

    private string FieldLine(Match field) =>
        field.Groups["name"].Value is "orphan" or "nosearch" or "tocdepth" or "hidetoc"
            ? ""
            : $"**{field.Groups["name"].Value}**: {Inline(field.Groups["text"].Value.Trim())}  ";

    /// <summary>The indented block below a line, as a block of code: its fences stand on the empty lines around it.</summary>
    private int Literal(int at, int to, int indent, string prefix, string language)
    {
        var first = at;
        while (first < to && lines[first].Trim().Length == 0)
            first++;
        if (first >= to || Indent(lines[first]) <= indent)
            return at;
        var end = first;
        var strip = int.MaxValue;
        for (var i = first; i < to && (lines[i].Trim().Length == 0 || Indent(lines[i]) > indent); i++)
            if (lines[i].Trim().Length > 0)
                (end, strip) = (i + 1, Math.Min(strip, Indent(lines[i])));
        for (var i = at; i < first; i++)
            written[i] = "";
        if (first > at)
            written[first - 1] = $"{prefix}```{language}";
        for (var i = first; i < end; i++)
            written[i] = prefix + (lines[i].Length > strip ? lines[i][strip..] : "");
        if (first == at)
            // There is no line for a fence.
            for (var i = first; i < end; i++)
                written[i] = "    " + written[i];
        else if (end < to)
            written[end] = prefix + "```";
        return Math.Min(to, first == at ? end : end + 1);
    }

    private int Doctest(int at, int to, string prefix)
    {
        for (; at < to && lines[at].Trim().Length > 0; at++)
            written[at] = $"{prefix}    {lines[at].Trim()}";
        return at;
    }

    /// <summary>A directive, target, footnote or comment, with what is indented below it.</summary>
    private int Explicit(int at, int to, int indent, string prefix, string text, int depth)
    {
        var end = at + 1;
        for (var i = at + 1; i < to && (lines[i].Trim().Length == 0 || Indent(lines[i]) > indent); i++)
            if (lines[i].Trim().Length > 0)
                end = i + 1;
        written[at] = prefix.TrimEnd();
        if (Target().Match(text) is { Success: true } target)
            anchor = target.Groups["id"].Value.ToLowerInvariant().Replace(' ', '-');
        if (Note().Match(text) is { Success: true } note)
            written[at] = $"{prefix}[{note.Groups["id"].Value}] {Inline(note.Groups["text"].Value)}";
        if (Directive().Match(text) is not { Success: true } directive)
            return end;
        var (name, argument) = (directive.Groups["name"].Value.ToLowerInvariant(), directive.Groups["text"].Value.Trim());
        var body = at + 1;
        var options = new Dictionary<string, string>();
        while (body < end && Option().Match(lines[body]) is { Success: true } option)
        {
            options[option.Groups["name"].Value] = option.Groups["text"].Value.Trim();
            body++;
        }
        switch (name)
        {
            case "code-block"
            or "code"
            or "sourcecode"
            or "prompt"
            or "literalinclude"
            or "parsed-literal"
            or "highlight-block"
            or "console":
                var language =
                    name is "console" or "prompt" ? "console"
                    : name is "parsed-literal" ? "text"
                    : argument;
                return CodeBody(at, body, end, to, indent, prefix, language);
            case "image" or "figure":
                written[at] = $"{prefix}![{options.GetValueOrDefault("alt", argument[(argument.LastIndexOf('/') + 1)..])}]({argument})";
                break;
            case "list-table":
                foreach (
                    var (row, i) in MarkdownTableLines
                        .Of(ReStructuredTables.OfList(lines, body, end, Inline), end - at, prefix)
                        .Select((r, i) => (r, i))
                )
                    if (at + i < written.Length)
                        written[at + i] = row;
                return end;
            case "mermaid":
                return CodeBody(at, body, end, to, indent, prefix, "mermaid");
        }
        var kind = BoxKind.IsAnyBox(name) ? BoxKind.Of(options.GetValueOrDefault("class", "")) ?? "NOTE" : BoxKind.Of(name);
        if (
            kind is null
            && !BoxKind.IsFrame(name)
            && !BoxKind.IsTab(name)
            && name
                is not (
                    "figure"
                    or "group-tab"
                    or "collapse"
                    or "only"
                    or "versionadded"
                    or "versionchanged"
                    or "deprecated"
                    or "compound"
                    or "epigraph"
                    or "glossary"
                    or "rst-class"
                    or "centered"
                )
        )
            return end;
        var isTab = BoxKind.IsTab(name) || name == "group-tab";
        var inner = kind is null ? prefix : prefix + "> ";
        if (kind is not null)
            written[at] =
                argument.Length == 0 ? $"{inner}[!{kind}]"
                : BoxKind.IsAnyBox(name) ? $"{inner}{BoxKind.Bold(kind, argument)}"
                : $"{inner}{BoxKind.Bold(kind)} {Inline(argument)}";
        else if (argument.Length > 0 && name != "figure" && name != "only")
            written[at] = $"{prefix}**{argument}**{(isTab ? tabMark : "")}";
        if (depth < MaxDepth && body < end && FirstIndent(body, end) is { } strip)
            Blocks(body, end, strip, inner, depth + 1);
        return end;
    }

    private int CodeBody(int at, int body, int end, int to, int indent, string prefix, string language)
    {
        for (var i = at + 1; i < body; i++)
            written[i] = "";
        if (body >= end)
            return end;
        var fenced = Literal(body, to, indent, prefix, language);
        if (lines[body].Trim().Length > 0)
        {
            // The first line of code follows at once: the directive's own line is the fence.
            for (var i = body; i < end; i++)
                written[i] = written[i].StartsWith("    ", StringComparison.Ordinal) ? written[i][4..] : written[i];
            written[at] = $"{prefix}```{language}";
            if (end < to)
                written[end] = prefix + "```";
            return Math.Min(to, end + 1);
        }
        return fenced;
    }

    private int? FirstIndent(int from, int to)
    {
        for (var i = from; i < to; i++)
            if (lines[i].Trim().Length > 0)
                return Indent(lines[i]);
        return null;
    }

    private int Table(int at, int to, string prefix)
    {
        var end = at;
        var isGrid = lines[at].TrimStart()[0] == '+';
        var borders = 0;
        for (; end < to; end++)
        {
            var line = lines[end].Trim();
            if (isGrid ? line is not (['+', ..] or ['|', ..]) : line.Length == 0 && borders != 1 && borders >= 2)
                break;
            if (!isGrid && line.Length > 0 && line.All(c => c is '=' or ' ') && ++borders == 3)
            {
                end++;
                break;
            }
        }
        var rows = isGrid ? ReStructuredTables.OfGrid(lines, at, end, Inline) : ReStructuredTables.OfColumns(lines, at, end, Inline);
        var table = MarkdownTableLines.Of(rows, end - at, prefix).ToList();
        for (var i = 0; i < end - at; i++)
            written[at + i] = i < table.Count ? table[i] : "";
        return Math.Max(end, at + 1);
    }

    private string Inline(string text) => ReStructuredInline.ToMarkdown(text, substitutions);

    private static int Indent(string line) => line.Length - line.AsSpan().TrimStart(' ').Length;

    [GeneratedRegex(
        """^\s*(?<mark>[-*+•]|\d{1,3}[.)]|\#\.|\([\da-z]\)|[a-zA-Z]\.)\s+(?<rest>\S.*)$""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Item();

    [GeneratedRegex("""^:(?<name>[A-Za-z][\w -]*):(\s+(?<text>.*))?$""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Field();

    [GeneratedRegex("""^\s*:(?<name>[\w-]+):(\s+(?<text>.*))?$""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Option();

    [GeneratedRegex(
        """^\.\.\s+(?<name>[A-Za-z][\w:.-]*?)::(\s+(?<text>.*))?$""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Directive();

    [GeneratedRegex("""^\.\.\s+_(?<id>[A-Za-z][\w .-]*):\s*$""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Target();

    [GeneratedRegex("""^\.\.\s+\[(?<id>[^\]]{1,40})\]\s+(?<text>.*)$""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Note();

    [GeneratedRegex(
        """^\.\.\s+\|(?<name>[^|]{1,60})\|\s+replace::\s+(?<text>.*)$""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Substitution();
}
