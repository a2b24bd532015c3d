using System.Text.RegularExpressions;
using Knowledge.Content.Documents;
using Knowledge.Content.Findings;

namespace Knowledge.Indexer.Checks;

/// <summary>KB120: nobody is named for a page or an alert. Where a source names nobody at all this is said once.</summary>
internal static partial class NoOwner
{
    public static IEnumerable<Finding> Find(CheckedContent content)
    {
        foreach (
            var source in content
                .Knowledge.Documents.Where(d => d.Kind is DocumentKind.Runbook or DocumentKind.Alert && !IsNamedLater(d))
                .GroupBy(d => d.Source)
        )
        {
            var without = source.Where(d => content.Knowledge.OwnerOf(d, content.Now) is null).ToList();
            if (without.Count == source.Count() && without.Count > 1)
                yield return new(
                    FindingCodes.NoOwner,
                    Severity.Warning,
                    "",
                    1,
                    $"None of the {without.Count} runbooks and alerts of source `{source.Key}` has an owner. Add a CODEOWNERS "
                        + $"file, or `owner:` to the pages and the label `team` to the rules.",
                    source.Key
                )
                {
                    Source = source.Key,
                };
            else
                foreach (var document in without)
                    yield return CheckedContent.Finding(
                        FindingCodes.NoOwner,
                        Severity.Warning,
                        document,
                        document.Rule?.Line ?? 1,
                        document.Rule is null
                            ? "Nobody owns this page. Give it an `owner:`, a line in CODEOWNERS, or a service of the catalog."
                            : $"Nobody owns {document.Title}. Give it the label `team`, or the label `service` "
                                + $"with a service of the catalog.",
                        document.Id.Value
                    );
        }
    }

    // `team: {{ $labels.team }}` and `group_left(team)`: who owns it is known when it fires.
    private static bool IsNamedLater(Document document) =>
        document.Rules.Any(r =>
            r.Labels.Any(l => l.Key is "team" or "owner" && l.Value.Contains("{{", StringComparison.Ordinal))
            || TeamOfMetric().IsMatch(r.Expression)
        );

    [GeneratedRegex(@"\b(group_left|group_right|by)\s*\([^)]*\b(team|owner)\b|\{[^}]*\b(team|owner)\s*(=|!)", RegexOptions.NonBacktracking)]
    private static partial Regex TeamOfMetric();
}
