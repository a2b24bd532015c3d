using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>Grafana OnCall's outgoing webhook: an alert group and what happened to it.</summary>
/// <remarks>Shape: grafana.com "Outgoing webhooks" of OnCall (event, alert_group, alert_payload).</remarks>
internal static class GrafanaOnCallPayload
{
    public static bool Fits(JsonElement root) => root.Object("alert_group") is { } group && group.Name("id") is not null;

    public static AlertPayload Read(JsonElement root)
    {
        var group = root.Object("alert_group")!.Value;
        var title = TitleState.Of(group.Name("title") ?? group.Name("id")!);
        var state = StateWords.Of(group.Text("state"));
        var said = root.At("event")?.Time("time");
        return new(
            AlertPayloadFormat.GrafanaOnCall,
            [
                new()
                {
                    Key = group.Name("id")!,
                    Name = title.Name,
                    State = state ?? title.State ?? AlertState.Firing,
                    // Silenced says that nobody is called, not how the alert stands.
                    TellsState = !string.Equals(group.Text("state"), "silenced", StringComparison.OrdinalIgnoreCase),
                    StartsAt = group.Time("created_at"),
                    ReportedAt = said,
                    EndsAt = state == AlertState.Resolved ? group.Time("resolved_at") ?? said : null,
                    Labels = PayloadFields.Labels(("integration", root.TextAt("integration.name", PayloadFields.MaxNameCharacters))),
                    Summary = group.Text("title") ?? "",
                    Link = group.At("permalinks")?.Address("web"),
                    RunbookUrls = PayloadFields.RunbookUrls(
                        root.Object("alert_payload"),
                        root.At("alert_payload.annotations"),
                        root.At("alert_payload.commonAnnotations")
                    ),
                },
            ]
        );
    }
}
