using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>Uptime Kuma: a heartbeat of a monitor.</summary>
/// <remarks>
/// Shape: louislam/uptime-kuma <c>server/notification-providers/webhook.js</c>; status 0 is down, 1 up, 2 pending, 3 maintenance. A test
/// and a warning of a certificate have neither heartbeat nor monitor.
/// </remarks>
internal static class UptimeKumaPayload
{
    public static bool Fits(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object
        && root.TryGetProperty("heartbeat", out _)
        && root.TryGetProperty("monitor", out _)
        && root.Text("msg") is not null;

    public static AlertPayload Read(JsonElement root)
    {
        if (root.Object("heartbeat") is not { } heartbeat || root.Object("monitor") is not { } monitor)
            return new(AlertPayloadFormat.UptimeKuma, [], Note: "a message without a monitor");
        var id = monitor.Name("id") ?? heartbeat.Name("monitorID", "monitor_id");
        var name = monitor.Name("name", "pathName") ?? id;
        if (name is null)
            return AlertPayload.Unreadable("The monitor has neither id nor name.");
        var status = heartbeat.Text("status");
        var time = heartbeat.Time("time");
        return new(
            AlertPayloadFormat.UptimeKuma,
            [
                new()
                {
                    Key = $"monitor {id ?? name}",
                    Name = name,
                    State = status == "1" ? AlertState.Resolved : AlertState.Firing,
                    // Pending is tried again, maintenance is meant: neither says how it stands.
                    TellsState = status is "0" or "1",
                    ReportedAt = time,
                    EndsAt = status == "1" ? time : null,
                    Labels =
                    [
                        .. PayloadFields
                            .Labels(("hostname", monitor.Name("hostname")), ("type", monitor.Name("type")))
                            .Concat(
                                monitor
                                    .Items("tags")
                                    .Take(50)
                                    .Where(t => t.Name("name") is not null)
                                    .Select(t => KeyValuePair.Create(t.Name("name")!, t.Name("value") ?? "true"))
                            )
                            .DistinctBy(l => l.Key),
                    ],
                    Summary = heartbeat.Text("msg") ?? root.Text("msg") ?? "",
                    Description = monitor.Text("description") ?? "",
                    Service = name,
                    Link = monitor.Address("url"),
                    RunbookUrls = TextLinks.In(monitor.Text("description")),
                },
            ]
        );
    }
}
