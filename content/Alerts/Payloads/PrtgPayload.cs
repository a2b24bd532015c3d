using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>PRTG: a sensor, by the placeholders that people put into its HTTP action, as JSON or as a form.</summary>
/// <remarks>
/// Shape: paessler.com, "List of placeholders for notifications" (%sensorid, %sensor, %device, %status, %laststatus, %message, %link).
/// A status is <c>Down</c>, <c>Warning</c>, <c>Down (Acknowledged)</c>, <c>Up</c> or <c>Down ended (now: Up)</c>.
/// </remarks>
internal static class PrtgPayload
{
    public static bool Fits(JsonElement root)
    {
        var fields = new LooseFields(root);
        return fields["sensorid"] is not null && fields["status", "state", "laststatus", "message"] is not null;
    }

    public static AlertPayload Read(JsonElement root)
    {
        var fields = new LooseFields(root);
        var id = fields["sensorid"]!;
        var status = fields["status", "state", "laststatus"] ?? "";
        // "Down ended (now: Up)": how it is now counts.
        var now = status.IndexOf("(now: ", StringComparison.Ordinal) is >= 0 and var at ? status[(at + 6)..].TrimEnd(')', ' ') : status;
        var name = fields["sensor", "sensorname", "name", "shortname"] ?? $"sensor {id}";
        return new(
            AlertPayloadFormat.Prtg,
            [
                new()
                {
                    Key = $"sensor {id}",
                    Name = name,
                    State = StateWords.Of(now) ?? AlertState.Firing,
                    // Paused and unknown say nothing of it.
                    TellsState =
                        !now.StartsWith("Paused", StringComparison.OrdinalIgnoreCase)
                        && !now.Equals("Unknown", StringComparison.OrdinalIgnoreCase),
                    Labels = PayloadFields.Labels(
                        ("device", fields["device", "devicename"]),
                        ("group", fields["group", "groupname"]),
                        ("host", fields["host"]),
                        ("probe", fields["probe"])
                    ),
                    Summary = fields["message", "lastmessage"] ?? "",
                    Description = fields["comments", "commentssensor"] ?? "",
                    Severity = fields["priority", "severity"],
                    Service = fields["service", "device", "devicename"],
                    Link = PayloadFields.AddressOf(fields["linksensor", "link", "url"]),
                    RunbookUrls =
                    [
                        .. PayloadFields.RunbookUrls(root).Concat(TextLinks.In(fields["comments", "commentssensor"])).Distinct(),
                    ],
                },
            ]
        );
    }
}
