using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>Kibana: an alert of a rule, as people put it together from the variables of its webhook connector.</summary>
/// <remarks>
/// Shape: elastic.co, "Rule action variables" (rule.id, rule.name, alert.id, alert.actionGroup, context.reason, date), as objects or as
/// names with dots. The action group <c>recovered</c> is the end.
/// </remarks>
internal static class KibanaPayload
{
    public static bool Fits(JsonElement root) =>
        Of(root, "rule.id", "rule.name") is not null
        && (
            Of(root, "alert.id", "alert.actionGroup", "alert.uuid", "actionGroup", "action_group", "context.reason", "context.message")
            is not null
        );

    public static AlertPayload Read(JsonElement root)
    {
        var rule = Of(root, "rule.id", "rule.name")!;
        var name = Of(root, "rule.name") ?? rule;
        var group = Of(
            root,
            "alert.actionGroup",
            "alert.action_group",
            "alert.actionGroupName",
            "alert.status",
            "actionGroup",
            "action_group"
        );
        var isOver = StateWords.Of(group) == AlertState.Resolved;
        var instance = Of(root, "alert.id");
        var date = root.Time("date");
        return new(
            AlertPayloadFormat.Kibana,
            [
                new()
                {
                    Key = instance is null || instance == rule ? rule : $"{rule} {instance}",
                    Name = name,
                    State = isOver ? AlertState.Resolved : AlertState.Firing,
                    // Flapping is said, and is no new state.
                    TellsState = isOver || Of(root, "alert.flapping") != "true",
                    ReportedAt = date,
                    EndsAt = isOver ? date : null,
                    Labels = PayloadFields.Labels(
                        ("alert", instance),
                        ("group", group),
                        ("space", Of(root, "rule.spaceId")),
                        ("type", Of(root, "rule.type"))
                    ),
                    Summary = Long(root, "context.reason", "context.title", "context.message") ?? "",
                    Description = Long(root, "context.message") ?? "",
                    Severity = Of(root, "context.rule.severity", "severity"),
                    Service = Of(root, "context.serviceName", "service", "service.name"),
                    Link = Address(root, "context.alertDetailsUrl", "rule.url", "context.link"),
                    RunbookUrls = PayloadFields.RunbookUrls(root, root.Object("context")),
                },
            ]
        );
    }

    private static string? Long(JsonElement root, params string[] paths) =>
        paths.Select(p => root.Text(p) ?? root.TextAt(p)).FirstOrDefault(t => t is not null);

    // "rule.id" as a name, as a path, and as people write it: rule_id, ruleId.
    private static string? Of(JsonElement root, params string[] paths) =>
        paths
            .Select(p => root.Name(p, p.Replace('.', '_'), Joined(p)) ?? root.TextAt(p, PayloadFields.MaxNameCharacters))
            .FirstOrDefault(t => t is not null);

    private static string Joined(string path) =>
        path.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && dot + 1 < path.Length
            ? path[..dot] + char.ToUpperInvariant(path[dot + 1]) + path[(dot + 2)..]
            : path;

    private static string? Address(JsonElement root, params string[] paths) =>
        paths.Select(p => PayloadFields.AddressOf(root.Text(p) ?? root.TextAt(p))).FirstOrDefault(t => t is not null);
}
