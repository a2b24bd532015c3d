using Knowledge.Content.Alerts.Payloads;
using Knowledge.Content.Documents;
using Knowledge.Content.Yaml;

namespace Knowledge.Content.Alerts.Rules;

/// <summary>For products that have no annotations: the runbook link stands in the message, the team in a tag.</summary>
internal static class MessageLinks
{
    private static readonly string[] RunbookWords = ["runbook", "playbook", "sop", "procedure", "how to fix"];

    /// <summary>The link of the line that speaks of a runbook, or the only one; a link that the rule has already counts more.</summary>
    public static AlertRule WithLinkOf(this AlertRule rule, string? message)
    {
        if (message is null || rule.RunbookUrl is { } given && !RunbookAnnotation.IsPlaceholder(given))
            return rule;
        var lines = message.Split('\n');
        var spoken = lines.Where(l => RunbookWords.Any(w => l.Contains(w, StringComparison.OrdinalIgnoreCase)));
        var link = spoken.SelectMany(TextLinks.In).FirstOrDefault() ?? (TextLinks.In(message) is [var only] ? only : null);
        return link is null ? rule : rule with { RunbookUrl = link };
    }

    /// <summary>Labels of a map, or of a list of <c>team:data</c>; and how urgent it is.</summary>
    public static YamlMap Labels(YamlNode? tags, YamlMap resource)
    {
        var labels = new List<KeyValuePair<string, YamlNode>>();
        if (tags is YamlMap map)
            labels.AddRange(map.Entries);
        else if (tags is YamlList list)
            foreach (var tag in list.Items.OfType<YamlScalar>())
                if (tag.Value.Split(':', 2) is [{ Length: > 0 } name, { Length: > 0 } value])
                    labels.Add(new(name.Trim(), tag with { Value = value.Trim() }));
        if (
            (resource["severity"] ?? resource["priority"]) is YamlScalar { Value.Length: > 0 } urgency
            && !labels.Any(l => l.Key == "severity")
        )
            labels.Add(new("severity", urgency));
        return new([.. labels.DistinctBy(l => l.Key)], resource.Line, 1);
    }
}
