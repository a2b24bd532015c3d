using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Indexer.Linking;

namespace Knowledge.Indexer.Checks;

/// <summary>KB131: a page links to a section that its target does not have.</summary>
internal static class BrokenAnchor
{
    public static IEnumerable<Finding> Find(CheckedContent content)
    {
        // Every page of a source may link to them.
        var labels = content.Pages.SelectMany(p => p.Document.Labels.Select(l => (p.Document.Source, l.Name))).ToHashSet();
        return from page in content.Pages
            from link in page.Elements.Links.DistinctBy(l => (l.Target, l.Line))
            where
                Target(content, page.Document, link.Target) is { } target
                && target.Section is null
                && !IsMadeByGenerator(target.Page, Fragment(link.Target))
                && !labels.Contains((page.Document.Source, Fragment(link.Target)))
                && !SourcePaths.IsIncluded(page.Document.Path)
            select CheckedContent.Finding(
                FindingCodes.BrokenAnchor,
                Severity.Warning,
                page.Document,
                link.Line,
                "The page is there, the section is not. Link to one of its headings.",
                link.Target
            );
    }

    private static string Fragment(string target) => Uri.UnescapeDataString(target[(target.IndexOf('#', StringComparison.Ordinal) + 1)..]);

    /// <summary>
    /// Anchors of tabs (MkDocs), of text (<c>:~:text=</c>), and of headings with that of the one above in front, or with the number of an
    /// escaped sign in it (Middleman).
    /// </summary>
    private static bool IsMadeByGenerator(Document page, string fragment)
    {
        if (fragment.StartsWith("__", StringComparison.Ordinal))
            return true;
        if (fragment.IndexOf(":~:", StringComparison.Ordinal) is >= 0 and var text)
            return text == 0 || PageAnchors.Find(page, fragment[..text]) is not null;
        var plain = fragment.Replace("-39-", "", StringComparison.Ordinal).Replace("-quot-", "-", StringComparison.Ordinal);
        return PageAnchors.Find(page, plain) is not null
            || page.Sections.Any(s =>
                s is { Anchor.Length: > 0, HeadingPath.Count: > 1 } && plain.EndsWith("-" + s.Anchor, StringComparison.Ordinal)
            );
    }

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
