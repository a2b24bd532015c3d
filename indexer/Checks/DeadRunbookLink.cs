using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Indexer.Linking;

namespace Knowledge.Indexer.Checks;

/// <summary>KB101: an alert's runbook link belongs to a source, and there is no such page.</summary>
internal static class DeadRunbookLink
{
    public static IEnumerable<Finding> Find(CheckedContent content) =>
        from alert in content.Alerts
        from link in content.RunbookLinks.Of(alert)
        where link.Outcome is RunbookLinkOutcome.Dead or RunbookLinkOutcome.Rescued
        select CheckedContent.Finding(FindingCodes.DeadRunbookLink, Severity.Error, alert, link.Line, Message(alert, link), link.Url) with
        {
            RescuedBy = link.Target?.Id.Value,
        };

    private static string Message(Document alert, RunbookLink link) =>
        link.Target is { } meant
            ? $"The runbook of {alert.Title} is not there; `{meant.Path}` must be meant. Link to that, or give it "
                + $"the old name in `aliases:`."
            : $"The runbook of {alert.Title} is not there. Write it, or link to the page that has the steps.";
}
