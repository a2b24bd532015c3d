using Knowledge.Content.Findings;
using Knowledge.Indexer.Linking;

namespace Knowledge.Indexer.Checks;

/// <summary>KB104: an alert's runbook link leads to a page, but to no section of it.</summary>
internal static class RunbookAnchorMissing
{
    public static IEnumerable<Finding> Find(CheckedContent content) =>
        from alert in content.Alerts
        from link in content.RunbookLinks.Of(alert)
        where link.Outcome == RunbookLinkOutcome.AnchorMissing
        select CheckedContent.Finding(
            FindingCodes.RunbookAnchorMissing,
            Severity.Warning,
            alert,
            link.Line,
            $"The runbook of {alert.Title} is there, its section is not. Link to a heading that `{link.Target!.Path}` has.",
            link.Url
        );
}
