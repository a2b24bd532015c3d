namespace Knowledge.Content.Importing;

/// <summary>What an export knows of a page in addition to its text.</summary>
/// <param name="Space">Key of its space; empty when the export does not say.</param>
public sealed record ConfluencePageHead(
    string Id,
    string Title,
    string Space,
    IReadOnlyList<string> Labels,
    IReadOnlyList<string> Attachments
);

/// <summary>Makes pages of the three ways in which Confluence keeps one: storage format, wiki markup, and HTML as exported.</summary>
public static class ConfluencePage
{
    public const string System = "confluence";

    public static int MaxCharacters => MarkupTree.MaxCharacters;

    public static string TooLong { get; } = $"its text is longer than {MarkupTree.MaxCharacters:N0} characters";

    public static ImportedPage OfStorage(ConfluencePageHead head, string body, ConfluenceSite site)
    {
        var (markdown, pictures) = ConfluenceStorage.Write(body, head.Id, head.Space, site);
        return Page(head, markdown, pictures, site);
    }

    /// <summary>A page that was kept from before version 4.</summary>
    public static ImportedPage OfWikiMarkup(ConfluencePageHead head, string body, ConfluenceSite site)
    {
        var (markdown, pictures) = MarkdownWriter.Write(WikiMarkup.Read(body), url => site.FileOf(head.Space, url) ?? site.Resolve(url));
        return Page(head, markdown, pictures, site);
    }

    /// <param name="resolve">The file or address that a link as written in the page leads to; null for a link to nowhere.</param>
    public static ImportedPage OfHtml(string id, string title, string html, ConfluenceSite site, Func<string, string?> resolve)
    {
        var (markdown, attachments, labels) = ConfluenceHtml.Write(html, id, site, resolve);
        return Page(new(id, title, "", labels, []), markdown, attachments, site);
    }

    public static string TitleOfHtml(string html, string file) => ConfluenceHtml.TitleOf(html, file);

    public static string IdOfFile(string file) => ConfluenceHtml.IdOf(file);

    private static ImportedPage Page(ConfluencePageHead head, string markdown, IReadOnlyList<Picture> pictures, ConfluenceSite site) =>
        new()
        {
            Origin = new(System, head.Id, site.PageAddress(head.Id)),
            Title = head.Title,
            Tags = head.Labels,
            Body = AttachmentList.Append(
                markdown,
                head.Attachments.Select(a => new Picture(a, site.AttachmentAddress(head.Id, a))).Concat(pictures)
            ),
        };
}
