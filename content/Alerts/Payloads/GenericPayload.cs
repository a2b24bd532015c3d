using System.Text.Json;
using Knowledge.Content.Documents;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>
/// Anything else: CloudEvents 1.0 (whose data may be any of the other shapes), Standard Webhooks, and objects that at least have a
/// name and something to tell them by.
/// </summary>
/// <remarks>Shapes: cloudevents.io <c>spec.md</c> (id, source, specversion, type); standardwebhooks.com (type, timestamp, data).</remarks>
internal static class GenericPayload
{
    private static readonly string[] Names = ["alertname", "alert", "name", "title", "summary", "message", "subject"];
    private static readonly string[] Keys = ["fingerprint", "dedup_key", "dedupKey", "key", "alert_id", "alertId", "id", "uid"];
    private static readonly string[] States = ["status", "state", "event", "action"];
    private static readonly string[] ResolvedStates = ["resolved", "ok", "recovered", "closed", "close", "up", "normal", "cleared"];

    public static bool IsCloudEvent(JsonElement root) =>
        root.Text("specversion") is not null
        && root.Text("type") is not null
        && root.Text("id") is not null
        && root.Text("source") is not null;

    /// <param name="inner">Reads the data of an event, which may have the shape of another sender.</param>
    public static AlertPayload ReadCloudEvent(JsonElement root, Func<JsonElement, AlertPayload> inner)
    {
        var (source, id, type) = (
            root.Text("source", PayloadFields.MaxNameCharacters)!,
            root.Text("id", PayloadFields.MaxNameCharacters)!,
            root.Text("type", PayloadFields.MaxNameCharacters)!
        );
        var eventId = $"{source} {id}";
        if (root.Object("data") is { } data && inner(data) is { Problem: null, Format: not AlertPayloadFormat.Generic } read)
            return read with { Format = AlertPayloadFormat.CloudEvents, EventId = eventId };
        var subject = root.Text("subject", PayloadFields.MaxNameCharacters);
        var about = root.Object("data") ?? default;
        var summary =
            (about.ValueKind == JsonValueKind.Object ? about.Text(["message", "summary", "title", "description", "error"]) : null)
            ?? root.Text("data")
            ?? subject
            ?? type;
        return new(
            AlertPayloadFormat.CloudEvents,
            [
                new()
                {
                    Key = $"{source} {type} {subject}".TrimEnd(),
                    Name =
                        (about.ValueKind == JsonValueKind.Object ? about.Text("alertname", PayloadFields.MaxNameCharacters) : null) ?? type,
                    State = ResolvedStates.Any(o => type.EndsWith("." + o, StringComparison.OrdinalIgnoreCase))
                        ? AlertState.Resolved
                        : AlertState.Firing,
                    StartsAt = root.Time("time"),
                    Labels =
                    [
                        new("source", source),
                        .. subject is null ? Array.Empty<KeyValuePair<string, string>>() : [new("subject", subject)],
                    ],
                    Summary = summary,
                    Description = about.ValueKind == JsonValueKind.Object ? about.Text("description") ?? "" : "",
                    RunbookUrls =
                        about.ValueKind == JsonValueKind.Object
                            ? [.. AlertRule.RunbookAnnotations.Select(n => about.Text(n)).OfType<string>()]
                            : [],
                },
            ],
            EventId: eventId
        );
    }

    public static AlertPayload Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return AlertPayload.Unreadable("It is neither an object nor a list of alerts.");
        // Standard Webhooks: the event is in data, its kind in type.
        var body = root.Object("data") is { } data && root.Field("type") is not null ? data : root;
        var labels = body.Pairs("labels");
        var annotations = body.Pairs("annotations");
        var name =
            body.Text(Names, PayloadFields.MaxNameCharacters)
            ?? labels.FirstOrDefault(l => l.Key == "alertname").Value
            ?? (body.ValueKind == JsonValueKind.Object && !body.Equals(root) ? root.Text("type", PayloadFields.MaxNameCharacters) : null);
        if (name is null)
            return AlertPayload.Unreadable($"Nothing in it names an alert: none of {string.Join(", ", Names)} is there.");
        var state =
            body.Text(States)?.ToLowerInvariant()
            ?? (root.Text("type") is { } type ? type[(type.LastIndexOf('.') + 1)..].ToLowerInvariant() : null);
        return new(
            AlertPayloadFormat.Generic,
            [
                new()
                {
                    Key =
                        body.Text(Keys, PayloadFields.MaxNameCharacters) ?? AlertmanagerPayload.Fingerprint([new("name", name), .. labels]),
                    Name = name,
                    State = state is not null && ResolvedStates.Contains(state) ? AlertState.Resolved : AlertState.Firing,
                    StartsAt = body.Time("startsAt") ?? body.Time("started_at") ?? body.Time("timestamp") ?? root.Time("timestamp"),
                    EndsAt = body.Time("endsAt"),
                    Labels = labels,
                    Annotations = annotations,
                    Summary = body.Text(["summary", "message", "title"]) ?? annotations.FirstOrDefault(a => a.Key == "summary").Value ?? "",
                    Description =
                        body.Text(["description", "details", "body", "text"])
                        ?? annotations.FirstOrDefault(a => a.Key == "description").Value
                        ?? "",
                    Severity = body.Text(["severity", "priority", "level"]) ?? labels.FirstOrDefault(l => l.Key == "severity").Value,
                    Service =
                        body.Text(["service", "component"], PayloadFields.MaxNameCharacters)
                        ?? labels.FirstOrDefault(l => l.Key is "service" or "component" or "job").Value,
                    Link = body.Address("link") ?? body.Address("url"),
                    RunbookUrls =
                    [
                        .. AlertRule
                            .RunbookAnnotations.Select(n => body.Text(n) ?? annotations.FirstOrDefault(a => a.Key == n).Value)
                            .OfType<string>()
                            .Distinct(),
                    ],
                    DocumentId = FiredAlert
                        .DocumentIdNames.Select(n => body.Text(n) ?? annotations.FirstOrDefault(a => a.Key == n).Value)
                        .FirstOrDefault(v => v is not null),
                },
            ],
            EventId: root.Text("id", PayloadFields.MaxNameCharacters)
        );
    }
}
