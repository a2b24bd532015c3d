using System.Text.RegularExpressions;
using Knowledge.Content.Documents;
using Knowledge.Content.Yaml;

namespace Knowledge.Content.Alerts.Rules;

/// <summary>Reads monitors of Datadog as its API exports them, one or a list, and as resources of its operator.</summary>
/// <remarks>Shape: docs.datadoghq.com, API reference, "Monitors": name, type, query, message, tags, priority.</remarks>
internal static partial class DatadogMonitors
{
    public static IReadOnlyList<AlertRule> Of(string text)
    {
        if (
            !text.Contains("query", StringComparison.Ordinal)
            || !text.Contains("message", StringComparison.Ordinal)
            || !Type().IsMatch(text)
        )
            return [];
        var rules = new List<AlertRule>();
        foreach (var document in GuardedYaml.Read(text, YamlLimits.Rules).Documents)
            Walk(document, rules);
        return rules;
    }

    private static void Walk(YamlNode node, List<AlertRule> rules)
    {
        if (node is YamlList list)
            foreach (var item in list.Items)
                Walk(item, rules);
        else if (node is YamlMap map)
            if (
                map["name"] is YamlScalar { Value.Length: > 0 } name
                && RuleFields.Text(map["query"]) is { } query
                && RuleFields.Text(map["message"]) is { } message
                && RuleFields.Text(map["type"]) is { } type
                && Type().IsMatch($"type: {type}")
            )
                rules.Add(Rule(map, name, query, message));
            else
                foreach (var entry in map.Entries)
                    Walk(entry.Value, rules);
    }

    private static AlertRule Rule(YamlMap monitor, YamlScalar name, string query, string message) =>
        new AlertRule(
            AlertTemplate.WithPlaceholders(name.Value.Trim()),
            query,
            null,
            RuleFields.Texts(MessageLinks.Labels(monitor["tags"], monitor)),
            [KeyValuePair.Create("message", message)],
            null,
            name.Line,
            monitor["message"]!.Line
        ).WithLinkOf(message);

    [GeneratedRegex(@"type[""']?\s*:\s*[""']?([a-z0-9_-]+ alert|service check|composite|event-v2 alert)\b", RegexOptions.NonBacktracking)]
    private static partial Regex Type();
}
