using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Indexer.Postmortems.Surfaces;

namespace Knowledge.Indexer.Checks;

/// <summary>KB113: a runbook has steps against a failure, and does not say how one knows that they worked.</summary>
internal static class NoVerification
{
    public static IEnumerable<Finding> Find(CheckedContent content) =>
        from page in content.Runbooks
        where
            !page.IsIndex
            && page.Document.Sections.Any(s =>
                s.Kind == SectionKind.Remediation && s.Steps.Any(step => step.Command is not null || step.Code is not null)
            )
            && IncidentPages.Is(page.Document)
            && !RunbookCompleteness.HasVerification(page.Document)
        select CheckedContent.Finding(
            FindingCodes.NoVerification,
            Severity.Note,
            page.Document,
            page.Document.Sections.First(s => s.Kind == SectionKind.Remediation).Line,
            "Nothing says how to see that the remediation worked. Add a section Verification, or `Expect:` to its last step."
        );
}
