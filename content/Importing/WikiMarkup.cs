using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

namespace Knowledge.Content.Importing;

/// <summary>The wiki markup of Jira Server and Data Center, and of pages that Confluence kept before version 4.</summary>
/// <remarks>
/// Shape: "Text Formatting Notation Help" of Jira (https://jira.atlassian.com/secure/WikiRendererHelpAction.jspa?section=all) and
/// "Confluence
/// Wiki Markup" (https://confluence.atlassian.com/doc/confluence-wiki-markup-251003035.html).
/// </remarks>
internal static partial class WikiMarkup
{
    private const int MaxDepth = 8;

    // How far the end of a mark may be from its beginning.
    private const int MaxMarked = 2_000;
    private const string Account = "~accountid:";

    private static readonly FrozenSet<string> CodeMacros = ["code", "noformat"];
    private static readonly FrozenSet<string> BoxMacros = ["panel", "quote", "info", "note", "warning", "tip", "expand"];

    public static IReadOnlyList<MarkupNode> Read(string text) => Blocks(text.ReplaceLineEndings("\n").Split('\n'), 0);

    private static List<MarkupNode> Blocks(IReadOnlyList<string> lines, int depth)
    {
        var nodes = new List<MarkupNode>();
        var paragraph = new List<string>();
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            if (ListItem().IsMatch(line))
            {
                var (items, last) = Items(lines, i, depth);
                Block([.. Lists(items, 0)]);
                i = last;
            }
            else if (Opening(line, depth) is { } opening)
            {
                var (content, last, after) = Enclosed(lines, i, opening);
                if (opening.Groups[1].Value.Trim() is { Length: > 0 } before)
                    paragraph.Add(before);
                EndParagraph();
                nodes.Add(Box(opening.Groups[2].Value, opening.Groups[3].Value, content, depth));
                if (after.Trim().Length > 0)
                    paragraph.Add(after);
                i = last;
            }
            else if (Heading().Match(line) is { Success: true } heading)
                Block(MarkupNode.Element($"h{heading.Groups[1].Value}", Inline(heading.Groups[2].Value)));
            else if (line.StartsWith("bq. ", StringComparison.Ordinal))
                Block(MarkupNode.Element("blockquote", MarkupNode.Element("p", Inline(line[4..]))));
            else if (Rule().IsMatch(line))
                Block(MarkupNode.Element("hr"));
            else if (line.TrimStart().StartsWith('|') && line.Trim().Length > 1)
            {
                var from = i;
                while (i + 1 < lines.Count && lines[i + 1].TrimStart().StartsWith('|'))
                    i++;
                Block(MarkupNode.Element("table", [.. Enumerable.Range(from, i - from + 1).Select(n => Row(lines[n].Trim()))]));
            }
            else if (string.IsNullOrWhiteSpace(line))
                EndParagraph();
            else
                paragraph.Add(line);
        }
        EndParagraph();
        return nodes;

        void Block(params IReadOnlyList<MarkupNode> blocks)
        {
            EndParagraph();
            nodes.AddRange(blocks);
        }

