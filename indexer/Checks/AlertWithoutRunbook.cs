using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Indexer.Linking;

namespace Knowledge.Indexer.Checks;

/// <summary>KB103: a rule links to no runbook.</summary>
internal static class AlertWithoutRunbook
{
    public static IEnumerable<Finding> Find(CheckedContent content) =>
        from alert in content.Alerts
        where !alert.Rules.All(WakesNobody)
        let without = alert.Rules.FirstOrDefault(r =>
            r.RunbookUrl is null || !RunbookLinks.IsAddress(r.RunbookUrl) && !r.RunbookUrl.Contains("{{", StringComparison.Ordinal)
        )
        where without is not null
        select CheckedContent.Finding(
            FindingCodes.AlertWithoutRunbook,
            Severity.Warning,
            alert,
            without.Line,
            without.RunbookUrl is null
                ? $"{alert.Title} has no runbook. Add the annotation `runbook_url`."
                : $"The runbook annotation of {alert.Title} is no address. Put the address of a page in `runbook_url`.",
            alert.Title
        );

    // What only holds other alerts back, or shows that alerts arrive, is sent to nobody.
    private static bool WakesNobody(AlertRule rule) =>
        rule.Labels.Any(l => l is { Key: "severity", Value: "none" }) || rule.Name.StartsWith("Inhibition", StringComparison.Ordinal);
}
