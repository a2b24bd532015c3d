using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>Healthchecks: a check that is up or down.</summary>
/// <remarks>
/// Shape: healthchecks.io, "Webhook" (a body that people put together of $NAME, $STATUS, $CODE, $TAGS, $NOW) and "Management API"
/// (name, slug, status, uuid).
/// </remarks>
internal static class HealthchecksPayload
{
    public static bool Fits(JsonElement root) =>
        root.Name("name") is not null
        && root.Text("status") is "up" or "down" or "grace" or "new" or "paused" or "started"
        && root.Name("code", "uuid", "unique_key", "ping_url") is not null;

    public static AlertPayload Read(JsonElement root)
    {
        var name = root.Name("name")!;
        var status = root.Text("status");
        var now = root.Time("now");
        return new(
            AlertPayloadFormat.Healthchecks,
            [
                new()
                {
                    Key = root.Name("code", "uuid", "unique_key") is { } code ? $"check {code}" : $"check {name}",
                    Name = name,
                    State = status == "up" ? AlertState.Resolved : AlertState.Firing,
                    TellsState = status is "up" or "down",
                    ReportedAt = now,
                    EndsAt = status == "up" ? now : null,
                    Labels = PayloadFields.Labels(("tags", root.Name("tags"))),
                    Summary = root.Text(["summary", "message"]) ?? $"{name} is {status}",
                    Description = root.Text(["desc", "description"]) ?? "",
                    Service = name,
                    RunbookUrls = [.. PayloadFields.RunbookUrls(root).Concat(TextLinks.In(root.Text(["desc", "description"]))).Distinct()],
                },
            ]
        );
    }
}
