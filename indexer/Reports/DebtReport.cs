using Knowledge.Content.Documents;
using Knowledge.Indexer.Checks;
using Knowledge.Indexer.Linking;
using Knowledge.Indexer.Redaction;
using Knowledge.Indexer.Sources.History;

namespace Knowledge.Indexer.Reports;

/// <summary>The debt of all alerts, by alert, by service and in all.</summary>
/// <param name="Rules">Alerting rules; several may share a name.</param>
/// <param name="Score">Sum of the alerts' points.</param>
/// <param name="ByStatus">Alerts with each status, the worst first; statuses that none has are left out.</param>
public sealed record DebtReport(
    int Rules,
    int Score,
    IReadOnlyList<DebtReport.StatusCount> ByStatus,
    IReadOnlyList<DebtReport.ServiceDebt> Services,
    IReadOnlyList<AlertDebt> Alerts
)
{
    public sealed record StatusCount(DebtStatus Status, int Alerts);

    /// <param name="Service">Null for the alerts of no service.</param>
    public sealed record ServiceDebt(string? Service, int Alerts, int Good, int Score, IReadOnlyList<StatusCount> ByStatus);

    public static DebtReport Of(
        KnowledgeBase knowledge,
        DateTimeOffset now,
        int staleMonths = CheckRun.StaleMonths,
        Func<Document, bool>? only = null,
        IReadOnlyDictionary<string, SourceHistory>? histories = null
    ) => Of(CheckedContent.Of(knowledge, now, CheckRun.Months(staleMonths), histories), only);

    internal static DebtReport Of(CheckedContent content, Func<Document, bool>? only = null)
    {
        var pages = content.Pages.ToDictionary(p => p.Document);
        var stale = StalePage.Find(content).Select(f => (f.Source, f.File)).ToHashSet();
        var alerts = content
            .Alerts.Where(a => only?.Invoke(a) ?? true)
            .Select(a => Judge(a))
            .OrderByDescending(a => a.Score ?? -1)
            .ThenBy(a => a.Alert, StringComparer.Ordinal)
            .ToList();
        return new(
            alerts.Sum(a => a.Rules),
            alerts.Sum(a => a.Score ?? 0),
            Count(alerts),
            [
                .. alerts
                    .GroupBy(a => a.Service, StringComparer.OrdinalIgnoreCase)
                    .Select(g => new ServiceDebt(
                        g.Key,
                        g.Count(),
                        g.Count(a => a.Status == DebtStatus.Good),
                        g.Sum(a => a.Score ?? 0),
                        Count(g)
                    ))
                    .OrderByDescending(s => s.Score)
                    .ThenBy(s => s.Service, StringComparer.Ordinal),
            ],
            alerts
        );

        AlertDebt Judge(Document alert)
        {
            var links = content.RunbookLinks.Of(alert);
            // Of several links the worst counts, as of several rules the one without.
            var (status, link) = links
                .Select(l => (Status: StatusOf(alert, l), Link: (RunbookLink?)l))
                .OrderBy(l => l.Status)
                .FirstOrDefault((DebtStatus.None, null));
            if (alert.Rules.Any(r => r.RunbookUrl is null))
                status = DebtStatus.None;
            var runbook = link?.Outcome == RunbookLinkOutcome.Rescued ? null : link?.Target;
            return new(
                alert.Title,
                alert.FrontMatter.Services.Concat(runbook?.FrontMatter.Services ?? []).FirstOrDefault(),
                OwnerOf(alert, link?.Target),
                status,
                AlertDebt.ScoreOf(status),
                alert.Rules.Count,
                link is null ? null : Secrets.Masked(link.Url),
                runbook?.Id.Value,
                link?.Outcome == RunbookLinkOutcome.Rescued ? link.Target!.Id.Value : null,
                alert.Source,
                alert.Path,
                alert.Rule!.Line
            );
        }

        DebtStatus StatusOf(Document alert, RunbookLink link)
        {
            switch (link.Outcome)
            {
                case RunbookLinkOutcome.Dead or RunbookLinkOutcome.Rescued:
                    return DebtStatus.Dead;
                case RunbookLinkOutcome.AnchorMissing:
                    return DebtStatus.AnchorMissing;
                case RunbookLinkOutcome.Generic:
                    return DebtStatus.Generic;
                case RunbookLinkOutcome.External:
                    return RunbookLinks.IsAddress(link.Url) || link.Url.Contains("{{", StringComparison.Ordinal)
                        ? DebtStatus.Unchecked
                        : DebtStatus.None;
            }
            var page = pages[link.Target!];
            if (Stub.Is(page))
                return DebtStatus.Stub;
            if (RequiredSection.Of(page.Document, SectionKind.Remediation) != RequiredSection.State.Written)
                return DebtStatus.NoRemediation;
            if (OwnerOf(alert, page.Document) is null)
                return DebtStatus.NoOwner;
            return stale.Contains((page.Document.Source, page.Document.Path)) ? DebtStatus.Stale : DebtStatus.Good;
        }

        string? OwnerOf(Document alert, Document? runbook) =>
            (
                content.Knowledge.OwnerOf(alert, content.Now) ?? (runbook is null ? null : content.Knowledge.OwnerOf(runbook, content.Now))
            )?.Team;
    }

    private static IReadOnlyList<StatusCount> Count(IEnumerable<AlertDebt> alerts) =>
        [.. alerts.CountBy(a => a.Status).OrderBy(s => s.Key).Select(s => new StatusCount(s.Key, s.Value))];
}
