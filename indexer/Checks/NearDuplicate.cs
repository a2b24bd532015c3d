using Knowledge.Content.Findings;
using Knowledge.Indexer.Linking;

namespace Knowledge.Indexer.Checks;

/// <summary>KB114: two pages say nearly the same.</summary>
internal static class NearDuplicate
{
    private const double SameFrom = 0.7;

    public static IEnumerable<Finding> Find(CheckedContent content) =>
        Duplicates
            .Resembling(content.Pages.Select(p => p.Document), SameFrom)
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
