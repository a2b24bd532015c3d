using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Content.Yaml;

namespace Knowledge.Content.Alerts;

/// <summary>
/// Reads alert rules: Prometheus rule files, <c>PrometheusRule</c> resources and lists of them, rules that Grafana is provisioned
/// with. Each alert name becomes a document <c>alerts/name</c>.
/// </summary>
/// <remarks>
/// Shapes: prometheus.io, "Defining recording rules" and "Alerting rules"; prometheus-operator.dev, API reference, PrometheusRule
/// (the same groups under <c>spec</c>);
/// grafana.com, "Use configuration files to provision alerting resources" (groups at the root; a rule has <c>title</c>,
/// <c>condition</c> and <c>data</c>).
/// </remarks>
internal static class AlertRuleReader
{
    private const int MaxResources = 1_000;

    public static FileParseResult Read(SourceText file)
    {
        // Most YAML in a repository is not rules; it is not parsed to find that out.
        if (!MayHoldRules(file.Text))
            return FileParseResult.None("not rules");
        var reading = GuardedYaml.Read(file.Text, YamlLimits.Rules);
        var findings = new List<Finding>();
        if (reading.Problem is { } problem)
            findings.Add(
                new(
                    FindingCodes.InvalidYaml,
                    Severity.Error,
                    file.Path,
                    problem.Line,
                    $"Rules from here on are not read: {problem.Message}"
                )
            );

        var rules = new List<AlertRule>();
        foreach (var groups in reading.Documents.OfType<YamlMap>().SelectMany(Resources).Take(MaxResources).Select(r => r["groups"]))
        foreach (var group in (groups as YamlList)?.Items.OfType<YamlMap>() ?? [])
        foreach (var rule in (group["rules"] as YamlList)?.Items.OfType<YamlMap>() ?? [])
            if (rule["alert"] is YamlScalar { Value.Length: > 0 } name)
                rules.Add(PrometheusRule(rule, name));
            else if (rule["title"] is YamlScalar { Value.Length: > 0 } title && rule["data"] is YamlList data)
                rules.Add(GrafanaRule(rule, title, data));
            else if (rule["record"] is null)
                findings.Add(
                    new(
                        FindingCodes.NotUnderstood,
                        Severity.Warning,
                        file.Path,
                        rule.Line,
                        "A rule has neither `alert` nor `record`, nor `title` with `data`; it is ignored."
                    )
                );
        var documents = rules.GroupBy(r => r.Name).Select(same => Document(file, [.. same])).ToList();
        return new(documents, documents.Count == 0 ? "not rules" : null, findings);
    }

    private static bool MayHoldRules(string text) =>
        text.Contains("groups:", StringComparison.Ordinal)
        && (
            text.Contains("alert:", StringComparison.Ordinal)
            || (text.Contains("title:", StringComparison.Ordinal) && text.Contains("data:", StringComparison.Ordinal))
        );

    // `kubectl get prometheusrules -o yaml` gives a list of resources.
    private static IEnumerable<YamlMap> Resources(YamlMap document) =>
        document["items"] is YamlList items
            ? items.Items.OfType<YamlMap>().Select(i => i["spec"] as YamlMap ?? i)
            : [document["spec"] as YamlMap ?? document];

    private static AlertRule PrometheusRule(YamlMap rule, YamlScalar name) => Rule(rule, name, Text(rule["expr"]) ?? "");

    // Queries are `data[].model.expr`; server-side expressions (reduce, math, threshold) have none.
    private static AlertRule GrafanaRule(YamlMap rule, YamlScalar title, YamlList data) =>
        Rule(
            rule,
            title,
            string.Join(
                '\n',
                data.Items.OfType<YamlMap>()
                    .Select(q => q["model"])
                    .OfType<YamlMap>()
                    .Select(m => Text(m["expr"]) ?? Text(m["rawSql"]) ?? Text(m["query"]))
                    .OfType<string>()
                    .Where(e => e.Length > 0)
            )
        );

    private static AlertRule Rule(YamlMap rule, YamlScalar name, string expression)
    {
        var annotations = rule["annotations"] as YamlMap;
        var runbook = AlertRule
            .RunbookAnnotations.Select(k => annotations?[k])
            .OfType<YamlScalar>()
            .FirstOrDefault(v => !string.IsNullOrWhiteSpace(v.Value));
        return new(
            name.Value.Trim(),
            expression,
            Text(rule["for"]),
            Texts(rule["labels"]),
            Texts(annotations),
            runbook?.Value.Trim(),
            name.Line,
            runbook?.Line ?? name.Line
        );
    }

    private static string? Text(YamlNode? node) => (node as YamlScalar)?.Value.Trim();

    private static IReadOnlyList<KeyValuePair<string, string>> Texts(YamlNode? node) =>
        node is YamlMap map
            ? [.. map.Entries.Where(e => e.Value is YamlScalar).Select(e => KeyValuePair.Create(e.Key, ((YamlScalar)e.Value).Value.Trim()))]
            : [];

    // Rules that share a name differ in severity or threshold; they are one alert to the person it wakes.
    private static Document Document(SourceText file, IReadOnlyList<AlertRule> rules)
    {
        var first = rules[0];
        var words = rules.SelectMany(r => r.Words()).Distinct().ToList();
        // A label may be a template: then it is known only when the alert fires.
        var labels = first.Labels.Where(l => !l.Value.Contains("{{", StringComparison.Ordinal) && l.Value.Length > 0).ToList();
        var component = labels.FirstOrDefault(l => l.Key is "component" or "service" or "job").Value;
        var summary = first.Annotations.FirstOrDefault(a => a.Key == "summary").Value is { Length: > 0 } text
            ? AlertTemplate.WithPlaceholders(text)
            : null;
        return new Document
        {
            Id = DocumentId.FromPath(file.IdPrefix, $"alerts/{first.Name}"),
            Kind = DocumentKind.Alert,
            Source = file.Source,
            Path = file.Path,
            Title = first.Name,
            OtherTitles = summary is { Length: > 0 } ? [summary] : [],
            Markdown = Markdown(rules, words),
            FrontMatter = new()
            {
                Owner = labels.FirstOrDefault(l => l.Key is "team" or "owner").Value,
                Services = component is null ? [] : [component],
                Alerts = [new(first.Name, [])],
                Severity = labels.FirstOrDefault(l => l.Key == "severity").Value,
            },
            Sections =
            [
                new([first.Name, "Meaning"], SectionKind.Symptoms, "meaning", first.Line, string.Join('\n', words), []),
                .. rules.Select(r => new Section([first.Name, "Rule"], SectionKind.Detection, "rule", r.Line, r.Expression, [])),
            ],
            Links =
            [
                .. rules
                    .Where(r => r.RunbookUrl is not null)
                    .Select(r => new PageLink(r.RunbookUrl!, "runbook", r.RunbookLine))
                    .DistinctBy(l => l.Target),
            ],
            Rules = rules,
        };
    }

    private static string Markdown(IReadOnlyList<AlertRule> rules, IReadOnlyList<string> words) =>
        $"## Meaning\n\n{string.Join("\n\n", words.Select(w => w.Replace("<", "&lt;", StringComparison.Ordinal)))}\n\n## Rule\n\n"
        + string.Join("\n\n", rules.Select(r => $"```promql\n{r.Expression.Replace("```", "` ` `", StringComparison.Ordinal)}\n```"));
}
