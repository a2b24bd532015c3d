using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>incident.io: an incident or an alert, under the name of its event.</summary>
/// <remarks>
/// Shape: api-docs.incident.io, "Webhooks" (event_type, and the event under that name). A private incident comes with nothing but its id,
/// which is no alert here.
/// </remarks>
internal static class IncidentIoPayload
{
    // What a status means whatever people called it.
    private static readonly string[] Closed = ["closed", "learning", "declined", "merged", "canceled", "cancelled"];

    public static bool Fits(JsonElement root) => root.Name("event_type") is { } type && root.Object(type) is not null;

    public static AlertPayload Read(JsonElement root)
    {
        var type = root.Name("event_type")!;
        var happened = root.Object(type)!.Value;
        // A change of status carries the incident inside.
        var about = happened.Object("incident") ?? happened;
        if (about.Name("name", "title") is not { } name || about.Name("id") is not { } key)
            return new(AlertPayloadFormat.IncidentIo, [], Note: type);
        var status = about.Object("incident_status");
        var category = status?.Text("category")?.ToLowerInvariant();
        var isOver = Closed.Contains(category) || (status is null && StateWords.Of(about.Text("status")) == AlertState.Resolved);
        return new(
            AlertPayloadFormat.IncidentIo,
            [
                new()
                {
                    Key = about.Name("deduplication_key") ?? key,
                    Name = name,
                    State = isOver ? AlertState.Resolved : AlertState.Firing,
                    StartsAt = about.Time("created_at"),
                    ReportedAt = about.Time("updated_at"),
                    EndsAt = isOver ? about.Time("resolved_at") ?? about.Time("updated_at") : null,
                    Labels = PayloadFields.Labels(
                        ("reference", about.Name("reference")),
                        ("status", status?.Name("name")),
                        ("type", about.TextAt("incident_type.name", PayloadFields.MaxNameCharacters))
                    ),
                    Summary = about.Text(["summary", "description"]) ?? "",
                    Severity = about.TextAt("severity.name"),
                    Link = about.Address("permalink") ?? about.Address("source_url"),
                    RunbookUrls = PayloadFields.RunbookUrls(about, about.Object("metadata")),
                },
            ]
        );
    }
}
