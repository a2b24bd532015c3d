using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>CloudEvents 1.0: an envelope whose data may have the shape of another sender, or is the alert itself.</summary>
/// <remarks>
/// Shape: cloudevents.io <c>spec.md</c> (id, source, specversion, type; subject, time, data, data_base64). An alert is known by what its
/// data calls it (fingerprint, dedup_key), else by source and subject with the name of the alert, else by source and the data's id, else
/// by source and type. The end of the type says how it stands; where it says nothing, the data may.
/// </remarks>
internal static class CloudEventsPayload
{
    private static readonly string[] States = ["status", "state", "alert_state"];

    public static bool Fits(JsonElement root) =>
        root.Text("specversion") is not null
        && root.Text("type") is not null
        && root.Text("id") is not null
        && root.Text("source") is not null;

    /// <param name="inner">Reads the data of an event, which may have the shape of another sender.</param>
    public static AlertPayload Read(JsonElement root, Func<JsonElement, AlertPayload> inner)
    {
        using var decoded = Decoded(root);
        var data = decoded?.RootElement ?? root.Field("data");
        var (source, type) = (root.Name("source")!, root.Name("type")!);
        var eventId = $"{source} {root.Name("id")}";
        if (data is { ValueKind: JsonValueKind.Object or JsonValueKind.Array } other)
        {
            var read = inner(other);
            if (read is { Problem: null, Format: not AlertPayloadFormat.Generic })
                return read with { Format = AlertPayloadFormat.CloudEvents, EventId = eventId };
        }
        var about = data is { ValueKind: JsonValueKind.Object } map ? map : default;
        var subject = root.Name("subject");
        var labels = about.Pairs("labels");
        var annotations = about.Object("annotations");
        var (said, stem) = StateWords.AtEndOf(type);
        var state = said ?? StateWords.Of(States.Select(s => about.Text(s))) ?? AlertState.Firing;
        var named = about.Name("alertname", "alert_name") ?? labels.FirstOrDefault(l => l.Key == "alertname").Value;
        var time = root.Time("time");
        return new(
            AlertPayloadFormat.CloudEvents,
            [
                new()
                {
                    Key =
                        about.Name("fingerprint", "dedup_key", "dedupKey") is { } fingerprint ? $"{source} {fingerprint}"
                        : subject is not null ? $"{source} {subject} {named}".TrimEnd()
                        : about.Name("alert_id", "alertId", "id") is { } id ? $"{source} {id}"
                        : $"{source} {stem} {named}".TrimEnd(),
                    Name = named ?? (IsPlainState(said, type, stem) ? stem : type),
                    State = state,
                    StartsAt = about.Time("startsAt"),
                    ReportedAt = time,
                    EndsAt = state == AlertState.Resolved ? about.Time("endsAt") ?? time : null,
                    Labels = [.. PayloadFields.Labels(("source", source), ("subject", subject)).Concat(labels).DistinctBy(l => l.Key)],
                    Annotations = about.Pairs("annotations"),
                    Summary =
                        about.Text(["message", "summary", "title", "description", "error"])
                        ?? annotations?.Text("summary")
                        ?? (data is { ValueKind: JsonValueKind.String } text ? PayloadFields.Scalar(text) : null)
                        ?? subject
                        ?? type,
                    Description = about.Text("description") ?? annotations?.Text("description") ?? "",
                    Severity =
                        about.Text(["severity", "priority", "level"])
                        ?? labels.FirstOrDefault(l => l.Key is "severity" or "priority").Value,
                    Service =
                        about.Name("service", "component") ?? labels.FirstOrDefault(l => l.Key is "service" or "component" or "job").Value,
                    Link = about.Address("link") ?? about.Address("url"),
                    RunbookUrls = PayloadFields.RunbookUrls(about, annotations),
                    DocumentId = PayloadFields.DocumentId(about, annotations),
                },
            ],
            EventId: eventId
        );
    }

    // "job.failed" is what happened and a good name; "disk.full.firing" is "disk.full" that fires.
    private static bool IsPlainState(AlertState? said, string type, string stem) =>
        said is not null
        && stem.Length > 0
        && type[stem.Length..].Trim('.', '/', ':', '_', '-').Split('.')[0].ToLowerInvariant()
            is not ("failed" or "failing" or "error" or "critical" or "warning" or "down");

    private static JsonDocument? Decoded(JsonElement root)
    {
        try
        {
            if (root.Field("data_base64") is { ValueKind: JsonValueKind.String } packed && packed.TryGetBytesFromBase64(out var bytes))
                return PayloadJson.Parse(bytes);
            // Some send JSON as a text in JSON.
            if (
                root.Field("data") is { ValueKind: JsonValueKind.String } text
                && text.GetString()?.TrimStart() is ['{' or '[', ..] and var json
            )
                return PayloadJson.Parse(json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
        return null;
    }
}
