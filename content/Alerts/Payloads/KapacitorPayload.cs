using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>Kapacitor: an alert node, with its level.</summary>
/// <remarks>
/// Shape: docs.influxdata.com, "AlertNode" and "Post event handler" (id, message, level OK, INFO, WARNING, CRITICAL, previousLevel). Its
/// time is that of the point, not of the beginning.
/// </remarks>
internal static class KapacitorPayload
{
    public static bool Fits(JsonElement root) =>
        root.Name("id") is not null
        && root.Text("level") is not null
        && (root.Field("previousLevel") is not null || (root.Field("duration") is not null && root.Field("data") is not null));

    public static AlertPayload Read(JsonElement root)
    {
        var id = root.Name("id")!;
        var level = root.Text("level")!;
        var isOver = StateWords.Of(level) == AlertState.Resolved;
        var time = root.Time("time");
        return new(
            AlertPayloadFormat.Kapacitor,
            [
                new()
                {
                    Key = id,
                    Name = id,
                    State = isOver ? AlertState.Resolved : AlertState.Firing,
                    ReportedAt = time,
                    EndsAt = isOver ? time : null,
                    Labels =
                    [
                        .. (root.Object("data") ?? default)
                            .Items("series")
                            .Take(20)
                            .SelectMany(s => s.Pairs("tags"))
                            .DistinctBy(t => t.Key),
                    ],
                    Summary = root.Text("message") ?? "",
                    Description = root.Text("details") ?? "",
                    // How bad it was, not that it is well now.
                    Severity = isOver ? root.Text("previousLevel") : level,
                    RunbookUrls = TextLinks.In(root.Text("details")),
                },
            ]
        );
    }
}
