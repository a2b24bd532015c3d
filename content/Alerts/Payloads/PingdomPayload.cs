using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>Pingdom: a check that changed its state.</summary>
/// <remarks>
/// Shape: pingdom.com, "Webhooks" (check_id, previous_state, current_state UP and DOWN, of transactions SUCCESS and FAILING).
/// </remarks>
internal static class PingdomPayload
{
    public static bool Fits(JsonElement root) => root.Name("check_id") is not null && root.Name("current_state", "check_name") is not null;

    public static AlertPayload Read(JsonElement root)
    {
        var id = root.Name("check_id")!;
        var isOver = StateWords.Of(root.Text("current_state")) == AlertState.Resolved;
        var changed = root.Time("state_changed_timestamp") ?? root.Time("state_changed_utc_time");
        var host = root.TextAt("check_params.hostname", PayloadFields.MaxNameCharacters);
        return new(
            AlertPayloadFormat.Pingdom,
            [
                new()
                {
                    Key = $"check {id}",
                    Name = root.Name("check_name") ?? id,
                    State = isOver ? AlertState.Resolved : AlertState.Firing,
                    ReportedAt = changed,
                    EndsAt = isOver ? changed : null,
                    Labels = PayloadFields.Labels(("hostname", host), ("type", root.Name("check_type"))),
                    Summary = root.Text("description") ?? "",
                    Description = root.Text(["long_description", "custom_message"]) ?? "",
                    Severity = root.Text("importance_level"),
                    Service = host,
                    Link = root.At("check_params")?.Address("full_url"),
                    RunbookUrls = TextLinks.In(root.Text("custom_message")),
                },
            ]
        );
    }
}
