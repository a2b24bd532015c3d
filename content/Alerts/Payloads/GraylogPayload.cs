using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>Graylog: an event of a definition. It never says that it is over.</summary>
/// <remarks>
/// Shape: go2docs.graylog.org, "Notifications", HTTP (event_definition_id, event_definition_title, event) and the alarm callback of
/// Graylog 2 (stream, check_result).
/// </remarks>
internal static class GraylogPayload
{
    public static bool Fits(JsonElement root) =>
        (root.Name("event_definition_id") is not null && root.Object("event") is not null)
        || (root.Object("check_result") is not null && root.Object("stream") is { } stream && stream.Name("id") is not null);

    public static AlertPayload Read(JsonElement root) =>
        new(AlertPayloadFormat.Graylog, [root.Name("event_definition_id") is { } id ? Event(root, id) : Alarm(root)]);

    private static FiredAlert Event(JsonElement root, string definition)
    {
        var happened = root.Object("event")!.Value;
        var fields = happened.Pairs("fields");
        return new()
        {
            Key = $"{definition} {happened.Name("key")}".TrimEnd(),
            Name = root.Name("event_definition_title") ?? happened.Name("message") ?? definition,
            State = AlertState.Firing,
            ReportedAt = happened.Time("timestamp"),
            Labels =
            [
                .. PayloadFields
                    .Labels(("source", happened.Name("source")), ("key", happened.Name("key")))
                    .Concat(fields)
                    .DistinctBy(l => l.Key),
            ],
            Summary = happened.Text("message") ?? "",
            Description = root.Text("event_definition_description") ?? "",
            Severity = happened.Text("priority"),
            Service = fields.FirstOrDefault(f => f.Key is "service" or "component").Value,
            RunbookUrls =
            [
                .. PayloadFields
                    .RunbookUrls(happened.Object("fields"))
                    .Concat(TextLinks.In(root.Text("event_definition_description")))
                    .Distinct(),
            ],
        };
    }

    private static FiredAlert Alarm(JsonElement root)
    {
        var (stream, result) = (root.Object("stream")!.Value, root.Object("check_result")!.Value);
        var condition = result.Object("triggered_condition");
        return new()
        {
            Key = $"{stream.Name("id")} {condition?.Name("id")}".TrimEnd(),
            Name = condition?.Name("title") ?? stream.Name("title") ?? stream.Name("id")!,
            State = AlertState.Firing,
            ReportedAt = result.Time("triggered_at"),
            Labels = PayloadFields.Labels(("stream", stream.Name("title"))),
            Summary = result.Text("result_description") ?? "",
            Description = stream.Text("description") ?? "",
            RunbookUrls = TextLinks.In(stream.Text("description")),
        };
    }
}
