using Knowledge.Content.Documents;
using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks;

/// <summary>KB114: two pages say nearly the same.</summary>
internal static class NearDuplicate
{
    public static IEnumerable<Finding> Find(CheckedContent content) =>
        content
            .Knowledge.Resembling.Where(pair => pair.Page.Kind != DocumentKind.Alert && pair.Like.Kind != DocumentKind.Alert)
            .Select(pair =>
                CheckedContent.Finding(
                    FindingCodes.NearDuplicate,
                    Severity.Note,
                    pair.Page,
                    1,
                    $"{pair.Likeness:P0} of this page is also in `{pair.Like.Path}`. Keep one, and give it the other's name in "
                        + $"`aliases:`; or say on each what sets it apart.",
                    pair.Like.Id.Value
                )
            );
}
