using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>
/// Anything else: Standard Webhooks, and objects that at least have a name and something to tell them by, in the words that most senders
/// use.
/// </summary>
/// <remarks>Shape: standardwebhooks.com (type, timestamp, data).</remarks>
internal static class GenericPayload
{
    private static readonly string[] Names =
    [
        "alertname",
        "alert",
        "alert_name",
        "alertName",
        "rule_name",
        "ruleName",
        "check_name",
        "monitor_name",
        "name",
        "title",
        "summary",
        "message",
        "subject",
    ];

    // csharpier-ignore
    private static readonly string[] Keys =
    [
        "fingerprint", "dedup_key", "dedupKey", "deduplication_key", "alias", "key", "alert_id", "alertId", "alert_uid", "alertUid",
        "incident_id", "incidentId", "id", "uid", "uuid",
    ];

    // csharpier-ignore
    private static readonly string[] States =
    [
        "status", "state", "alert_state", "alertState", "current_state", "currentState", "alert_status", "transition", "event", "action",
        "event_type", "actionGroup", "alertActionGroup",
    ];

    // Where nothing else says it: "level": "OK".
    private static readonly string[] Levels = ["level", "severity"];

    private static readonly string[] Links = ["link", "url", "link_to_upstream_details", "trigger_url", "permalink", "html_url"];

    public static AlertPayload Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return AlertPayload.Unreadable("It is neither an object nor a list of alerts.");
        if (MessageForPeople(root) is { } message)
            return AlertPayload.Unreadable(message);
        // Standard Webhooks: the event is in data, its kind in type.
        var body = root.Object("data") is { } data && root.Field("type") is not null ? data : root;
        var (said, stem) = root.Name("type") is { } type ? StateWords.AtEndOf(type) : (null, null);
        var labels = body.Pairs("labels");
        var annotations = body.Object("annotations");
        if (
            (body.Name(Names) ?? labels.FirstOrDefault(l => l.Key == "alertname").Value ?? (body.Equals(root) ? null : stem))
            is not { Length: > 0 } given
        )
            return AlertPayload.Unreadable("Nothing in it names an alert.");
        var title = TitleState.Of(given);
        var state =
            StateWords.Of(States.Select(s => body.Text(s)))
            ?? said
            ?? title.State
            ?? StateWords.Of(Levels.Select(l => Word(body, l)))
            ?? AlertState.Firing;
        return new(
            AlertPayloadFormat.Generic,
            [
                new()
                {
                    Key = body.Name(Keys) ?? AlertmanagerPayload.Fingerprint([new("name", title.Name), .. labels]),
                    Name = title.Name,
                    State = state,
                    StartsAt = body.Time("startsAt") ?? body.Time("started_at"),
                    ReportedAt = body.Time("timestamp") ?? root.Time("timestamp"),
                    EndsAt = state == AlertState.Resolved ? body.Time("endsAt") ?? body.Time("ended_at") : null,
                    Labels = labels,
                    Annotations = body.Pairs("annotations"),
                    Summary = body.Text(["summary", "message", "title"]) ?? annotations?.Text("summary") ?? "",
                    Description = body.Text(["description", "details", "body", "text"]) ?? annotations?.Text("description") ?? "",
                    Severity = body.Text(["severity", "priority", "level"]) ?? labels.FirstOrDefault(l => l.Key == "severity").Value,
                    Service =
                        body.Name("service", "component") ?? labels.FirstOrDefault(l => l.Key is "service" or "component" or "job").Value,
                    Link = Links.Select(l => body.Address(l)).FirstOrDefault(l => l is not null),
                    RunbookUrls = PayloadFields.RunbookUrls(body, annotations),
                    DocumentId = PayloadFields.DocumentId(body, annotations),
                },
            ],
            EventId: root.Name("id")
        );
    }

    // A number is a rank, and 0 the worst of some.
    private static string? Word(JsonElement body, string name) => body.Text(name) is { } text && !text.All(char.IsAsciiDigit) ? text : null;

    // Words and colours for people to look at: which alert it is, and whether it is over, stands in no field.
    private static string? MessageForPeople(JsonElement root) =>
        root.Text("@type") == "MessageCard" || (root.Text("type") == "message" && root.Items("attachments").Any())
            ? "It is a message for Microsoft Teams, which has no field for an alert; let its sender post to a webhook of its own kind."
        : root.Items("attachments").Any() || root.Items("blocks").Any() || root.Items("embeds").Any()
            ? "It is a message for a chat, which has no field for an alert; let its sender post to a webhook of its own kind."
        : null;
}
