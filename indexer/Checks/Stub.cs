using Knowledge.Content.Findings;
using Knowledge.Indexer.Postmortems.Surfaces;

namespace Knowledge.Indexer.Checks;

/// <summary>KB110: a runbook whose whole file is shorter than what one needs to say what to do.</summary>
internal static class Stub
{
    public static bool Is(CheckedPage page) => page.Text.Length < RunbookCompleteness.MinCharacters;

    public static IEnumerable<Finding> Find(CheckedContent content) =>
        from page in content.Runbooks
        // An index is short by its nature.
        where Is(page) && !page.IsIndex
        select CheckedContent.Finding(
            FindingCodes.Stub,
            Severity.Warning,
            page.Document,
            1,
            $"The file has {page.Text.Length} characters, below {RunbookCompleteness.MinCharacters}: hardly more than headings. "
                + $"Write what to check and what to do."
        );
}
