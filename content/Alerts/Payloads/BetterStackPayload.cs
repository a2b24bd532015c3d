using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>Better Stack: an incident of its uptime monitoring.</summary>
/// <remarks>Shape: betterstack.com, "Outgoing webhooks" (data.type incident, data.attributes with started_at, resolved_at).</remarks>
internal static class BetterStackPayload
{
    public static bool Fits(JsonElement root) =>
        root.Object("data") is { } data
        && data.Text("type")?.Contains("incident", StringComparison.Ordinal) == true
        && data.Object("attributes") is not null;

    public static AlertPayload Read(JsonElement root)
    {
        var data = root.Object("data")!.Value;
        var incident = data.Object("attributes")!.Value;
        if (data.Name("id") is not { } key)
            return AlertPayload.Unreadable("The incident has no id.");
        var over = incident.Time("resolved_at");
        var state =
            over is not null ? AlertState.Resolved
            : StateWords.Of(incident.Text("status")) is { } said and not AlertState.Firing ? said
            : incident.Field("acknowledged_at") is not null ? AlertState.Acknowledged
            : AlertState.Firing;
        return new(
            AlertPayloadFormat.BetterStack,
            [
                new()
                {
                    Key = key,
                    Name = incident.Name("name", "cause") ?? key,
                    State = state,
                    StartsAt = incident.Time("started_at"),
                    EndsAt = state == AlertState.Resolved ? over : null,
                    Labels = PayloadFields.Labels(("team", incident.Name("team_name")), ("origin", incident.Name("origin_url", "origin"))),
                    Summary = incident.Text("cause") ?? "",
                    Severity = incident.Text(["severity", "critical_alert"]) is { } severity and not ("true" or "false") ? severity : null,
                    Service = incident.Name("name"),
                    Link = incident.Address("url") ?? incident.Address("origin_url"),
                    RunbookUrls = PayloadFields.RunbookUrls(incident, incident.Object("metadata")),
                },
            ]
        );
    }
}
