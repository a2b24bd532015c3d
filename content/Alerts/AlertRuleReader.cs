using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Content.Yaml;

namespace Knowledge.Content.Alerts;

/// <summary>Reads Prometheus rule files, plain or as <c>PrometheusRule</c> resources: each alert name becomes a document <c>alerts/name</c>.</summary>
/// <remarks>Shape: prometheus.io, "Defining recording rules" and "Alerting rules"; the resource has the same groups under <c>spec</c>.</remarks>
internal static class AlertRuleReader
{
    private static readonly string[] RunbookKeys = ["runbook_url", "runbook", "runbook_url_internal"];

    public static FileReading Read(SourceText file)
    {
        // Most YAML in a repository is not rules; it is not parsed to find that out.
        if (!file.Text.Contains("groups:", StringComparison.Ordinal) || !file.Text.Contains("alert:", StringComparison.Ordinal))
            return FileReading.None("not rules");
        var reading = GuardedYaml.Read(file.Text, YamlLimits.Rules);
        var findings = new List<Finding>();
        if (reading.Problem is { } problem)
            findings.Add(new(FindingCodes.InvalidYaml, Severity.Error, file.Path, problem.Line, $"Rules from here on are not read: {problem.Message}"));

        var rules = new List<AlertRule>();
        foreach (var document in reading.Documents.OfType<YamlMap>())
        {
            var groups = (document["spec"] as YamlMap ?? document)["groups"];
            foreach (var group in (groups as YamlList)?.Items.OfType<YamlMap>() ?? [])
                foreach (var rule in (group["rules"] as YamlList)?.Items.OfType<YamlMap>() ?? [])
                    if (rule["alert"] is YamlScalar name) rules.Add(Rule(rule, name));
                    else if (rule["record"] is null)
                        findings.Add(new(FindingCodes.NotUnderstood, Severity.Warning, file.Path, rule.Line, "A rule has neither `alert` nor `record`; it is ignored."));
        }
        var documents = rules.GroupBy(r => r.Name).Select(same => Document(file, [.. same])).ToList();
        return new(documents, documents.Count == 0 ? "not rules" : null, findings);
    }

    private static AlertRule Rule(YamlMap rule, YamlScalar name)
    {
        var annotations = Texts(rule["annotations"]);
        return new(
            name.Value, Text(rule["expr"]) ?? "", Text(rule["for"]), Texts(rule["labels"]), annotations,
            RunbookKeys.Select(k => annotations.FirstOrDefault(a => a.Key == k).Value).FirstOrDefault(v => !string.IsNullOrWhiteSpace(v)),
            name.Line);
    }

    private static string? Text(YamlNode? node) => (node as YamlScalar)?.Value.Trim();

    private static IReadOnlyList<KeyValuePair<string, string>> Texts(YamlNode? node) =>
        node is YamlMap map ? [.. map.Entries.Where(e => e.Value is YamlScalar).Select(e => KeyValuePair.Create(e.Key, ((YamlScalar)e.Value).Value.Trim()))] : [];

    // Rules that share a name differ in severity or threshold; they are one alert to the person it wakes.
    private static Document Document(SourceText file, IReadOnlyList<AlertRule> rules)
    {
        var first = rules[0];
        var words = rules.SelectMany(r => r.Annotations).Where(a => !RunbookKeys.Contains(a.Key)).Select(a => a.Value).Distinct().ToList();
        var component = first.Labels.FirstOrDefault(l => l.Key is "component" or "service" or "job").Value;
        var summary = first.Annotations.FirstOrDefault(a => a.Key == "summary").Value;
        return new Document
        {
            Id = DocumentId.FromPath(file.IdPrefix, $"alerts/{first.Name}"),
            Kind = DocumentKind.Alert,
            Source = file.Source,
            Path = file.Path,
            Title = first.Name,
            OtherTitles = summary is null ? [] : [summary],
            Markdown = Markdown(rules, words),
            FrontMatter = new()
            {
                Owner = first.Labels.FirstOrDefault(l => l.Key is "team" or "owner").Value,
                Services = component is null ? [] : [component],
                Alerts = [new(first.Name, [])],
                Severity = first.Labels.FirstOrDefault(l => l.Key == "severity").Value,
            },
            Sections =
            [
                new([first.Name, "Meaning"], SectionKind.Symptoms, "meaning", first.Line, string.Join('\n', words), []),
                .. rules.Select(r => new Section([first.Name, "Rule"], SectionKind.Detection, "rule", r.Line, r.Expression, [])),
            ],
            Links = [.. rules.Where(r => r.RunbookUrl is not null).Select(r => new PageLink(r.RunbookUrl!, "runbook", r.Line)).DistinctBy(l => l.Target)],
            Rule = first,
        };
    }

    private static string Markdown(IReadOnlyList<AlertRule> rules, IReadOnlyList<string> words) =>
        $"## Meaning\n\n{string.Join("\n\n", words.Select(w => w.Replace("<", "&lt;", StringComparison.Ordinal)))}\n\n## Rule\n\n"
        + string.Join("\n\n", rules.Select(r => $"```promql\n{r.Expression.Replace("```", "` ` `", StringComparison.Ordinal)}\n```"));
}
