using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>Zabbix, by the parameters that its webhook media types and scripts pass on: an event of a trigger.</summary>
/// <remarks>
/// Shape: zabbix.com, "Webhook" and "Supported macros" ({EVENT.ID}, {EVENT.VALUE} 1 problem, 0 well, {TRIGGER.ID}, {EVENT.UPDATE.STATUS}).
/// Its dates have no time zone and are not read. A macro that has no value comes as <c>{EVENT.NAME}</c> or <c>*UNKNOWN*</c>.
/// </remarks>
internal static class ZabbixPayload
{
    private static readonly string[] TriggerIds = ["trigger_id", "triggerid", "triggerId"];
    private static readonly string[] EventIds = ["event_id", "eventid", "eventId"];
    private static readonly string[] Names = ["trigger_name", "triggername", "triggerName", "event_name", "eventname", "eventName"];

    public static bool Fits(JsonElement root) =>
        Of(root, TriggerIds) is not null
        || (
            Of(root, EventIds) is not null
            && Of(root, [.. Names, "event_value", "eventvalue", "event_nseverity", "event_update_status"]) is not null
        );

    public static AlertPayload Read(JsonElement root)
    {
        var host = Of(root, ["host", "hostname", "host_name", "HostName"]);
        var name = Of(root, [.. Names, "alert_subject", "subject", "name"]);
        var key = Of(root, TriggerIds) is { } trigger ? $"trigger {trigger}" : $"event {Of(root, EventIds)}";
        var isUpdate = Of(root, ["event_update_status"]) == "1";
        var state =
            Of(root, ["event_value", "eventvalue"]) == "0" ? AlertState.Resolved
            : StateWords.Of(Of(root, ["status", "event_status", "trigger_status"])) is { } said && said != AlertState.Firing ? said
            : Of(root, ["event_ack_status", "event_acknowledged"]) is "Yes" or "1" ? AlertState.Acknowledged
            : TitleState.Of(name ?? "").State ?? AlertState.Firing;
        return new(
            AlertPayloadFormat.Zabbix,
            [
                new()
                {
                    Key = key,
                    // Its messages begin with "Problem: " and "Resolved in 5m: ".
                    Name = name is null ? key : TitleState.Of(name).Name,
                    State = state,
                    // A comment or a new severity.
                    TellsState = !isUpdate || state != AlertState.Firing,
                    Labels = PayloadFields.Labels(("host", host), ("ip", Of(root, ["host_ip"])), ("item", Of(root, ["item_name"]))),
                    Summary = root.Text(["alert_subject", "alert_message", "message"]) ?? name ?? "",
                    Description = root.Text(["event_opdata", "trigger_description", "alert_message"]) ?? "",
                    Severity = Of(root, ["trigger_severity", "event_severity", "severity"]),
                    Service = Of(root, ["service"]) ?? host,
                    Link = root.Address("url") ?? root.Address("trigger_url") ?? root.Address("event_url"),
                    RunbookUrls = [.. PayloadFields.RunbookUrls(root).Concat(TextLinks.In(root.Text("trigger_description"))).Distinct()],
                    DocumentId = PayloadFields.DocumentId(root),
                },
            ]
        );
    }

    private static string? Of(JsonElement root, string[] names) =>
        names
            .Select(n => root.Text(n, PayloadFields.MaxNameCharacters))
            .FirstOrDefault(v => v is not null && v != "*UNKNOWN*" && v is not ['{', .., '}']);
}
