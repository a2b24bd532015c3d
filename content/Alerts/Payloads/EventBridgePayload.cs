using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>Amazon EventBridge: an event of a service of Amazon; alarms of CloudWatch and events of AWS Health are alerts.</summary>
/// <remarks>Shape: docs.aws.amazon.com, "AWS service event metadata" (detail-type, source, resources, detail).</remarks>
internal static class EventBridgePayload
{
    public static bool Fits(JsonElement root) =>
        root.Text("detail-type") is not null && root.Text("source") is not null && root.Object("detail") is not null;

    public static AlertPayload Read(JsonElement root)
    {
        var detail = root.Object("detail")!.Value;
        var id = root.Name("id");
        var labels = PayloadFields.Labels(("region", root.Name("region")), ("account", root.Name("account")));
        if (detail.Name("alarmName") is { } alarm && detail.TextAt("state.value") is { } state)
            return new(
                AlertPayloadFormat.EventBridge,
                [
                    CloudWatchPayload.Alarm(
                        root.Items("resources").Select(r => PayloadFields.Scalar(r)).FirstOrDefault(r => r is not null) ?? alarm,
                        alarm,
                        state,
                        detail.At("state")?.Time("timestamp") ?? root.Time("time")
                    ) with
                    {
                        Labels = labels,
                        Summary = detail.TextAt("state.reason") ?? "",
                        Description = detail.TextAt("configuration.description") ?? "",
                        RunbookUrls = TextLinks.In(detail.TextAt("configuration.description")),
                    },
                ],
                EventId: id
            );
        if (detail.Name("eventArn") is { } arn && detail.Name("eventTypeCode") is { } code)
        {
            var isClosed = StateWords.Of(detail.Text("statusCode")) == AlertState.Resolved;
            return new(
                AlertPayloadFormat.EventBridge,
                [
                    new()
                    {
                        Key = arn,
                        Name = code,
                        State = isClosed ? AlertState.Resolved : AlertState.Firing,
                        StartsAt = detail.Time("startTime"),
                        ReportedAt = detail.Time("lastUpdatedTime") ?? root.Time("time"),
                        EndsAt = isClosed ? detail.Time("endTime") : null,
                        Labels = labels,
                        Summary =
                            detail.Items("eventDescription").Select(d => d.Text("latestDescription")).FirstOrDefault(d => d is not null)
                            ?? "",
                        Severity = detail.Text("eventTypeCategory"),
                        Service = detail.Name("service"),
                    },
                ],
                EventId: id
            );
        }
        return AlertPayload.Unreadable(
            $"It is an event of EventBridge of the kind '{root.Name("detail-type")}', which says nothing about an alert known here."
        );
    }
}
