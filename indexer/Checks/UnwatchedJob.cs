using System.Text.RegularExpressions;
using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks;

/// <summary>KB161: a scheduled job that no alert watches for not having run: what does not start reports no error.</summary>
internal static partial class UnwatchedJob
{
    private static readonly string[] Types = ["batch", "batch-job", "cron", "cronjob", "cron-job", "job", "scheduled", "scheduled-job"];

    public static IEnumerable<Finding> Find(CheckedContent content)
    {
        // Where no rule is read, nothing can be said of what they watch.
        if (!content.Alerts.Any())
            yield break;
        foreach (var reading in content.Knowledge.Snapshots)
        foreach (var file in reading.Files)
        foreach (var job in file.Catalog?.Components.Where(IsScheduled) ?? [])
            if (!content.Alerts.Any(a => a.Rules.Any(r => Names(a, r, job.Name) && NoticesAbsence(r))))
                yield return new(
                    FindingCodes.UnwatchedJob,
                    Severity.Warning,
                    file.Path,
                    job.Line,
                    $"No alert fires when the scheduled job `{job.Name}` did not run. Add a rule on the time since its last "
                        + $"success, with the label `component: {job.Name}`.",
                    job.Name
                )
                {
                    Source = reading.Name,
                };
    }

    private static bool IsScheduled(Component component) => component.Type is { } type && Types.Contains(type.ToLowerInvariant());

    private static bool Names(Document alert, AlertRule rule, string job) =>
        alert.FrontMatter.Services.Contains(job, StringComparer.OrdinalIgnoreCase)
        || rule.Labels.Any(l => l.Value.Equals(job, StringComparison.OrdinalIgnoreCase))
        || rule.Expression.Contains($"\"{job}\"", StringComparison.OrdinalIgnoreCase);

    private static bool NoticesAbsence(AlertRule rule) => Absence().IsMatch(rule.Expression);

    // Time since something happened, a thing that is absent, or a count over a window that stays at nothing.
    [GeneratedRegex(
        @"\btime\(\)|\babsent(_over_time)?\(|last_(success|run|schedule|completion)\w*|"
            + @"next_schedule_time|(increase|changes|delta|rate)\([^=]*==\s*0\b",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking
    )]
    private static partial Regex Absence();
}