        void EndParagraph()
        {
            if (paragraph.Count == 0)
                return;
            nodes.Add(
                MarkupNode.Element("p", [.. paragraph.SelectMany((l, i) => i == 0 ? Inline(l) : [MarkupNode.Element("br"), .. Inline(l)])])
            );
            paragraph.Clear();
        }
    }

    private static Match? Opening(string line, int depth) =>
        Macro().Match(line) is { Success: true } opening
        && (CodeMacros.Contains(opening.Groups[2].Value) || (BoxMacros.Contains(opening.Groups[2].Value) && depth < MaxDepth))
            ? opening
            : null;

    // The items of a list, each with what stands in it or directly below it: a line that goes on, a block of code, a box.
    private static (List<ListEntry> Items, int LastLine) Items(IReadOnlyList<string> lines, int first, int depth)
    {
        var items = new List<ListEntry>();
        var at = first;
        for (; at < lines.Count && !string.IsNullOrWhiteSpace(lines[at]); at++)
        {
            var line = lines[at];
            var item = ListItem().Match(line);
            if (!item.Success && (Heading().IsMatch(line) || Rule().IsMatch(line) || line.TrimStart().StartsWith('|')))
                break;
            if (item.Success)
                items.Add(new(item.Groups[1].Value, item.Groups[2].Value, []));
            if (Opening(line, depth) is { } opening)
            {
                var (content, last, after) = Enclosed(lines, at, opening);
                var before = opening.Groups[1].Value.Trim();
                if (item.Success)
                    items[^1] = items[^1] with { Text = before[item.Groups[1].Length..].Trim() };
                else
                    AddText(before);
                items[^1].Below.Add(Box(opening.Groups[2].Value, opening.Groups[3].Value, content, depth));
                AddText(after);
                at = last;
            }
            else if (!item.Success)
                AddText(line);
        }
        return (items, at - 1);

        void AddText(string text)
        {
            if (text.Trim().Length > 0)
                items[^1].Below.Add(MarkupNode.Element("p", Inline(text.Trim())));
        }
    }

    /// <summary>The lines up to the macro that closes the one that opens in a line; without one, all that follow.</summary>
    private static (List<string> Content, int LastLine, string After) Enclosed(IReadOnlyList<string> lines, int first, Match opening)
    {
        var closing = $"{{{opening.Groups[2].Value}}}";
        var content = new List<string>();
        var rest = lines[first][(opening.Index + opening.Length)..];
        for (var i = first; ; rest = lines[i])
        {
            if (rest.IndexOf(closing, StringComparison.OrdinalIgnoreCase) is var end and >= 0)
            {
                content.Add(rest[..end]);
                return (content, i, rest[(end + closing.Length)..]);
            }
            content.Add(rest);
            if (++i >= lines.Count)
                return (content, i, "");
        }
    }

    private static MarkupElement Box(string macro, string parameters, List<string> content, int depth)
    {
        if (macro == "noformat")
            return Code(content);
        if (macro == "code")
        {
            var language =
                parameters
                    .Split('|')
                    .Select(p => p.Trim())
                    .FirstOrDefault(p => p.StartsWith("language=", StringComparison.Ordinal) || !p.Contains('=', StringComparison.Ordinal))
                ?? "";
            return Code(content).With("language", language.Replace("language=", "", StringComparison.Ordinal));
        }
        var blocks = Blocks(content, depth + 1);
        var title =
            Parameter(parameters, "title")
            ?? (macro == "expand" && !parameters.Contains('=', StringComparison.Ordinal) ? parameters : null);
        return macro switch
        {
            "quote" => MarkupNode.Element("blockquote", blocks),
            "expand" => MarkupNode.Element("details", [MarkupNode.Element("summary", MarkupNode.Text(title ?? "")), .. blocks]),
            _ => MarkupNode
                .Element(
                    macro == "panel" ? "blockquote" : "aside",
                    title is null ? blocks : [MarkupNode.Element("p", MarkupNode.Element("b", MarkupNode.Text(title))), .. blocks]
                )
                .With(
                    "kind",
                    macro switch
                    {
                        "warning" => "WARNING",
                        "note" => "IMPORTANT",
                        "tip" => "TIP",
                        _ => "NOTE",
                    }
                ),
        };
    }

    private static MarkupElement Code(List<string> lines) => MarkupNode.Element("pre", MarkupNode.Text(string.Join('\n', lines)));

    private static string? Parameter(string parameters, string name) =>
        parameters.Split('|').FirstOrDefault(p => p.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    // Items with their marks, such as ("*#", text): what begins with more marks belongs below the one before.
    private static IEnumerable<MarkupNode> Lists(List<ListEntry> items, int level)
    {
        for (var i = 0; i < items.Count; )
        {
            var kind = items[i].Marks[Math.Min(level, items[i].Marks.Length - 1)] == '#' ? "ol" : "ul";
            var entries = new List<MarkupNode>();
            while (i < items.Count && (items[i].Marks[Math.Min(level, items[i].Marks.Length - 1)] == '#' ? "ol" : "ul") == kind)
            {
                var content = new List<MarkupNode>();
                if (items[i].Marks.Length <= level + 1)
                    content.AddRange(items[i++].Nodes());
                var below = items.Skip(i).TakeWhile(n => n.Marks.Length > level + 1).ToList();
                if (below.Count > 0 && level < MaxDepth)
                    content.AddRange(Lists(below, level + 1));
                else
                    content.AddRange(below.SelectMany(b => b.Nodes()));
                i += below.Count;
                entries.Add(MarkupNode.Element("li", content));
            }
            yield return MarkupNode.Element(kind, entries);
        }
    }

    private static MarkupElement Row(string line)
    {
        var cells = new List<MarkupNode>();
        for (var at = 0; at < line.Length; )
        {
            var isHead = line.AsSpan(at).StartsWith("||");
            at += isHead ? 2 : 1;
            if (at >= line.Length)
                break;
            var end = CellEnd(line, at);
            cells.Add(MarkupNode.Element(isHead ? "th" : "td", Inline(line[at..end].Trim())));
            at = end;
        }
        return MarkupNode.Element("tr", cells);
    }

    // A pipe inside a link, or behind a backslash, is none.
    private static int CellEnd(string line, int from)
    {
        for (var i = from; i < line.Length; i++)
            if (line[i] == '\\')
                i++;
            else if (line[i] == '[' && Find(line, "]", i) is var end and > 0)
                i = end;
            else if (line[i] == '|')
                return i;
        return line.Length;
    }

    private static List<MarkupNode> Inline(string text, int depth = 0)
    {
        var nodes = new List<MarkupNode>();
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; )
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                if (text[i + 1] == '\\')
                    Add(MarkupNode.Element("br"));
                else
                    plain.Append(text[i + 1]);
                i += 2;
            }
            else if (Piece(text, i, depth) is { } piece)
            {
                if (piece.Node is not null)
                    Add(piece.Node);
                i = piece.End;
            }
            else
                plain.Append(text[i++]);
        }
        Flush();
        return nodes;

        void Add(MarkupNode node)
        {
            Flush();
            nodes.Add(node);
        }

        void Flush()
        {
            if (plain.Length > 0)
                nodes.Add(MarkupNode.Text(plain.ToString()));
            plain.Clear();
        }
    }

    /// <summary>What begins at a place, and where it ends; a null node for what is left out.</summary>
    private static (MarkupNode? Node, int End)? Piece(string text, int at, int depth)
    {
        switch (text[at])
        {
            case '{' when text.AsSpan(at).StartsWith("{{"):
                return Find(text, "}}", at + 2) is var mono and > 0
                    ? (MarkupNode.Element("code", MarkupNode.Text(text[(at + 2)..mono])), mono + 2)
                    : null;
            case '{':
                return Find(text, "}", at + 1) is var close and > 0 && InlineMacro().IsMatch(text[(at + 1)..close])
                    ? (null, close + 1)
                    : null;
            case '[':
                return Find(text, "]", at + 1) is var link and > 0 && link > at + 1 ? (Link(text[(at + 1)..link]), link + 1) : null;
            case '!':
                return Find(text, "!", at + 1) is var picture and > 0 && Picture().IsMatch(text[(at + 1)..picture])
                    ? (MarkupNode.Element("img").With("src", text[(at + 1)..picture].Split('|')[0]), picture + 1)
                    : null;
            case 'h'
                when (at == 0 || !char.IsLetterOrDigit(text[at - 1]))
                    && Address().Match(text, at) is { Success: true } address
                    && address.Index == at:
                return (MarkupNode.Element("a", MarkupNode.Text(address.Value)).With("href", address.Value), at + address.Length);
            case '*' or '_' or '+' or '-' or '^' or '~' when depth < MaxDepth && Emphasis(text, at) is var end and > 0:
                var inner = Inline(text[(at + 1)..end], depth + 1);
                return (
                    MarkupNode.Element(
                        text[at] switch
                        {
                            '*' => "b",
                            '_' => "i",
                            _ => "span",
                        },
                        inner
                    ),
                    end + 1
                );
            case '?' when depth < MaxDepth && text.AsSpan(at).StartsWith("??") && Find(text, "??", at + 2) is var cite and > 0:
                return (MarkupNode.Element("i", Inline(text[(at + 2)..cite], depth + 1)), cite + 2);
            default:
                return null;
        }
    }

    // The mark must begin a word, and the same mark end one.
    private static int Emphasis(string text, int at)
    {
        var mark = text[at];
        if (
            (at > 0 && (char.IsLetterOrDigit(text[at - 1]) || text[at - 1] == mark))
            || at + 2 >= text.Length
            || char.IsWhiteSpace(text[at + 1])
            || text[at + 1] == mark
        )
            return -1;
        for (var i = at + 2; i < text.Length && i - at < MaxMarked; i++)
            if (
                text[i] == mark
                && !char.IsWhiteSpace(text[i - 1])
                && text[i - 1] != '\\'
                && (i + 1 == text.Length || !char.IsLetterOrDigit(text[i + 1]))
            )
                return i;
        return -1;
    }

    private static int Find(string text, string end, int from) =>
        text.IndexOf(end, from, Math.Min(MaxMarked, text.Length - from), StringComparison.Ordinal);

    private static MarkupNode Link(string content)
    {
        var parts = content.Split('|');
        var target = parts.Length > 1 ? parts[1].Trim() : parts[0].Trim();
        // [~kim] and [~accountid:5b10] mention somebody.
        if (parts.Length == 1 && target.StartsWith('~'))
            return MarkupNode.Text("@" + (target.StartsWith(Account, StringComparison.Ordinal) ? target[Account.Length..] : target[1..]));
        var text = parts[0].Trim().TrimStart('^', '~');
        return MarkupNode.Element("a", MarkupNode.Text(text.Length > 0 ? text : target)).With("href", target);
    }

    [GeneratedRegex(@"^(.*?)\{(code|noformat|panel|quote|info|note|warning|tip|expand)(?::([^}]*))?\}", RegexOptions.NonBacktracking)]
    private static partial Regex Macro();

    [GeneratedRegex(@"^\s*h([1-6])\.\s+(.*)$", RegexOptions.NonBacktracking)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^-{4,5}\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Rule();

    [GeneratedRegex(@"^\s*([*#]{1,20}|-)\s+(\S.*)$", RegexOptions.NonBacktracking)]
    private static partial Regex ListItem();

    [GeneratedRegex(@"^(?:color|anchor|toc|section|column)(?::.*)?$", RegexOptions.NonBacktracking)]
    private static partial Regex InlineMacro();

    [GeneratedRegex(@"^[^\s!|][^!|]*\.(?:png|jpe?g|gif|svg|bmp|webp)(?:\|[^!]*)?$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Picture();

    [GeneratedRegex(@"\Ghttps?://[^\s\[\]|{}<>""]+", RegexOptions.None, 1000)]
    private static partial Regex Address();

    /// <param name="Marks">Such as <c>*#</c>: its kind and those of the lists around it.</param>
    /// <param name="Below">Blocks that belong to it.</param>
    private sealed record ListEntry(string Marks, string Text, List<MarkupNode> Below)
    {
        public IEnumerable<MarkupNode> Nodes() => [MarkupNode.Element("p", Inline(Text)), .. Below];
    }
}
