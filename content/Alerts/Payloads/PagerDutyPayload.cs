using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>PagerDuty webhooks, version 3: one event, most about an incident.</summary>
/// <remarks>
/// Shape: developer.pagerduty.com, "V3 webhooks". <c>data</c> is an incident, or a note or status update that only refers to one.
/// An incident carries no body of its alert and no runbook:
/// there are its title, service and key to match by.
/// </remarks>
internal static class PagerDutyPayload
{
    private static readonly string[] ResolvingEvents = ["resolved"];
    private static readonly string[] AcknowledgingEvents = ["acknowledged"];

    public static bool Fits(JsonElement root) => root.Object("event") is { } e && e.Text("event_type") is not null;

    public static AlertPayload Read(JsonElement root)
    {
        var e = root.Object("event")!.Value;
        var type = e.Text("event_type", PayloadFields.MaxNameCharacters)!;
        var id = e.Text("id", PayloadFields.MaxNameCharacters);
        if (e.Object("data") is not { } data || data.Text("type") != "incident")
            return new(AlertPayloadFormat.PagerDuty, [], EventId: id, Note: type);
        var key = data.Text("id", PayloadFields.MaxNameCharacters);
        if (key is null)
            return AlertPayload.Unreadable("The incident has no id.");
        var happened = type[(type.LastIndexOf('.') + 1)..];
        var status = data.Text("status")?.ToLowerInvariant();
        var isOver = ResolvingEvents.Contains(happened) || status == "resolved";
        var service = data.Object("service")?.Text("summary", PayloadFields.MaxNameCharacters);
        List<KeyValuePair<string, string>> labels = [];
        if (service is not null)
            labels.Add(new("service", service));
        if (data.Text("incident_key", PayloadFields.MaxNameCharacters) is { } incident)
            labels.Add(new("incident_key", incident));
        if (data.Text("urgency") is { } urgency)
            labels.Add(new("urgency", urgency));
        return new(
            AlertPayloadFormat.PagerDuty,
            [
                new()
                {
                    Key = key,
                    Name = data.Text("title", PayloadFields.MaxNameCharacters) ?? key,
                    State =
                        isOver ? AlertState.Resolved
                        : AcknowledgingEvents.Contains(happened) || status == "acknowledged" ? AlertState.Acknowledged
                        : AlertState.Firing,
                    StartsAt = data.Time("created_at"),
                    ReportedAt = e.Time("occurred_at"),
                    EndsAt = isOver ? e.Time("occurred_at") : null,
                    Labels = labels,
                    Summary = data.Text("title") ?? "",
                    Severity = data.Object("priority")?.Text("summary") ?? data.Text("urgency"),
                    Service = service,
                    Link = data.Address("html_url"),
                },
            ],
            EventId: id
        );
    }
}
