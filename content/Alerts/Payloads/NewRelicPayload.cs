using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>New Relic: an issue of a workflow, or an incident of the older webhook channel.</summary>
/// <remarks>
/// Shape: docs.newrelic.com, "Webhook" destinations (issueUrl, alertConditionNames, state CREATED, ACTIVATED, CLOSED) and "Legacy
/// notification channels" (condition_name, current_state open, acknowledged, closed).
/// </remarks>
internal static class NewRelicPayload
{
    public static bool Fits(JsonElement root) => IsIssue(root) || IsIncident(root);

    public static AlertPayload Read(JsonElement root) => new(AlertPayloadFormat.NewRelic, [IsIssue(root) ? Issue(root) : Incident(root)]);

    private static bool IsIssue(JsonElement root) =>
        (root.Field("issueUrl") ?? root.Field("alertConditionNames") ?? root.Field("workflowName")) is not null
        && root.Name("id", "issueId", "issueUrl") is not null
        && root.Name("title", "state") is not null;

    private static bool IsIncident(JsonElement root) =>
        root.Name("condition_name") is not null && root.Name("current_state", "incident_id", "policy_name") is not null;

    private static FiredAlert Issue(JsonElement root)
    {
        var key = root.Name("id", "issueId", "issueUrl")!;
        var condition = First(root, "alertConditionNames");
        var state = StateWords.Of(root.Text("state")) ?? AlertState.Firing;
        var isAcknowledged =
            state == AlertState.Firing && root.Text("trigger")?.Contains("ACKNOWLEDGED", StringComparison.OrdinalIgnoreCase) == true;
        return new()
        {
            Key = key,
            Name = root.Name("title") ?? condition ?? key,
            State = isAcknowledged ? AlertState.Acknowledged : state,
            StartsAt = root.Time("createdAt"),
            ReportedAt = root.Time("updatedAt"),
            EndsAt = state == AlertState.Resolved ? root.Time("closedAt") ?? root.Time("updatedAt") : null,
            Labels = PayloadFields.Labels(("condition", condition), ("policy", First(root, "alertPolicyNames"))),
            Summary = root.Text("title") ?? "",
            Description = root.TextAt("description") ?? First(root, "alertConditionDescriptions") ?? "",
            Severity = root.Text("priority"),
            Service = First(root, "impactedEntities") ?? First(root, "entitiesNames"),
            Link = root.Address("issueUrl"),
            RunbookUrls =
            [
                .. PayloadFields
                    .RunbookUrls(root)
                    .Concat(
                        (root.Object("accumulations") ?? default)
                            .Items("runbookUrl")
                            .Concat(root.Items("runbookUrls"))
                            .Select(u => PayloadFields.Scalar(u))
                            .OfType<string>()
                    )
                    .Distinct()
                    .Take(5),
            ],
        };
    }

    private static FiredAlert Incident(JsonElement root)
    {
        var name = root.Name("condition_name")!;
        var state = StateWords.Of(root.Text("current_state")) ?? AlertState.Firing;
        var said = root.Time("timestamp");
        var target = root.Items("targets").Select(t => t.Name("name")).FirstOrDefault(n => n is not null);
        return new()
        {
            Key = root.Name("incident_id") ?? $"{root.Name("condition_id") ?? name} {target}".TrimEnd(),
            Name = name,
            State = state,
            ReportedAt = said,
            EndsAt = state == AlertState.Resolved ? said : null,
            Labels = PayloadFields.Labels(("policy", root.Name("policy_name")), ("target", target), ("account", root.Name("account_name"))),
            Summary = root.Text("details") ?? "",
            Severity = root.Text("severity"),
            Service = target,
            Link = root.Address("incident_url"),
            RunbookUrls = PayloadFields.RunbookUrls(root),
        };
    }

    private static string? First(JsonElement root, string list) =>
        root.Items(list).Select(i => PayloadFields.Scalar(i, PayloadFields.MaxNameCharacters)).FirstOrDefault(i => i is not null);
}
