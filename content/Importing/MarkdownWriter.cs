using System.Collections.Frozen;
using Knowledge.Content.Markup;

namespace Knowledge.Content.Importing;

/// <summary>A picture that a page shows; pictures are not imported, only named.</summary>
/// <param name="Link">Where it is, when it is somewhere that can be linked to.</param>
internal sealed record Picture(string Name, string? Link);

/// <summary>
/// Writes a tree as Markdown in the product's own dialect. Only text, links that the caller lets through, and the tags <c>details</c>,
/// <c>summary</c>, <c>br</c> and <c>code</c> come out, so nothing active can.
/// </summary>
internal sealed partial class MarkdownWriter
{
    // csharpier-ignore
    private static readonly FrozenSet<string> Blocks =
    [
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
        "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p",
        "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    ];

    private readonly Func<string, string?> resolve;
    private readonly int shift;
    private readonly List<Picture> pictures = [];

    private readonly int highest;

    private MarkdownWriter(Func<string, string?> resolve, int shift, int highest) =>
        (this.resolve, this.shift, this.highest) = (resolve, shift, highest);

    /// <param name="resolve">The address to link to for one that is written, or null for no link; what it gives still has to be
    /// http, https, mailto or relative.</param>
    /// <param name="highestLevel">Level of the highest heading; the others keep their distance from it.</param>
    public static (string Markdown, IReadOnlyList<Picture> Pictures) Write(
        IReadOnlyList<MarkupNode> nodes,
        Func<string, string?> resolve,
        int highestLevel = 2
    )
    {
        var highest = MarkupNode.ElementsOf(nodes).Select(e => HeadingLevel(e.Name)).Where(l => l > 0).DefaultIfEmpty(2).Min();
        var writer = new MarkdownWriter(resolve, highestLevel - highest, Math.Min(highestLevel, 2));
        return (string.Join("\n\n", writer.BlocksOf(nodes, new(CanHaveHeadings: true))), writer.pictures);
    }

    /// <summary>Links only to where a link can lead from any page.</summary>
    public static string? AbsoluteOnly(string url) => url.Contains(':', StringComparison.Ordinal) ? url : null;

    private sealed record InlineContext(
        bool CanHaveHeadings = false,
        bool InCell = false,
        bool InLink = false,
        bool InBold = false,
        bool InItalic = false
    );

    private static int HeadingLevel(string name) => name is ['h', >= '1' and <= '6'] ? name[1] - '0' : 0;

    private List<string> BlocksOf(IReadOnlyList<MarkupNode> nodes, InlineContext place)
    {
        var blocks = new List<string>();
        var run = new List<MarkupNode>();
        string? lastList = null;
        var isAlternate = false;
        foreach (var node in nodes)
        {
            // What a whole document says about itself is no part of its text.
            if (node is MarkupElement { Name: "head" or "title" })
                continue;
            if (node is not MarkupElement element || !HoldsBlock(element))
            {
                run.Add(node);
                continue;
            }
            AddParagraph();
            // Two lists of one kind that follow each other are told apart by their marker.
            isAlternate = element.Name == lastList && !isAlternate;
            var before = blocks.Count;
            blocks.AddRange(BlockOf(element, place, isAlternate));
            if (blocks.Count > before)
                lastList = element.Name;
        }
        AddParagraph();
        return blocks;

        void AddParagraph()
        {
            if (run.Count == 0)
                return;
            if (Paragraph(run, place) is { Length: > 0 } paragraph)
            {
                blocks.Add(paragraph);
                lastList = null;
            }
            run.Clear();
        }
    }

    private static bool HoldsBlock(MarkupElement element) =>
        Blocks.Contains(element.Name) || element.Descendants().Any(e => Blocks.Contains(e.Name));

    private string Paragraph(IReadOnlyList<MarkupNode> nodes, InlineContext place) => MarkdownText.EscapeLineStarts(Inline(nodes, place));

    private IEnumerable<string> BlockOf(MarkupElement element, InlineContext place, bool isAlternate)
    {
        switch (element.Name)
        {
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                return Some(Heading(element, place));
            case "p":
                return HasBlockChild(element) ? BlocksOf(element.Children, place) : Some(Paragraph(element.Children, place));
            case "pre":
                return Some(MarkdownText.CodeBlock(element.InnerText, element["language"]));
            case "hr":
                return ["---"];
            case "ul" or "ol":
                return Some(List(element, place, isAlternate));
            case "dl":
                return BlocksOf(element.Children, place);
            case "dt":
                return Some(Bold(element.Children, place));
            case "blockquote":
                return Some(Prefixed(BlocksOf(element.Children, place with { CanHaveHeadings = false }), "> "));
            case "aside":
                return Some(Alert(element, place));
            case "details":
                return Details(element, place);
            case "table":
                return Table(element, place);
            default:
                return BlocksOf(element.Children, place);
        }
    }

    private static bool HasBlockChild(MarkupElement element) => element.Children.OfType<MarkupElement>().Any(HoldsBlock);

    private static IEnumerable<string> Some(string block) => block.Length == 0 ? [] : [block];

    private static string Prefixed(List<string> blocks, string prefix) =>
        blocks.Count == 0 ? "" : string.Join('\n', string.Join("\n\n", blocks).Split('\n').Select(line => (prefix + line).TrimEnd()));

    private string Heading(MarkupElement element, InlineContext place)
    {
        if (!place.CanHaveHeadings)
            return Bold(element.Children, place);
        var text = Inline(element.Children, place with { InBold = true }).Replace("\\\n", " ", StringComparison.Ordinal);
        if (text.Length == 0)
            return "";
        // A number sign at the end would be taken for the closing one, and a brace for that of attributes.
        if (text[^1] is '#' or '}')
            text = $"{text[..^1]}\\{text[^1]}";
        return $"{new string('#', Math.Clamp(HeadingLevel(element.Name) + shift, highest, 6))} {text}";
    }

    private string Bold(IReadOnlyList<MarkupNode> nodes, InlineContext place) => Paragraph([MarkupNode.Element("b", nodes)], place);

    private string Alert(MarkupElement element, InlineContext place)
    {
        var kind =
            element["kind"] is { } given && given is "NOTE" or "TIP" or "IMPORTANT" or "WARNING" or "CAUTION" ? element["kind"]! : "NOTE";
        var blocks = BlocksOf(element.Children, place with { CanHaveHeadings = false });
        return blocks.Count == 0 ? "" : $"> [!{kind}]\n{Prefixed(blocks, "> ")}";
    }

    private IEnumerable<string> Details(MarkupElement element, InlineContext place)
    {
        var summary = element.Children.OfType<MarkupElement>().FirstOrDefault(c => c.Name == "summary")?.InnerText.Trim();
        var blocks = BlocksOf([.. element.Children.Where(c => c is not MarkupElement { Name: "summary" })], place);
        if (blocks.Count == 0)
            return [];
        var title = string.Join(
            ' ',
            (string.IsNullOrEmpty(summary) ? "More" : summary).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
        return [$"<details>\n<summary>{MarkdownText.Entities(title)}</summary>", .. blocks, "</details>"];
    }

    private string Inline(IReadOnlyList<MarkupNode> nodes, InlineContext place)
    {
        var line = new MarkdownLine();
        Append(nodes, line, place);
        return line.ToString();
    }

    private void Append(IReadOnlyList<MarkupNode> nodes, MarkdownLine line, InlineContext place)
    {
        foreach (var node in nodes)
        {
            if (node is MarkupText text)
                line.AppendText(MarkdownText.Escape(text.Value, place.InCell));
            else if (node is MarkupElement element)
                Append(element, line, place);
        }
    }

    private void Append(MarkupElement element, MarkdownLine line, InlineContext place)
    {
        switch (element.Name)
        {
            case "b" or "strong" when !place.InBold:
                line.AppendMarked("**", Inline(element.Children, place with { InBold = true }));
                break;
            case "i" or "em" or "cite" or "var" or "dfn" when !place.InItalic:
                line.AppendMarked("*", Inline(element.Children, place with { InItalic = true }));
                break;
            case "code" or "kbd" or "samp" or "tt":
                line.AppendMark(MarkdownText.Code(element.InnerText.Trim(), place.InCell));
                break;
            case "a":
                AppendLink(element, line, place);
                break;
            case "img":
                AppendPicture(element, line, place);
                break;
            case "br":
                line.AppendBreak(place.InCell ? CellBreak.Trim() + " " : "\\\n");
                break;
            case "q":
                line.AppendText("“");
                Append(element.Children, line, place);
                line.AppendText("”");
                break;
            case "pre":
                line.AppendMark(MarkdownText.Code(element.InnerText.Trim(), place.InCell));
                break;
            case "hr" or "head" or "title":
                break;
            default:
                // A block where only a line has room: told apart by space.
                var isBlock = Blocks.Contains(element.Name);
                if (isBlock)
                    line.AppendText(" ");
                Append(element.Children, line, place);
                if (isBlock)
                    line.AppendText(" ");
                break;
        }
    }

    private void AppendLink(MarkupElement element, MarkdownLine line, InlineContext place)
    {
        var target = place.InLink ? null : Target(element["href"]);
        if (target is null)
        {
            Append(element.Children, line, place);
            return;
        }
        var text = Inline(element.Children, place with { InLink = true });
        if (text.Trim().Length == 0)
            text = MarkdownText.Escape(element["href"]!, place.InCell);
        line.AppendMark($"[{text.Trim()}]({target})");
    }

    private string? Target(string? written)
    {
        if (written is null || resolve(written.Trim()) is not { Length: > 0 } url || MarkdownText.Address(url) is not { } address)
            return null;
        return LinkPolicy.IsAllowed(address) ? address : null;
    }

    private void AppendPicture(MarkupElement element, MarkdownLine line, InlineContext place)
    {
        var source = element["src"] ?? "";
        var isInline = source.StartsWith("data:", StringComparison.OrdinalIgnoreCase);
        var file = source.Split('?', '#')[0];
        var name =
            element["alt"] is { } alt && alt.Trim().Length > 0 ? alt.Trim()
            : isInline ? "picture"
            : Uri.UnescapeDataString(file[(file.LastIndexOf('/') + 1)..]);
        if (name.Length == 0)
            return;
        if (name.Length > 300)
            name = name[..300];
        pictures.Add(new(name, isInline ? null : Target(source)));
        line.AppendMarked(place.InItalic ? "" : "*", $"Image: {MarkdownText.Escape(name, place.InCell)}");
    }
}
