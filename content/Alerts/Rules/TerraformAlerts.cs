using System.Text.RegularExpressions;
using Knowledge.Content.Documents;
using Knowledge.Content.Yaml;

namespace Knowledge.Content.Alerts.Rules;

/// <summary>Reads the name, the message and the runbook link of the alerts that Terraform sets up in any monitoring product.</summary>
/// <remarks>
/// Shapes: registry.terraform.io: datadog_monitor, aws_cloudwatch_metric_alarm, azurerm_monitor_metric_alert,
/// google_monitoring_alert_policy, newrelic_nrql_alert_condition, grafana_rule_group; others have the same arguments.
/// </remarks>
internal static partial class TerraformAlerts
{
    private static readonly string[] NameKeys = ["name", "alarm_name", "display_name", "title"];
    private static readonly string[] MessageKeys = ["message", "alarm_description", "description", "summary", "notes"];
    private static readonly string[] QueryKeys = ["query", "expr", "expression", "program_text", "metric_name"];

    public static IReadOnlyList<AlertRule> Of(string text, IReadOnlyList<string> runbookLinks)
    {
        if (!text.Contains("resource", StringComparison.Ordinal) || !AlertType().IsMatch(text))
            return [];
        var rules = new List<AlertRule>();
        foreach (var (key, value) in HclReader.Read(text).Entries)
            if (key == "resource" && value is YamlMap resource && RuleFields.Text(resource[""])?.Split('.') is [var type, ..])
                if (type == "grafana_rule_group")
                    rules.AddRange(
                        resource
                            .Entries.Where(e => e.Key == "rule")
                            .Select(e => e.Value)
                            .OfType<YamlMap>()
                            .Select(r => Rule(r, runbookLinks))
                            .OfType<AlertRule>()
                    );
                else if (IsAlertType().IsMatch(type) && Rule(resource, runbookLinks) is { } rule)
                    rules.Add(rule);
        return rules;
    }

    private static AlertRule? Rule(YamlMap resource, IReadOnlyList<string> runbookLinks)
    {
        var name = First(resource, NameKeys);
        var message = (First(resource, MessageKeys) ?? (resource["documentation"] as YamlMap)?["content"] as YamlScalar)?.Value.Trim();
        var query = First(resource, QueryKeys) ?? First(resource["nrql"] as YamlMap, QueryKeys);
        if (name is null || message is null && query is null && resource["annotations"] is null)
            return null;
        var annotations = (resource["annotations"] as YamlMap)?.Entries ?? [];
        var written = new YamlMap(
            [
                .. annotations,
                .. message is null
                    ? []
                    : new[] { KeyValuePair.Create<string, YamlNode>("message", new YamlScalar(message, true, name.Line, 1)) },
                .. resource.Entries.Where(e => RunbookAnnotation.Names.Contains(e.Key) || runbookLinks.Contains(e.Key)),
            ],
            resource.Line,
            1
        );
        var fields = new YamlMap(
            [
                new("annotations", written),
                new("labels", MessageLinks.Labels(resource["labels"] ?? resource["tags"] ?? resource["user_labels"], resource)),
            ],
            resource.Line,
            1
        );
        var rule = RuleFields.Rule(fields, name with { Value = Holes(name.Value) }, query?.Value.Trim() ?? "", 0, runbookLinks);
        return (rule with { For = RuleFields.Text(resource["for"]) }).WithLinkOf(message);
    }

    private static YamlScalar? First(YamlMap? map, IEnumerable<string> keys) =>
        keys.Select(k => map?[k]).OfType<YamlScalar>().FirstOrDefault(v => v.Value.Trim().Length > 0);

    // `${var.environment}` is known only to Terraform.
    private static string Holes(string name) => Interpolation().Replace(name, m => $"{{{m.Groups[1].Value}}}");

    [GeneratedRegex(@"\$\{[^{}]*?(\w+)[^{}\w]*\}", RegexOptions.None, 1000)]
    private static partial Regex Interpolation();

    [GeneratedRegex(@"alert|alarm|monitor|detector|grafana_rule_group", RegexOptions.NonBacktracking)]
    private static partial Regex AlertType();

    [GeneratedRegex(
        @"(_alert|_alert_v\d|_alert_rule|_alert_condition|_alarm|_monitor|_detector|^google_monitoring_alert_policy)$",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex IsAlertType();
}
