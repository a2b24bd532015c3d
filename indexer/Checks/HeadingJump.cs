using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks;

/// <summary>
/// KB150: a heading is more than one level below the one before: who cannot see the page loses a level that is not there.
/// </summary>
internal static class HeadingJump
{
    public static IEnumerable<Finding> Find(CheckedContent content) =>
        from page in content.Pages
        from pair in page.Elements.Headings.Zip(page.Elements.Headings.Skip(1))
        where pair.Second.Level > pair.First.Level + 1
        select CheckedContent.Finding(
            FindingCodes.HeadingJump,
            Severity.Note,
            page.Document,
            pair.Second.Line,
            $"A heading of level {pair.Second.Level} follows one of level {pair.First.Level}. "
                + $"Make it level {pair.First.Level + 1} (`kb check --fix` does).",
            pair.Second.Text
        );
}
