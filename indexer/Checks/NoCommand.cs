using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks;

/// <summary>KB112: a runbook without a single piece of code, inline or in a block.</summary>
internal static class NoCommand
{
    public static bool Is(CheckedPage page) => page.Elements.Codes.All(c => string.IsNullOrWhiteSpace(c.Text));

    public static IEnumerable<Finding> Find(CheckedContent content) =>
        from page in content.Runbooks
        where Is(page)
        select CheckedContent.Finding(
            FindingCodes.NoCommand,
            Severity.Note,
            page.Document,
            1,
            "There is no command on the page. Write those that one would type, ready to be copied."
        );
}
