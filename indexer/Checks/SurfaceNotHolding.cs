using Knowledge.Content.Findings;
using Knowledge.Indexer.Postmortems.Surfaces;

namespace Knowledge.Indexer.Checks;

/// <summary>KB204: a surface is declared patched, and looking at the knowledge base shows that it is not.</summary>
internal static class SurfaceNotHolding
{
    public static IEnumerable<Finding> Find(CheckedContent content) =>
        from page in content.PublishedPostmortems
        where page.Document.FrontMatter.Status != "closed"
        from surface in content.Knowledge.PatchesOf(page.Document, content.Now).Surfaces
        // Words that lost their card are told one by one (KB201).
        where surface is { State: SurfaceState.Failing, Declared.State: "patched" } && surface.Name != "searchability"
        select CheckedContent.Finding(
            FindingCodes.SurfaceNotHolding,
            Severity.Warning,
            page.Document,
            page.LineOf($"{surface.Name}:"),
            $"{surface.Name} is declared patched, but {surface.Missing}.",
            surface.Name
        );
}
