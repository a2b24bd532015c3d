using Knowledge.Content.Documents;
using Knowledge.Content.Yaml;

namespace Knowledge.Content.Alerts.Rules;

/// <summary>The fields that rules of all shapes have in common: annotations, labels and the link to the runbook.</summary>
internal static class RuleFields
{
    /// <param name="runbookLinks">Names of the link to the runbook that count before the known ones.</param>
    public static AlertRule Rule(YamlMap rule, YamlScalar name, string expression, int linesBefore, IReadOnlyList<string> runbookLinks)
    {
        var annotations = rule["annotations"] as YamlMap;
        var labels = rule["labels"] as YamlMap;
        var runbook = RunbookOf(runbookLinks, annotations, labels);
        var wait = Text(rule["for"]);
        return new(
            // A name that is filled in later is known but for its hole.
            AlertTemplate.WithPlaceholders(name.Value.Trim())
                is { Length: > 0 } known
                ? known
                : name.Value.Trim(),
            expression,
            wait?.Contains("{{", StringComparison.Ordinal) == true ? null : wait,
            Texts(labels),
            Texts(annotations),
            runbook?.Value.Trim(),
            name.Line + linesBefore,
            (runbook?.Line ?? name.Line) + linesBefore
        );
    }

    public static string? Text(YamlNode? node) => (node as YamlScalar)?.Value.Trim();

    public static IReadOnlyList<KeyValuePair<string, string>> Texts(YamlNode? node) =>
        node is YamlMap map
            ? [.. map.Entries.Where(e => e.Value is YamlScalar).Select(e => KeyValuePair.Create(e.Key, ((YamlScalar)e.Value).Value.Trim()))]
            : [];

    /// <summary>Under the first name that has one; that says "TODO" only where no other says where a runbook is.</summary>
    private static YamlScalar? RunbookOf(IReadOnlyList<string> own, params IReadOnlyList<YamlMap?> places)
    {
        foreach (var name in own)
        foreach (var place in places)
            if (place?[name] is YamlScalar { Value: var value } link && !RunbookAnnotation.IsPlaceholder(value))
                return link;
        YamlScalar? placeholder = null;
        foreach (var name in RunbookAnnotation.Names)
        {
            // Where a runbook is owed, a dashboard or a manual is none.
            if (placeholder is not null && !RunbookAnnotation.IsOfRunbooks(name))
                break;
            foreach (var place in places)
                if (place?[name] is YamlScalar { Value: var value } link && RunbookAnnotation.MayLink(name, value))
                    if (!RunbookAnnotation.IsPlaceholder(value))
                        return link;
                    else
                        placeholder ??= link;
        }
        return placeholder;
    }
}
