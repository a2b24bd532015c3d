using Knowledge.Content.Findings;
using Knowledge.Indexer.Postmortems.Surfaces;

namespace Knowledge.Indexer.Checks;

/// <summary>KB206: a surface is open, and the day by which it should have been patched has passed.</summary>
internal static class SurfaceOverdue
{
    public static IEnumerable<Finding> Find(CheckedContent content) =>
        from page in content.PublishedPostmortems
        from surface in content.Knowledge.PatchesOf(page.Document, content.Now).Surfaces
        where surface.IsOverdue && surface.State != SurfaceState.Patched
        select CheckedContent.Finding(
            FindingCodes.SurfaceOverdue,
            Severity.Warning,
            page.Document,
            page.LineOf($"{surface.Name}:"),
            $"{surface.Name} was to be patched by {surface.Declared!.Owner ?? "nobody"} until "
                + $"{surface.Declared.Due:yyyy-MM-dd}. Patch it, or agree on another day.",
            surface.Name
        );
}
