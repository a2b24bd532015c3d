using MemoryPack;

namespace Knowledge.Content.Alerts;

/// <summary>A Prometheus alerting rule.</summary>
/// <param name="RunbookUrl">As written in <c>runbook_url</c>, <c>runbook</c> or <c>runbook_url_internal</c>; null when absent.</param>
/// <param name="Line">1-based line of the rule in its file.</param>
[MemoryPackable]
public sealed partial record AlertRule(
    string Name,
    string Expression,
    string? For,
    IReadOnlyList<KeyValuePair<string, string>> Labels,
    IReadOnlyList<KeyValuePair<string, string>> Annotations,
    string? RunbookUrl,
    int Line);
