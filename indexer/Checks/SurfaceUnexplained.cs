using Knowledge.Content.Findings;
using Knowledge.Indexer.Postmortems.Surfaces;

namespace Knowledge.Indexer.Checks;

/// <summary>
/// KB205: a postmortem that tells of surfaces leaves one out, or does not say who patches it until when, where, or why not.
/// </summary>
internal static class SurfaceUnexplained
{
    public static IEnumerable<Finding> Find(CheckedContent content) =>
        from page in content.PublishedPostmortems
        where page.Document.FrontMatter is { Surfaces.Count: > 0, Status: not "closed" }
        from surface in content.Knowledge.PatchesOf(page.Document, content.Now).Surfaces
        where
            surface.State == SurfaceState.Unexplained
            || (surface.State == SurfaceState.Failing && surface.Declared?.State != "patched" && surface.Name != "searchability")
        select CheckedContent.Finding(
            FindingCodes.SurfaceUnexplained,
            Severity.Warning,
            page.Document,
            page.LineOf("surfaces:"),
            $"{surface.Name}: {surface.Missing}.",
            surface.Name
        );
}
