using Knowledge.Content.Findings;
using Knowledge.Indexer.Postmortems.Surfaces;

namespace Knowledge.Indexer.Checks;

/// <summary>
/// KB207: how much of what needed a patch has one, for a postmortem that tells of its surfaces and is not through with them.
/// </summary>
internal static class PatchedCount
{
    public static IEnumerable<Finding> Find(CheckedContent content) =>
        from page in content.PublishedPostmortems
        where page.Document.FrontMatter.Surfaces.Count > 0
        let matrix = content.Knowledge.PatchesOf(page.Document, content.Now)
        let left = matrix.Surfaces.Where(s => s.State is not (SurfaceState.Patched or SurfaceState.NotNeeded)).Select(s => s.Name).ToList()
        where left.Count > 0
        select CheckedContent.Finding(
            FindingCodes.PatchedCount,
            Severity.Note,
            page.Document,
            page.LineOf("surfaces:"),
            $"{char.ToUpperInvariant(matrix.Summary[0])}{matrix.Summary[1..]}; left: {string.Join(", ", left)}."
        );
}
