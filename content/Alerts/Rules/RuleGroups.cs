using System.Text.RegularExpressions;
using Knowledge.Content.Documents;
using Knowledge.Content.Yaml;

namespace Knowledge.Content.Alerts.Rules;

/// <summary>
/// Finds the rules in YAML or JSON, wherever they stand: in groups at the root, in resources, below values of a Helm chart, or as text
/// in a ConfigMap.
/// </summary>
/// <remarks>
/// Shapes: prometheus.io, "Defining recording rules" and "Alerting rules"; prometheus-operator.dev, API reference, PrometheusRule;
/// grafana.com, "Use configuration files to provision alerting resources" (a rule has <c>title</c>, <c>condition</c> and <c>data</c>),
/// and its ruler API (the same under <c>grafana_alert</c>).
/// </remarks>
internal sealed partial class RuleGroups(IReadOnlyList<string> runbookLinks)
{
    // A text in a ConfigMap in a List is as deep as it gets.
    private const int MaxTextDepth = 2;

    public List<AlertRule> Rules { get; } = [];

    /// <summary>Lines of what stands among the rules and is none.</summary>
    public List<int> NotRules { get; } = [];

    /// <summary>Whether rules were read from a template, with holes where it fills in values.</summary>
    public bool IsTemplate { get; private set; }

    /// <summary>Why reading stopped, by the lines of the file.</summary>
    public YamlProblem? Problem { get; private set; }

    /// <param name="runbookLinks">Further names of the link to the runbook.</param>
    public static RuleGroups Of(string text, IReadOnlyList<string> runbookLinks)
    {
        var found = new RuleGroups(runbookLinks);
        found.ReadText(text, 0, 0);
        return found;
    }

    /// <summary>Whether a text says the name of a rule: most YAML does not, and is not parsed to find that out.</summary>
    public static bool MayHoldRules(string text) =>
        text.Contains("alert", StringComparison.Ordinal) && RuleName().IsMatch(text)
        || text.Contains("data", StringComparison.Ordinal)
            && text.Contains("title", StringComparison.Ordinal)
            && text.Contains("condition", StringComparison.Ordinal)
            && text.Contains("rules", StringComparison.Ordinal);

    private void ReadText(string text, int linesBefore, int textDepth)
    {
        var reading = GuardedYaml.Read(text, YamlLimits.Rules);
        var isTemplate = false;
        if (RuleTemplate.IsOne(text) || reading.Problem is not null && RuleTemplate.MayBeOne(text))
        {
            var filled = GuardedYaml.Read(RuleTemplate.ToYaml(text), YamlLimits.Rules with { KeepsFirstOfDuplicates = true });
            isTemplate = reading.Problem is not null;
            if (filled.Problem is null || isTemplate)
                reading = filled;
        }
        foreach (var document in reading.Documents)
            Walk(document, linesBefore, textDepth, false);
        if (reading.Incomplete is { } incomplete)
        {
            var before = Rules.Count;
            Walk(incomplete, linesBefore, textDepth, false);
            // The last one was cut off.
            if (Rules.Count > before)
                Rules.RemoveAt(Rules.Count - 1);
        }
        IsTemplate |= isTemplate;
        if (reading.Problem is { } problem)
            Problem ??= problem with { Line = problem.Line + linesBefore };
    }

    private void Walk(YamlNode node, int linesBefore, int textDepth, bool isGroupRules)
    {
        switch (node)
        {
            case YamlList list:
                foreach (var item in list.Items)
                    if (isGroupRules && item is YamlMap rule)
                        Take(rule, linesBefore);
                    else
                        Walk(item, linesBefore, textDepth, false);
                break;
            case YamlMap map when map["expr"] is YamlScalar && map["alert"] is YamlScalar:
                Take(map, linesBefore);
                break;
            // What describes the shape of rules is none.
            case YamlMap map when map["kind"] is YamlScalar { Value: "CustomResourceDefinition" }:
                break;
            case YamlMap map when GrafanaAlert(map) is not null:
                Take(map, linesBefore);
                break;
            case YamlMap map:
                foreach (var (key, value) in map.Entries)
                    if (key == "groups" && value is YamlList groups)
                        foreach (var group in groups.Items)
                            if (group is YamlMap named && named["rules"] is YamlList rules)
                                Walk(rules, linesBefore, textDepth, true);
                            else
                                Walk(group, linesBefore, textDepth, false);
                    else
                        Walk(value, linesBefore, textDepth, false);
                break;
            case YamlScalar text
                when textDepth < MaxTextDepth
                    && (text.Value.Contains('\n', StringComparison.Ordinal) || text.Value.Contains("rules", StringComparison.Ordinal))
                    && MayHoldRules(text.Value):
                ReadText(text.Value, linesBefore + text.Line, textDepth + 1);
                break;
        }
    }

    private void Take(YamlMap rule, int linesBefore)
    {
        if (rule["alert"] is YamlScalar { Value.Length: > 0 } name)
            Rules.Add(RuleFields.Rule(rule, name, RuleFields.Text(rule["expr"]) ?? "", linesBefore, runbookLinks));
        else if (GrafanaAlert(rule) is var (title, data))
            Rules.Add(RuleFields.Rule(rule, title, Queries(data), linesBefore, runbookLinks));
        else if (rule["record"] is null)
            NotRules.Add(rule.Line + linesBefore);
    }

    private static (YamlScalar Title, YamlList Data)? GrafanaAlert(YamlMap rule) =>
        (rule["grafana_alert"] as YamlMap ?? rule) is var alert
        && alert["title"] is YamlScalar { Value.Length: > 0 } title
        && alert["data"] is YamlList data
        && data.Items.Any(q => q is YamlMap query && (query["refId"] ?? query["ref_id"] ?? query["model"]) is not null)
            ? (title, data)
            : null;

    // Queries are `data[].model.expr`; server-side expressions (reduce, math, threshold) have none.
    private static string Queries(YamlList data) =>
        string.Join(
            '\n',
            data.Items.OfType<YamlMap>()
                .Select(q => q["model"])
                .OfType<YamlMap>()
                .Select(m => RuleFields.Text(m["expr"]) ?? RuleFields.Text(m["rawSql"]) ?? RuleFields.Text(m["query"]))
                .OfType<string>()
                .Where(e => e.Length > 0)
        );

    [GeneratedRegex(@"(^|[-{,\s""'])alert[""']?[ \t]*:[ \t]*[^\s#]", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex RuleName();
}
