using Knowledge.Content.Findings;
using Knowledge.Indexer.Linking;

namespace Knowledge.Indexer.Checks;

/// <summary>KB102: an alert's runbook link leads to a page for everything.</summary>
internal static class GenericRunbookLink
{
    public static IEnumerable<Finding> Find(CheckedContent content) =>
        from alert in content.Alerts
        from link in content.RunbookLinks.Of(alert)
        where link.Outcome == RunbookLinkOutcome.Generic
        select CheckedContent.Finding(
            FindingCodes.GenericRunbookLink,
            Severity.Warning,
            alert,
            link.Line,
            $"The runbook of {alert.Title} is an index or a page that {RunbookLinks.ManyAlerts} or more alerts share. Link to "
                + $"the page or section that is about this alert, or name the alert in the page's `alerts:`.",
            link.Url
        );
}
