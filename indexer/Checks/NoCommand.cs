using Knowledge.Content.Documents;
using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks;

/// <summary>KB112: a runbook without a single piece of code, inline or in a block.</summary>
internal static class NoCommand
{
    public static bool Is(CheckedPage page) => page.Elements.Codes.All(c => string.IsNullOrWhiteSpace(c.Text));

    public static IEnumerable<Finding> Find(CheckedContent content) =>
        from page in content.Runbooks
        where Is(page) && IsForTyping(page)
        select CheckedContent.Finding(
            FindingCodes.NoCommand,
            Severity.Note,
            page.Document,
            1,
            "There is no command on the page. Write those that one would type, ready to be copied."
        );

    // A page about a team or a rule, an index, what leads on to other pages, and what is done with a mouse need no command.
    private static bool IsForTyping(CheckedPage page) =>
        !page.IsIndex
        && IncidentPages.Is(page.Document)
        && page.Document.Sections.Any(s =>
            s.Kind == SectionKind.Diagnosis && s.Text.Length > 0
            || s.Kind == SectionKind.Remediation && s.Steps.Count > 0 && TellsWhatIsSeen(page.Document)
        )
        && !page.Document.Sections.Any(s =>
            s.Kind is SectionKind.Diagnosis or SectionKind.Remediation && ActionWords.IsDoneWithAMouse(s.Text)
        );

    private static bool TellsWhatIsSeen(Document document) =>
        document.FrontMatter.Alerts.Count > 0
        || document.Sections.Any(s => s.Kind is SectionKind.Symptoms or SectionKind.Impact or SectionKind.Causes);
}
