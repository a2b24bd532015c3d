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
                .Where(a => !IsParameter(a.Value))
                .Select(a => WithoutHoles(AlertTemplate.WithPlaceholders(a.Value)))
                .Where(w => w.Length > 0)
                .Distinct(),
        ];

    // What a link to a dashboard is made of: `orgId=2`, `var-cluster=x&from=now-1h`, the number of a panel.
    private static bool IsParameter(string text)
    {
        var value = text.AsSpan().Trim();
        var equals = value.IndexOf('=');
        return value.IndexOfAny(" \t\n") < 0 && value.Length > 0 && IsName(equals < 0 ? value : value[..equals], digitsAlone: equals < 0);
    }

    private static bool IsName(ReadOnlySpan<char> text, bool digitsAlone)
    {
        foreach (var c in text)
            if (digitsAlone ? !char.IsAsciiDigit(c) : !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or '-'))
                return false;
        return text.Length > 0;
    }

    // "VALUE = {value}" behind a text says nothing before the alert fires.
    private static string WithoutHoles(string text) =>
        text.Contains('{', StringComparison.Ordinal)
            ? string.Join('\n', text.Split('\n').Where(l => !IsOnlyHole(l.AsSpan().Trim()))).Trim()
            : text;

    private static bool IsOnlyHole(ReadOnlySpan<char> line)
    {
        if (line is not [.., '}'] || line.IndexOfAny('=', ':') is not (> 0 and var sign))
            return false;
        var hole = line[(sign + 1)..].TrimStart();
        return IsName(line[..sign].TrimEnd(), digitsAlone: false) && hole is ['{', _, .., '}'] && IsName(hole[1..^1], digitsAlone: false);
    }
}
