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
                .Select(a => AlertTemplate.WithPlaceholders(a.Value))
                .Where(w => w.Length > 0)
                .Distinct(),
        ];
}
