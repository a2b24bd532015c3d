using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks;

/// <summary>
/// KB130: a page links to a page that is not there. An error where the link says that it means a page (<c>b.md</c>, <c>/docs/…</c>),
/// a warning where that is only likely, as with a path from the root of a site (<c>/b.md</c>).
/// </summary>
internal static class BrokenLink
{
    public static IEnumerable<Finding> Find(CheckedContent content)
    {
        var places = SourcePaths.Of(content);
        foreach (var page in content.Pages)
        {
            foreach (var link in page.Elements.Links.DistinctBy(l => (l.Target, l.Line)))
                if (places.Judge(page.Document, link.Target) is { } severity)
                    yield return CheckedContent.Finding(
                        FindingCodes.BrokenLink,
                        severity,
                        page.Document,
                        link.Line,
                        places.Moved(page.Document, link.Target) is { } moved
                            ? $"There is no such page; `{moved}` has that name. Link to it (`kb check --fix` does)."
                            : "There is no such page. Correct the link, or write the page.",
                        link.Target
                    );
            foreach (var runbook in page.Document.FrontMatter.Runbooks)
                if (content.Knowledge.Find(runbook) is null && content.Knowledge.UrlOf(page.Document, runbook) is null)
                    yield return CheckedContent.Finding(
                        FindingCodes.BrokenLink,
                        Severity.Warning,
                        page.Document,
                        page.LineOf(runbook),
                        "`runbooks:` names a page that is not there. Give the id of the runbook, as in its address /docs/<id>.",
                        runbook
                    );
        }
    }
}
