using System.Collections.Frozen;
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
                Block(MarkupNode.Element($"h{heading.Groups[1].Value}", WikiInline.Read(heading.Groups[2].Value)));
            else if (line.StartsWith("bq. ", StringComparison.Ordinal))
                Block(MarkupNode.Element("blockquote", MarkupNode.Element("p", WikiInline.Read(line[4..]))));
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
                MarkupNode.Element(
                    "p",
                    [.. paragraph.SelectMany((l, i) => i == 0 ? WikiInline.Read(l) : [MarkupNode.Element("br"), .. WikiInline.Read(l)])]
                )
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
                items[^1].Below.Add(MarkupNode.Element("p", WikiInline.Read(text.Trim())));
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
            cells.Add(MarkupNode.Element(isHead ? "th" : "td", WikiInline.Read(line[at..end].Trim())));
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
            else if (line[i] == '[' && WikiInline.Find(line, "]", i) is var end and > 0)
                i = end;
            else if (line[i] == '|')
                return i;
        return line.Length;
    }

    [GeneratedRegex(@"^(.*?)\{(code|noformat|panel|quote|info|note|warning|tip|expand)(?::([^}]*))?\}", RegexOptions.NonBacktracking)]
    private static partial Regex Macro();

    [GeneratedRegex(@"^\s*h([1-6])\.\s+(.*)$", RegexOptions.NonBacktracking)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^-{4,5}\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Rule();

    [GeneratedRegex(@"^\s*([*#]{1,20}|-)\s+(\S.*)$", RegexOptions.NonBacktracking)]
    private static partial Regex ListItem();

    /// <param name="Marks">Such as <c>*#</c>: its kind and those of the lists around it.</param>
    /// <param name="Below">Blocks that belong to it.</param>
    private sealed record ListEntry(string Marks, string Text, List<MarkupNode> Below)
    {
        public IEnumerable<MarkupNode> Nodes() => [MarkupNode.Element("p", WikiInline.Read(Text)), .. Below];
    }
}
