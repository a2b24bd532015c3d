using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Indexer.Postmortems;

namespace Knowledge.Indexer.Checks;

/// <summary>
/// KB208: a postmortem without `surfaces` has actions; which surfaces they touch by their words, and which nobody touched.
/// </summary>
internal static class SurfacesUntouched
{
    public static IEnumerable<Finding> Find(CheckedContent content) =>
        from page in content.PublishedPostmortems
        where page.Document is { FrontMatter.Surfaces.Count: 0, Postmortem.Actions.Count: > 0 }
        let touched = page.Document.Postmortem!.Actions.SelectMany(a => ActionSurfaces.Of(a.Text)).ToHashSet()
        let line = page.Document.Sections.FirstOrDefault(s => s.Kind == SectionKind.Actions)?.Line ?? 1
        select CheckedContent.Finding(
            FindingCodes.SurfacesUntouched,
            Severity.Note,
            page.Document,
            line,
            $"The actions touch {string.Join(", ", Surface.Names.Where(touched.Contains))}; nobody touched "
                + string.Join(", ", Surface.Names.Where(n => !touched.Contains(n)))
                + ". What else needs a patch? Say it for each in `surfaces`."
        );
}
