namespace Knowledge.Content.Importing;

/// <summary>Pages in Confluence's storage format: XHTML with macros, links, pictures and tasks as elements of their own.</summary>
/// <remarks>
/// Shape: "Confluence Storage Format", https://confluence.atlassian.com/doc/confluence-storage-format-790796544.html, and the page
/// of each macro
/// there (Code Block, Info, Tip, Note, and Warning, Expand, Panel, Noformat). Macros that only gather other pages leave nothing; of
/// macros that it does not
/// know the text inside stays.
/// </remarks>
internal static class ConfluenceStorage
{
    // They show other pages, or help to move about in this one.
    // csharpier-ignore
    private static readonly string[] WithoutText =
    [
        "toc", "toc-zone-end", "children", "pagetree", "recently-updated", "contentbylabel", "anchor", "livesearch", "labels-list",
        "popular-labels", "contributors", "space-attributes", "create-from-template", "tasks-report-macro", "details-summary",
        "detailssummary", "blog-posts", "profile", "gallery", "attachments", "change-history", "pagetreesearch",
    ];

    /// <param name="pageId">For the addresses of attachments.</param>
    /// <param name="space">Key of the space in which links without one lead.</param>
    public static (string Markdown, IReadOnlyList<Picture> Pictures) Write(string body, string pageId, string space, ConfluenceSite site)
    {
        var nodes = MarkupTree.Read(WithPlainEnds(body), MarkupDialect.Xml);
        var translation = new Translation(pageId, space, site, HeadingLinks.Of(nodes));
        return MarkdownWriter.Write(translation.Nodes(nodes), translation.Resolve);
    }

    // In an export a body stands in CDATA itself, so the ends of CDATA inside it are written with a space.
    private static string WithPlainEnds(string body) =>
        body.Replace("]] ></ac:plain-text", "]]></ac:plain-text", StringComparison.Ordinal)
            .Replace("]]]] ><![CDATA[>", "]]]]><![CDATA[>", StringComparison.Ordinal);

    private sealed class Translation(string pageId, string space, ConfluenceSite site, HeadingLinks headings)
    {
        public string? Resolve(string url) =>
            url.StartsWith('#')
                ? headings.Find(url[1..]) ?? (url.StartsWith("#!", StringComparison.Ordinal) ? url[2..] : null)
                : site.Resolve(url);

        public IReadOnlyList<MarkupNode> Nodes(IReadOnlyList<MarkupNode> nodes) =>
            [.. nodes.SelectMany(n => n is MarkupElement element ? Element(element) : [n])];

        private IEnumerable<MarkupNode> Element(MarkupElement element)
        {
            switch (element.Name)
            {
                case "ac:structured-macro" or "ac:macro":
                    return Macro(element);
                case "ac:task-list":
                    return
                    [
                        MarkupNode.Element(
                            "ul",
                            [.. element.Children.OfType<MarkupElement>().Where(c => c.Name == "ac:task").Select(Task)]
                        ),
                    ];
                case "ac:link":
                    return Link(element);
                case "ac:image":
                    return Image(element);
                case "ac:emoticon":
                    return element["ac:emoji-fallback"] is { Length: > 0 } emoji ? [MarkupNode.Text(emoji)] : [];
                case "time":
                    return [MarkupNode.Text(element["datetime"] ?? ""), .. Nodes(element.Children)];
                case "ac:adf-fallback":
                    return Nodes(element.Children);
                case "ac:parameter" or "ac:placeholder" or "ac:default-parameter" or "ac:adf-node" or "ac:adf-attribute":
                    return [];
                default:
                    return [element with { Children = Nodes(element.Children) }];
            }
        }

        private IEnumerable<MarkupNode> Macro(MarkupElement macro)
        {
            var name = (macro["ac:name"] ?? "").ToLowerInvariant();
            var title = Parameter(macro, "title") ?? "";
            var body = macro.Children.OfType<MarkupElement>().FirstOrDefault(c => c.Name is "ac:rich-text-body" or "ac:plain-text-body");
            IReadOnlyList<MarkupNode> rich = body is null ? [] : Nodes(body.Children);
            switch (name)
            {
                case "code":
                    return [.. Title(title), Code(body, Parameter(macro, "language") ?? Parameter(macro, "") ?? "")];
                case "noformat":
                    return [.. Title(title), Code(body, "")];
                case "info" or "note" or "warning" or "tip":
                    return
                    [
                        MarkupNode
                            .Element("aside", [.. Title(title), .. rich])
                            .With(
                                "kind",
                                name switch
                                {
                                    "warning" => "WARNING",
                                    "note" => "IMPORTANT",
                                    "tip" => "TIP",
                                    _ => "NOTE",
                                }
                            ),
                    ];
                case "expand":
                    return [MarkupNode.Element("details", [MarkupNode.Element("summary", MarkupNode.Text(title)), .. rich])];
                case "panel":
                    return [MarkupNode.Element("blockquote", [.. Title(title), .. rich])];
                case "status":
                    return [MarkupNode.Text(title)];
                case "jira" when Parameter(macro, "key") is { Length: > 0 } key:
                    return [MarkupNode.Text(key)];
                case "include" or "excerpt-include":
                    return
                    [
                        MarkupNode.Element(
                            "p",
                            [
                                .. macro
                                    .Descendants()
                                    .Where(e => e.Name == "ac:link" || e.Name == "ri:page")
                                    .Take(1)
                                    .SelectMany(e => e.Name == "ac:link" ? Link(e) : PageLink(e, [], null)),
                            ]
                        ),
                    ];
                case "view-file" or "viewpdf" or "viewdoc" or "viewxls" or "viewppt" or "multimedia":
                    return [.. macro.Descendants().Where(e => e.Name == "ri:attachment").Take(1).SelectMany(a => AttachmentLink(a, []))];
                case var _ when WithoutText.Contains(name):
                    return [];
                case var _ when body is { Name: "ac:plain-text-body" }:
                    return [Code(body, "")];
                default:
                    return rich;
            }
        }

