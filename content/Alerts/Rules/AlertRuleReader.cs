using Knowledge.Content.Documents;
using Knowledge.Content.Findings;
using Knowledge.Content.Languages;

namespace Knowledge.Content.Alerts.Rules;

/// <summary>
/// Reads alert rules in the shapes in which they are kept: <see cref="RuleGroups"/>, <see cref="DatadogMonitors"/> and
/// <see cref="TerraformAlerts"/>. Each alert name becomes a document <c>alerts/name</c>.
/// </summary>
internal static class AlertRuleReader
{
    public static FileParseResult Read(SourceText file)
    {
        // YAML takes JSON, but no tabs before a key.
        if (file.Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            file = file with { Text = file.Text.Replace('\t', ' ') };
        var links = file.Settings?.RunbookLinks ?? [];
        if (file.Path.EndsWith(".tf", StringComparison.OrdinalIgnoreCase))
            return Result(file, TerraformAlerts.Of(file.Text, links), []);
        if (DatadogMonitors.Of(file.Text) is { Count: > 0 } monitors)
            return Result(file, monitors, []);
        if (!RuleGroups.MayHoldRules(file.Text))
            return FileParseResult.None(Reason(file));
        var groups = RuleGroups.Of(file.Text, links);
        return Result(file, groups.Rules, Findings(file, groups));
    }

    private static string Reason(SourceText file) =>
        file.Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? "data without alert rules"
        : file.Path.EndsWith(".tf", StringComparison.OrdinalIgnoreCase) ? "a program without alert rules"
        : "not rules";

    private static FileParseResult Result(SourceText file, IReadOnlyList<AlertRule> rules, IReadOnlyList<Finding> findings) =>
        rules.Count == 0
            ? FileParseResult.None(Reason(file), findings)
            : new([.. rules.GroupBy(r => r.Name).Select(same => Document(file, [.. same]))], null, findings);

    private static List<Finding> Findings(SourceText file, RuleGroups groups)
    {
        var findings = groups
            .NotRules.Select(line => new Finding(
                FindingCodes.NotUnderstood,
                Severity.Warning,
                file.Path,
                line,
                "A rule has neither `alert` nor `record`, nor `title` with `data`; it is ignored."
            ))
            .ToList();
        if (groups.IsTemplate && (groups.Rules.Count > 0 || IsRuleFile(file.Text)))
            findings.Add(
                new(
                    FindingCodes.NotUnderstood,
                    Severity.Note,
                    file.Path,
                    groups.Problem?.Line ?? 1,
                    groups.Problem is null
                        ? "The rules are in a template: what it fills in is not known here."
                        : "The rules are in a template, of which only what stands above this line could be read."
                )
            );
        else if (groups.Problem is { } problem && !groups.IsTemplate && (groups.Rules.Count > 0 || IsRuleFile(file.Text)))
            findings.Add(
                new(
                    FindingCodes.InvalidYaml,
                    Severity.Error,
                    file.Path,
                    problem.Line,
                    $"Rules from here on are not read: {problem.Message}"
                )
            );
        return findings;
    }

    // What cannot be parsed and only mentions alerts is somebody else's file.
    private static bool IsRuleFile(string text) =>
        !text.Contains("kind: CustomResourceDefinition", StringComparison.Ordinal)
        && (
            text.StartsWith("groups:", StringComparison.Ordinal)
            || text.StartsWith("\"groups\":", StringComparison.Ordinal)
            || text.Contains("\ngroups:", StringComparison.Ordinal)
            || text.Contains("kind: PrometheusRule\n", StringComparison.Ordinal)
        );

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
            Language = LanguageDetection.OfPage(words),
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
