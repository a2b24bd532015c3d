using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Indexer.Linking;

namespace Knowledge.Indexer.Checks;

/// <summary>KB131: a page links to a section that its target does not have.</summary>
internal static class BrokenAnchor
{
    public static IEnumerable<Finding> Find(CheckedContent content) =>
        from page in content.Pages
        from link in page.Elements.Links.DistinctBy(l => (l.Target, l.Line))
        where Target(content, page.Document, link.Target) is { } target && target.Section is null
        select CheckedContent.Finding(
            FindingCodes.BrokenAnchor,
            Severity.Warning,
            page.Document,
            link.Line,
            "The page is there, the section is not. Link to one of its headings.",
            link.Target
        );

    /// <summary>
    /// The page that a link with a fragment leads to, and the anchor on it as the page writes it; null when the link has no
    /// fragment or leads to no page.
    /// </summary>
    public static (Document Page, string? Section)? Target(CheckedContent content, Document from, string target)
    {
        var hash = target.IndexOf('#', StringComparison.Ordinal);
        if (hash < 0 || hash == target.Length - 1)
            return null;
        var page =
            hash == 0 ? from
            : content.Knowledge.UrlOf(from, target) is { } url ? content.Knowledge.Find(url["/docs/".Length..].Split('#')[0])
            : null;
        return page is null ? null : (page, PageAnchors.Find(page, Uri.UnescapeDataString(target[(hash + 1)..])));
    }
}
