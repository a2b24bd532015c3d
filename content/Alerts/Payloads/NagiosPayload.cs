using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>Icinga 2, Checkmk and Nagios: a check of a host or service, in the words that they share.</summary>
/// <remarks>
/// Shape: icinga.com, "Event Streams" (type, state, state_type) and "Notification scripts"; docs.checkmk.com, "Notifications"
/// (NOTIFICATIONTYPE, HOSTNAME, SERVICEDESC …). A SOFT state is tried again, flapping, downtimes and comments are no state: they change
/// what is said and never begin an alert.
/// </remarks>
internal static class NagiosPayload
{
    // csharpier-ignore
    private static readonly string[] Events =
    [
        "StateChange", "CheckResult", "Notification", "AcknowledgementSet", "AcknowledgementCleared", "Flapping", "DowntimeAdded",
        "DowntimeRemoved", "DowntimeStarted", "DowntimeTriggered", "CommentAdded", "CommentRemoved",
    ];

    private static readonly string[] NotificationTypes = ["PROBLEM", "RECOVERY", "ACKNOWLEDGEMENT", "FLAPPINGSTART", "FLAPPINGEND"];

    public static bool Fits(JsonElement root)
    {
        var fields = new LooseFields(root);
        return fields["host", "hostname"] is not null
            && (
                fields["notificationtype", "checkcommand", "statetype", "servicestate", "hoststate", "servicestatetype", "hoststatetype"]
                    is not null
                || Events.Contains(fields["type"])
                || NotificationTypes.Contains(fields["type"]?.ToUpperInvariant())
                || (fields["service"] is not null && fields["state"] is not null && fields["output", "pluginoutput"] is not null)
                || fields["event"]?.Contains(" -> ", StringComparison.Ordinal) == true
            );
    }

    public static AlertPayload Read(JsonElement root)
    {
        var fields = new LooseFields(root);
        var host = fields["host", "hostname"]!;
        var service = fields["servicedesc", "servicename", "servicedisplayname", "service"];
        var type = (fields["notificationtype"] ?? fields["type"] ?? "").ToUpperInvariant();
        var check = root.Object("check_result");
        var transition =
            fields["event"] is { } change && change.LastIndexOf(" -> ", StringComparison.Ordinal) is > 0 and var at
                ? change[(at + 4)..]
                : null;
        var word =
            (service is null ? fields["hoststate"] : fields["servicestate"])
            ?? transition
            ?? fields["state", "status"]
            ?? check?.Text("state");
        var isWell =
            StateWords.Of(word) == AlertState.Resolved || Number(word) == 0 || type.StartsWith("RECOVERY", StringComparison.Ordinal);
        var isSoft = (service is null ? fields["hoststatetype"] : fields["servicestatetype"]) is { } kind
            ? IsSoft(kind)
            : fields["statetype"] is { } stateType && IsSoft(stateType);
        var isAcknowledged = type is "ACKNOWLEDGEMENT" or "ACKNOWLEDGEMENTSET" or "ACKNOWLEDGMENT";
        var isNoState =
            type.StartsWith("FLAPPING", StringComparison.Ordinal)
            || type.StartsWith("DOWNTIME", StringComparison.Ordinal)
            || type.StartsWith("COMMENT", StringComparison.Ordinal)
            // Where it flaps nobody is told of each turn.
            || (!isWell && fields["flapping", "isflapping", "serviceisflapping", "hostisflapping"] is "true" or "1")
            || type is "CUSTOM" or "ALERTHANDLER" or "ALERTHANDLER (OK)" or "ACKNOWLEDGEMENTCLEARED";
        var output = fields["serviceoutput", "hostoutput", "output", "pluginoutput", "summary", "message"] ?? check?.Text("output");
        var said = root.Time("timestamp") ?? check?.Time("execution_end");
        return new(
            AlertPayloadFormat.Nagios,
            [
                new()
                {
                    Key = service is null ? host : $"{host}/{service}",
                    Name = service ?? $"Host {host}",
                    State =
                        isAcknowledged ? AlertState.Acknowledged
                        : isWell ? AlertState.Resolved
                        : AlertState.Firing,
                    TellsState = !isNoState && (!isSoft || isWell),
                    TakesBackAcknowledgement = type == "ACKNOWLEDGEMENTCLEARED",
                    IsPartial = isNoState || isAcknowledged,
                    ReportedAt = said,
                    Labels = PayloadFields.Labels(
                        ("host", host),
                        ("service", service),
                        ("address", fields["hostaddress"]),
                        ("check_command", fields["checkcommand", "servicecheckcommand"])
                    ),
                    Summary = output ?? "",
                    Description = root.Text("long_output") ?? fields["longserviceoutput", "longhostoutput"] ?? "",
                    Severity = Number(word) is { } number ? NameOf(number, service is not null) : word,
                    Service = service ?? host,
                    Link = root.Address("url") ?? root.Address("notes_url") ?? root.Address("action_url"),
                    RunbookUrls = [.. PayloadFields.RunbookUrls(root).Concat(TextLinks.In(root.Text("notes_url"))).Distinct()],
                    DocumentId = PayloadFields.DocumentId(root),
                },
            ]
        );
    }

    private static bool IsSoft(string kind) => kind.Equals("SOFT", StringComparison.OrdinalIgnoreCase) || Number(kind) == 0;

    // The stream of Icinga 2 has numbers, with a fraction of nothing in old versions.
    private static int? Number(string? text) => text is [>= '0' and <= '3'] or [>= '0' and <= '3', '.', '0'] ? text[0] - '0' : null;

    private static string NameOf(int state, bool isService) =>
        isService
            ? state switch
            {
                0 => "OK",
                1 => "WARNING",
                2 => "CRITICAL",
                _ => "UNKNOWN",
            }
        : state == 0 ? "UP"
        : "DOWN";
}
