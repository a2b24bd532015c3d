using System.Text.RegularExpressions;
using MemoryPack;

namespace Knowledge.Content.Documents;

/// <summary>A Prometheus or Grafana alerting rule.</summary>
/// <param name="Expression">The query; of a Grafana rule the queries of all its data sources, one per line.</param>
/// <param name="RunbookUrl">As written in the annotation or label that links to the runbook; null when absent.</param>
/// <param name="Line">1-based line of the rule's name in its file.</param>
/// <param name="RunbookLine">1-based line of the runbook annotation; that of the rule when there is none.</param>
[MemoryPackable]
public sealed partial record AlertRule(
    string Name,
    string Expression,
    string? For,
    IReadOnlyList<KeyValuePair<string, string>> Labels,
    IReadOnlyList<KeyValuePair<string, string>> Annotations,
    string? RunbookUrl,
    int Line,
    int RunbookLine
)
{
    /// <summary>
    /// The annotations that tell people what happens, with their templates as holes: <c>summary</c>, <c>description</c> and
    /// <c>message</c> first, then others.
    /// </summary>
    public IReadOnlyList<string> Words() =>
        [
            .. Annotations
                .Where(a => !RunbookAnnotation.Names.Contains(a.Key) && !a.Key.StartsWith("__", StringComparison.Ordinal))
                .Where(a => a.Value != RunbookUrl)
                .OrderBy(a =>
                    a.Key switch
                    {
                        "summary" => 0,
                        "description" => 1,
                        "message" => 2,
                        _ => 3,
                    }
                )
                .Where(a => !Parameter().IsMatch(a.Value))
                .Select(a => OnlyHole().Replace(AlertTemplate.WithPlaceholders(a.Value), "").Trim())
                .Where(w => w.Length > 0)
                .Distinct(),
        ];

    // What a link to a dashboard is made of: `orgId=2`, `var-cluster=x&from=now-1h`, the number of a panel.
    [GeneratedRegex(@"\A\s*([A-Za-z_][\w.-]*=\S*|[0-9]+)\s*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();

    // "VALUE = {value}" behind a text says nothing before the alert fires.
    [GeneratedRegex(@"(\A|\n)[ \t]*\w+[ \t]*[=:][ \t]*\{\w+\}[ \t]*(?=\n|\z)", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex OnlyHole();
}
