using Knowledge.Content.Findings;
using Knowledge.Indexer.Linking;
using Knowledge.Indexer.Text;

namespace Knowledge.Indexer.Checks;

/// <summary>KB102: an alert's runbook link leads to a page for everything.</summary>
internal static class GenericRunbookLink
{
    private const int WordsInCommon = 2;
    private const int LongName = 14;

    // What names of pages and alerts have whatever they are about.
    // csharpier-ignore
    private static readonly string[] OfAny =
        ["alert", "alerts", "runbook", "runbooks", "playbook", "high", "low", "too", "the", "and", "not", "for", "html", "index", "readme"];

    public static IEnumerable<Finding> Find(CheckedContent content) =>
        from alert in content.Alerts
        from link in content.RunbookLinks.Of(alert)
        where link.Outcome == RunbookLinkOutcome.Generic && !IsAboutIt(alert.Title, link.Url)
        select CheckedContent.Finding(
            FindingCodes.GenericRunbookLink,
            Severity.Warning,
            alert,
            link.Line,
            $"The runbook of {alert.Title} is an index or a page that {RunbookLinks.ManyAlerts} or more alerts share. Link to "
                + $"the page or section that is about this alert, or name the alert in the page's `alerts:`.",
            link.Url
        );

    // `runbook.md#TempoPartitionLag` of ten alerts about the lag of partitions is what each of them needs.
    private static bool IsAboutIt(string alert, string url)
    {
        var end = url.Split('?')[0].Split('#');
        var name = $"{end[0].TrimEnd('/').Split('/')[^1]} {end.ElementAtOrDefault(1)}";
        return Words(name).Intersect(Words(alert)).Count() >= WordsInCommon || StandIn(alert, name);
    }

    // `networkprobesfailed`, and `rabbitmq#ready` for RabbitMQReady.
    private static bool StandIn(string alert, string name)
    {
        var parts = name.Split([' ', '-', '_', '.', '/'], StringSplitOptions.RemoveEmptyEntries)
            .Where(p => p.Length > 3 && !OfAny.Contains(p.ToLowerInvariant()) && alert.Contains(p, StringComparison.OrdinalIgnoreCase))
            .ToList();
        return parts.Count >= WordsInCommon || parts.Any(p => p.Length >= LongName);
    }

    private static IEnumerable<string> Words(string name) =>
        NearNames.WordsOf(name).Where(w => w.Length > 2 && !OfAny.Contains(w)).Select(TextLanguage.English.TermOf).Distinct();
}
