using Knowledge.Content.Findings;
using Knowledge.Indexer.Postmortems.Surfaces;

namespace Knowledge.Indexer.Checks;

/// <summary>KB203: a postmortem is closed while something is unpatched, unowned or unexplained.</summary>
internal static class ClosedUnpatched
{
    public static IEnumerable<Finding> Find(CheckedContent content) =>
        from page in content.PublishedPostmortems
        where page.Document.FrontMatter.Status == "closed"
        from surface in content.Knowledge.PatchesOf(page.Document, content.Now).Surfaces
        where surface.Missing is not null
        select CheckedContent.Finding(
            FindingCodes.ClosedUnpatched,
            Severity.Error,
            page.Document,
            page.LineOf("status:"),
            $"Closed, but {surface.Name}: {surface.Missing}. Patch it, or reopen with `status: published`.",
            surface.Name
        );
}
