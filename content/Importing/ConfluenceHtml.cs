using System.Text.RegularExpressions;

namespace Knowledge.Content.Importing;

/// <summary>Pages of Confluence's HTML export, as a browser shows them.</summary>
/// <remarks>
/// Shape: one file per page, named by title and page id or by id alone; <c>title</c> holds "Space : Page"; the page is in
/// <c>#main-content</c>, its files are
/// listed below <c>#attachments</c> with links to <c>attachments/ID/…</c>. "Export Content to Word, PDF, HTML and XML",
/// https://confluence.atlassian.com/doc/export-content-to-word-pdf-html-and-xml-139475.html. The classes of boxes, code, expanders
/// and task lists are those of the
/// documentation spaces that Atlassian and others publish as such exports.
/// </remarks>
internal static partial class ConfluenceHtml
{
    /// <summary>The title, from the beginning of a page.</summary>
    public static string TitleOf(string html, string file)
    {
        var nodes = MarkupTree.Read(html, MarkupDialect.Html);
        var title =
            (
                MarkupNode.ElementsOf(nodes).FirstOrDefault(e => e["id"] == "title-text")
                ?? MarkupNode.ElementsOf(nodes).FirstOrDefault(e => e.Name == "title")
            )?.InnerText
            ?? "";
        title = string.Join(' ', title.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        // A title may hold a colon itself, the name of a space seldom does.
        var at = title.IndexOf(" : ", StringComparison.Ordinal);
        var own = at < 0 ? title : title[(at + 3)..];
        return own.Length > 0 ? own : IdOf(file);
    }

    /// <summary>The page id at the end of a file name; the name itself when there is none.</summary>
    public static string IdOf(string file)
    {
        var name = file[(file.LastIndexOf('/') + 1)..];
        if (name.LastIndexOf('.') is var dot and > 0)
            name = name[..dot];
        return IdAtEnd().Match(name) is { Success: true } id ? id.Groups[1].Value : name;
    }

    /// <param name="resolve">The file or address that a link as written in the page leads to.</param>
    public static (string Markdown, IReadOnlyList<Picture> Attachments, IReadOnlyList<string> Labels) Write(
        string html,
        string pageId,
        ConfluenceSite site,
        Func<string, string?> resolve
    )
    {
        var nodes = MarkupTree.Read(html, MarkupDialect.Html);
        var all = MarkupNode.ElementsOf(nodes).ToList();
        var main =
            all.FirstOrDefault(e => e["id"] == "main-content")
            ?? all.FirstOrDefault(e => e.HasClass("wiki-content"))
            ?? all.FirstOrDefault(e => e.Name == "body");
        IReadOnlyList<MarkupNode> content = main is null ? nodes : main.Children;
        var headings = HeadingLinks.Of(content);
        var (markdown, pictures) = MarkdownWriter.Write(
            [.. content.SelectMany(Node)],
            url => url.StartsWith('#') ? headings.Find(url[1..]) : resolve(url)
        );
        var attachments = all.Where(e => e.HasClass("greybox"))
            .SelectMany(e => e.Descendants())
            .Where(e => e.Name == "a" && e["href"]?.Contains("attachments/", StringComparison.Ordinal) == true)
            .Select(e => e.InnerText.Trim())
            .Where(n => n.Length > 0)
            .Select(n => new Picture(n, site.AttachmentAddress(pageId, n)));
        var labels = all.Where(e => e.HasClass("label-list"))
            .SelectMany(e => e.Descendants())
            .Where(e => e.Name == "a")
            .Select(e => e.InnerText.Trim())
            .Where(l => l.Length > 0);
        return (markdown, [.. attachments, .. pictures], [.. labels.Distinct()]);
    }

    private static IEnumerable<MarkupNode> Node(MarkupNode node)
    {
        if (node is not MarkupElement element)
            return [node];
        if (element.HasClass("confluence-information-macro"))
            return [Box(element)];
        if (element.HasClass("expand-container"))
            return
            [
                MarkupNode.Element(
                    "details",
                    [
                        MarkupNode.Element("summary", MarkupNode.Text(Text(element, "expand-control-text"))),
                        .. Inner(Find(element, "expand-content")),
                    ]
                ),
            ];
        if (element.Name == "pre")
            return
            [
                element.With(
                    "language",
                    Brush().Match(element["data-syntaxhighlighter-params"] ?? "") is { Success: true } brush ? brush.Groups[1].Value : ""
                ),
            ];
        if (element.HasClass("panel") && !element.HasClass("code") && !element.HasClass("preformatted"))
            return [MarkupNode.Element("blockquote", [.. Title(Text(element, "panelHeader")), .. Inner(Find(element, "panelContent"))])];
        if (element.HasClass("codeHeader") || element.HasClass("preformattedHeader"))
            return [MarkupNode.Element("p", MarkupNode.Element("b", Inner(element)))];
        if (element.HasClass("toc-macro") || element.HasClass("collapse-source"))
            return [];
        if (element.Name == "ul" && element.HasClass("inline-task-list"))
            return
            [
                MarkupNode.Element(
                    "ul",
                    [
                        .. element
                            .Children.OfType<MarkupElement>()
                            .Select(i => (i with { Children = Inner(i) }).With("checked", i.HasClass("checked") ? "true" : "false")),
                    ]
                ),
            ];
        if (element.Name == "img" && element.HasClass("emoticon"))
            return [MarkupNode.Text(element["data-emoji-fallback"] ?? element["alt"] ?? "")];
        if (element.Name == "img" && element["data-linked-resource-default-alias"] is { Length: > 0 } name)
            return [element.With("alt", element["alt"] is { Length: > 0 } alt ? alt : name)];
        return [element with { Children = Inner(element) }];
    }

    private static IReadOnlyList<MarkupNode> Inner(MarkupElement? element) => element is null ? [] : [.. element.Children.SelectMany(Node)];

    private static MarkupElement Box(MarkupElement box)
    {
        var kind =
            box.HasClass("confluence-information-macro-warning") ? "WARNING"
            : box.HasClass("confluence-information-macro-note") ? "IMPORTANT"
            : box.HasClass("confluence-information-macro-tip") ? "TIP"
            : "NOTE";
        var title = box.Children.OfType<MarkupElement>().FirstOrDefault(c => c.HasClass("title"))?.InnerText.Trim() ?? "";
        return MarkupNode.Element("aside", [.. Title(title), .. Inner(Find(box, "confluence-information-macro-body"))]).With("kind", kind);
    }

    private static IEnumerable<MarkupNode> Title(string title) =>
        title.Length == 0 ? [] : [MarkupNode.Element("p", MarkupNode.Element("b", MarkupNode.Text(title)))];

    private static MarkupElement? Find(MarkupElement element, string name) => element.Descendants().FirstOrDefault(d => d.HasClass(name));

    private static string Text(MarkupElement element, string name) => Find(element, name)?.InnerText.Trim() ?? "";

    [GeneratedRegex(@"^(?:.*_)?(\d{1,20})$", RegexOptions.NonBacktracking)]
    private static partial Regex IdAtEnd();

    [GeneratedRegex(@"brush:\s*([A-Za-z0-9+#._-]+)", RegexOptions.NonBacktracking)]
    private static partial Regex Brush();
}
