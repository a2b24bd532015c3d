using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>Splunk On-Call (VictorOps): what it posts itself, and what others post in the shape of its REST endpoint.</summary>
/// <remarks>
/// Shape: help.victorops.com, "Custom outbound webhooks" (ALERT, INCIDENT, STATE) and "REST endpoint" (message_type CRITICAL, WARNING,
/// ACKNOWLEDGEMENT, INFO, RECOVERY). INFO is for the timeline and no state.
/// </remarks>
internal static class VictorOpsPayload
{
    public static bool Fits(JsonElement root) =>
        root.Object("ALERT") is { } alert
            ? alert.Name("entity_id", "entity_display_name") is not null
            : root.Name("message_type") is not null && root.Name("entity_id", "entity_display_name") is not null;

    public static AlertPayload Read(JsonElement root)
    {
        var alert = root.Object("ALERT") ?? root;
        var key = alert.Name("entity_id", "entity_display_name")!;
        var (kind, phase) = (alert.Text(["message_type", "entity_state"]), root.TextAt("STATE.CURRENT_ALERT_PHASE"));
        var state = phase is "UNACKED" ? AlertState.Firing : StateWords.Of(phase, kind) ?? AlertState.Firing;
        return new(
            AlertPayloadFormat.VictorOps,
            [
                new()
                {
                    Key = key,
                    Name = alert.Name("entity_display_name") ?? key,
                    State = state,
                    TellsState = kind is not "INFO" || phase is not null,
                    StartsAt = alert.Time("state_start_time"),
                    ReportedAt = alert.Time("timestamp"),
                    EndsAt = state == AlertState.Resolved ? alert.Time("timestamp") : null,
                    Labels = PayloadFields.Labels(
                        ("host", alert.Name("host_name")),
                        ("monitor", alert.Name("monitoring_tool")),
                        ("incident", root.TextAt("INCIDENT.INCIDENT_ID", PayloadFields.MaxNameCharacters)),
                        ("routing_key", alert.Name("routing_key"))
                    ),
                    Summary = alert.Text("state_message") ?? "",
                    Severity = state == AlertState.Firing ? kind : null,
                    Service = alert.Name("service", "host_name"),
                    Link = alert.Address("alert_url"),
                    RunbookUrls = PayloadFields.RunbookUrls(alert),
                },
            ]
        );
    }
}
