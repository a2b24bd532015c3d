using Knowledge.Content.Documents;

namespace Knowledge.Indexer.Linking;

/// <summary>Fragments of a page's address. Those of what it shows from front matter hold a dot, which those of headings never do.</summary>
public static class PageAnchors
{
    public const string Symptoms = "page.symptoms";
    public const string Searched = "page.searched";

    private const string GitHubPrefix = "user-content-";

    /// <summary>The anchor that a fragment (unescaped) means, as the page writes it; null when the page has none like it.</summary>
    public static string? Find(Document page, string fragment)
    {
        var wanted = fragment.StartsWith(GitHubPrefix, StringComparison.Ordinal) ? fragment[GitHubPrefix.Length..] : fragment;
        var plain = Plain(wanted);
        return page.Sections.Select(s => s.Anchor).FirstOrDefault(a => a == wanted)
            ?? page.Sections.Select(s => s.Anchor).FirstOrDefault(a => a.Length > 0 && Plain(a) == plain)
            ?? (IsWritten(page, wanted) ? wanted : null);
    }

    // Site generators differ in how they write a heading's anchor, and mostly in case and separators.
    private static string Plain(string anchor) => string.Concat(anchor.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static bool IsWritten(Document page, string anchor) =>
        anchor is Symptoms or Searched
        || page.Markdown.Contains($"id=\"{anchor}\"", StringComparison.Ordinal)
        || page.Markdown.Contains($"name=\"{anchor}\"", StringComparison.Ordinal)
        || page.Markdown.Contains($"{{#{anchor}}}", StringComparison.Ordinal)
        || page.Markdown.Contains($"[^{anchor}]", StringComparison.Ordinal);
}
