using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>Google Cloud Monitoring: an incident of an alerting policy.</summary>
/// <remarks>Shape: cloud.google.com, "Webhook notification channels", schema 1.2 (incident, version).</remarks>
internal static class GoogleCloudPayload
{
    public static bool Fits(JsonElement root) =>
        root.Object("incident") is { } incident
        && incident.Name("policy_name", "condition_name") is not null
        && incident.Text("state") is not null;

    public static AlertPayload Read(JsonElement root)
    {
        var incident = root.Object("incident")!.Value;
        var name = incident.Name("policy_name", "condition_name")!;
        var resource = (incident.Object("resource") ?? default).Pairs("labels");
        var state = StateWords.Of(incident.Text("state")) ?? AlertState.Firing;
        var user = incident.Pairs("policy_user_labels");
        return new(
            AlertPayloadFormat.GoogleCloudMonitoring,
            [
                new()
                {
                    Key = incident.Name("incident_id") ?? $"{name} {incident.Name("resource_id", "resource_name")}".TrimEnd(),
                    Name = name,
                    State = state,
                    StartsAt = incident.Time("started_at"),
                    EndsAt = state == AlertState.Resolved ? incident.Time("ended_at") : null,
                    Labels =
                    [
                        .. PayloadFields
                            .Labels(
                                ("condition", incident.Name("condition_name")),
                                ("resource", incident.Name("resource_display_name", "resource_name"))
                            )
                            .Concat(user)
                            .Concat(resource)
                            .DistinctBy(l => l.Key),
                    ],
                    Summary = incident.Text("summary") ?? "",
                    Description = incident.TextAt("documentation.content") ?? incident.Text("documentation") ?? "",
                    Severity = incident.Text("severity") ?? user.FirstOrDefault(l => l.Key == "severity").Value,
                    Service = user.FirstOrDefault(l => l.Key is "service" or "component").Value ?? incident.Name("resource_display_name"),
                    Link = incident.Address("url"),
                    RunbookUrls =
                    [
                        .. PayloadFields
                            .RunbookUrls(incident.Object("policy_user_labels"))
                            .Concat(
                                (incident.Object("documentation") ?? default).Items("links").Select(l => l.Address("url")).OfType<string>()
                            )
                            .Concat(TextLinks.In(incident.TextAt("documentation.content") ?? incident.Text("documentation")))
                            .Distinct()
                            .Take(5),
                    ],
                },
            ]
        );
    }
}