        private static IEnumerable<MarkupNode> Title(string title) =>
            title.Length == 0 ? [] : [MarkupNode.Element("p", MarkupNode.Element("b", MarkupNode.Text(title)))];

        private static MarkupElement Code(MarkupElement? body, string language) =>
            MarkupNode.Element("pre", MarkupNode.Text(body?.InnerText ?? "")).With("language", language);

        private static string? Parameter(MarkupElement macro, string name) =>
            macro
                .Children.OfType<MarkupElement>()
                .FirstOrDefault(c => c.Name == "ac:parameter" && (c["ac:name"] ?? "").Equals(name, StringComparison.OrdinalIgnoreCase))
                ?.InnerText.Trim();

        private MarkupElement Task(MarkupElement task)
        {
            var isDone = Child(task, "ac:task-status")?.InnerText.Trim() == "complete";
            return MarkupNode
                .Element("li", Child(task, "ac:task-body") is { } body ? Nodes(body.Children) : [])
                .With("checked", isDone ? "true" : "false");
        }

        private static MarkupElement? Child(MarkupElement element, string name) =>
            element.Children.OfType<MarkupElement>().FirstOrDefault(c => c.Name == name);

        private IEnumerable<MarkupNode> Link(MarkupElement link)
        {
            var words = Child(link, "ac:plain-text-link-body") ?? Child(link, "ac:link-body");
            IReadOnlyList<MarkupNode> text = words is null ? [] : Nodes(words.Children);
            var anchor = link["ac:anchor"];
            if ((Child(link, "ri:page") ?? Child(link, "ri:blog-post") ?? Child(link, "ri:content-entity")) is { } page)
                return PageLink(page, text, anchor);
            if (Child(link, "ri:attachment") is { } attachment)
                return AttachmentLink(attachment, text);
            if (Child(link, "ri:url")?["ri:value"] is { } url)
                return [MarkupNode.Element("a", text).With("href", url)];
            // Names of people are keys there; what was written beside them stays.
            if (anchor is null)
                return text;
            return [MarkupNode.Element("a", text.Count > 0 ? text : [MarkupNode.Text(anchor)]).With("href", "#" + anchor)];
        }

        private IEnumerable<MarkupNode> PageLink(MarkupElement page, IReadOnlyList<MarkupNode> text, string? anchor)
        {
            var title = page["ri:content-title"] ?? "";
            var key = page["ri:space-key"] is { Length: > 0 } other ? other : space;
            var id = page["ri:content-id"] ?? "";
            var target = site.FileOf(id) ?? site.FileOf(key, title) ?? site.PageAddress(id) ?? site.PageAddress(key, title);
            if (text.Count == 0)
                text = [MarkupNode.Text(title.Length > 0 ? title : anchor ?? "")];
            // The sign keeps a file name from being taken for an address of the wiki.
            return
            [
                target is null
                    ? MarkupNode.Element("span", text)
                    : MarkupNode.Element("a", text).With("href", target.Contains(':', StringComparison.Ordinal) ? target : "#!" + target),
            ];
        }

        private IEnumerable<MarkupNode> AttachmentLink(MarkupElement attachment, IReadOnlyList<MarkupNode> text)
        {
            var name = attachment["ri:filename"] ?? "";
            // An attachment of another page names that page inside.
            var target = attachment.Descendants().Any() ? null : site.AttachmentAddress(pageId, name);
            if (text.Count == 0)
                text = [MarkupNode.Text(name)];
            return [target is null ? MarkupNode.Element("span", text) : MarkupNode.Element("a", text).With("href", target)];
        }

        private IEnumerable<MarkupNode> Image(MarkupElement image)
        {
            var file = Child(image, "ri:attachment")?["ri:filename"];
            var url =
                Child(image, "ri:url")?["ri:value"]
                ?? (file is null ? null : site.AttachmentAddress(pageId, file) ?? Uri.EscapeDataString(file));
            return url is null ? [] : [MarkupNode.Element("img").With("src", url).With("alt", image["ac:alt"] ?? file ?? "")];
        }
    }
}
