using System.Globalization;
using System.Text;

namespace Knowledge.Content.Importing;

internal sealed partial class MarkdownWriter
{
    private string List(MarkupElement list, InlineContext place, bool isAlternate)
    {
        var items = new List<(MarkupElement Item, List<MarkupNode> Content)>();
        foreach (var child in list.Children)
            if (child is MarkupElement { Name: "li" } item)
                items.Add((item, [.. item.Children]));
            else if (child is MarkupText text && string.IsNullOrWhiteSpace(text.Value))
                continue;
            else if (items.Count > 0)
                items[^1].Content.Add(child);
            else
                items.Add((MarkupNode.Element("li"), [child]));

        var number =
            int.TryParse(list["start"], NumberStyles.None, CultureInfo.InvariantCulture, out var start) && start < 1_000_000 ? start : 1;
        var written = new StringBuilder();
        var lastWasLoose = false;
        foreach (var (item, content) in items)
        {
            var blocks = BlocksOf(content, place with { CanHaveHeadings = false });
            if (blocks.Count == 0)
                continue;
            var marker =
                list.Name == "ol" ? $"{number++}{(isAlternate ? ')' : '.')} "
                : isAlternate ? "* "
                : "- ";
            var box = item["checked"] switch
            {
                null => "",
                "true" => "[x] ",
                _ => "[ ] ",
            };
            var indent = new string(' ', marker.Length);
            var isLoose = false;
            if (written.Length > 0)
                written.Append(lastWasLoose || blocks.Count > 2 ? "\n\n" : "\n");
            for (var i = 0; i < blocks.Count; i++)
            {
                // A nested list stands directly below its item's text; anything else needs an empty line.
                var isNestedList =
                    i == 1
                    && blocks.Count == 2
                    && IsList(blocks[1])
                    && !IsList(blocks[0])
                    && !blocks[0].Contains('\n', StringComparison.Ordinal);
                isLoose |= i > 0 && !isNestedList;
                if (i > 0)
                    written.Append(isNestedList ? "\n" : "\n\n");
                written
                    .Append(i == 0 ? marker + box : indent)
                    .Append(
                        string.Join('\n', blocks[i].Split('\n').Select((line, n) => n == 0 || line.Length == 0 ? line : indent + line))
                    );
            }
            lastWasLoose = isLoose;
        }
        return written.ToString();
    }

    private static bool IsList(string block) =>
        block.StartsWith("- ", StringComparison.Ordinal)
        || block.StartsWith("* ", StringComparison.Ordinal)
        || (
            block.IndexOf(". ", StringComparison.Ordinal) is > 0 and < 8 and var dot
            && block.AsSpan(0, dot).IndexOfAnyExceptInRange('0', '9') < 0
        );
}
