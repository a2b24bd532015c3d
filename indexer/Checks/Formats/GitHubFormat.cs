using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks.Formats;

/// <summary>
/// Annotations of a GitHub workflow: at most ten of each level are shown per step, so the tenth says how many more there are.
/// </summary>
/// <remarks>Shape: GitHub, "Workflow commands for GitHub Actions"; the limit: actions/toolkit, "Problem matchers".</remarks>
internal static class GitHubFormat
{
    public const int MaxOfLevel = 10;

    public static IEnumerable<string> Write(CheckReport report) =>
        report
            .New.GroupBy(f => f.Finding.Severity)
            .OrderByDescending(g => g.Key)
            .SelectMany(level =>
            {
                var command = level.Key switch
                {
                    Severity.Error => "error",
                    Severity.Warning => "warning",
                    _ => "notice",
                };
                var findings = level.ToList();
                if (findings.Count <= MaxOfLevel)
                    return findings.Select(f => Annotation(command, f));
                return findings
                    .Take(MaxOfLevel - 1)
                    .Select(f => Annotation(command, f))
                    .Append($"::{command} title=kb check::{findings.Count - MaxOfLevel + 1} more; kb check lists all.");
            });

    private static string Annotation(string command, ReportedFinding reported)
    {
        var place = reported.Path.Length == 0 ? "" : $"file={Property(reported.Path)},line={Math.Max(1, reported.Finding.Line)},";
        return $"::{command} {place}title={Property(reported.Finding.Code)}::{Text(reported.Text)}";
    }

    private static string Text(string text) =>
        string.Concat(
            text.Select(c =>
                c is '%' or '\r' or '\n' ? $"%{(int)c:X2}"
                : char.IsControl(c) ? "\uFFFD"
                : c.ToString()
            )
        );

    private static string Property(string text) =>
        Text(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
