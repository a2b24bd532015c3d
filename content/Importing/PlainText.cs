using System.Text.RegularExpressions;

namespace Knowledge.Content.Importing;

/// <summary>
/// Text that people typed into a field without formatting: numbered and dashed lines are lists, indented ones code, other lines
/// stay lines.
/// </summary>
internal static partial class PlainText
{
    public static IReadOnlyList<MarkupNode> Read(string text)
    {
        var nodes = new List<MarkupNode>();
        var items = new List<List<MarkupNode>>();
        var lines = new List<string>();
        var code = new List<string>();
        MarkupElement? list = null;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var indent = line.StartsWith('\t') ? 4 : line.Length - line.TrimStart(' ').Length;
            if (string.IsNullOrWhiteSpace(line))
            {
                EndLines();
                if (code.Count > 0)
                    code.Add("");
            }
            else if (Item().Match(line) is { Success: true } item)
            {
                EndLines();
                EndCode();
                var mark = item.Groups[1].Value;
                var kind = char.IsAsciiDigit(mark[0]) ? "ol" : "ul";
                if (list?.Name != kind)
                    EndList();
                list ??= MarkupNode.Element(kind).With("start", mark.TrimEnd('.', ')'));
                items.Add([MarkupNode.Element("p", MarkupNode.Text(item.Groups[2].Value))]);
            }
            else if (indent >= (list is null ? 4 : 2))
            {
                EndLines();
                code.Add(line.StartsWith('\t') ? "    " + line[1..] : line);
            }
            else
            {
                EndCode();
                EndList();
                lines.Add(line);
            }
        }
        EndLines();
        EndCode();
        EndList();
        return nodes;

        void EndLines()
        {
            if (lines.Count > 0)
                nodes.Add(
                    MarkupNode.Element(
                        "p",
                        [
                            .. lines.SelectMany(
                                (l, i) => i == 0 ? new MarkupNode[] { MarkupNode.Text(l) } : [MarkupNode.Element("br"), MarkupNode.Text(l)]
                            ),
                        ]
                    )
                );
            lines.Clear();
        }

        // Indented below an item it belongs to the item.
        void EndCode()
        {
            if (code.Any(l => l.Length > 0))
                (list is null ? nodes : items[^1]).Add(MarkupNode.Element("pre", MarkupNode.Text(string.Join('\n', Flush(code)))));
            code.Clear();
        }

        void EndList()
        {
            if (list is not null)
                nodes.Add(list with { Children = [.. items.Select(i => MarkupNode.Element("li", i))] });
            items.Clear();
            list = null;
        }
    }

    // To the left edge, as far as all of it stands away from it.
    private static IEnumerable<string> Flush(List<string> code)
    {
        var edge = code.Where(l => l.Length > 0).Min(l => l.Length - l.TrimStart(' ').Length);
        return code.Select(l => l.Length > 0 ? l[edge..] : l);
    }

    [GeneratedRegex(@"^\s{0,3}(\d{1,3}[.)]|[-*•])\s+(\S.*)$", RegexOptions.NonBacktracking)]
    private static partial Regex Item();
}
