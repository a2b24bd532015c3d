using System.Text.Json;
using Knowledge.Content.Documents;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>Opsgenie and Jira Service Management: an action on an alert.</summary>
/// <remarks>
/// Only Create fires, Close resolves, Acknowledge acknowledges; every other action, also one that people made themselves, changes what is
/// said of the alert and never how it stands.
/// Shape: docs.opsgenie.com, "Webhook integration". Times are in milliseconds (<c>createdAt</c>) and nanoseconds
/// (<c>updatedAt</c>); priority comes as <c>"P1"</c> and as a number.
/// Description and details are sent only with some actions, so a later action must not take them for gone.
/// </remarks>
internal static class OpsgeniePayload
{
    private static readonly string[] ResolvingActions = ["close", "delete", "resolve"];

    public static bool Fits(JsonElement root) => root.Object("alert") is not null && root.Text("action") is not null;

    public static AlertPayload Read(JsonElement root)
    {
        var alert = root.Object("alert")!.Value;
        var action = root.Text("action")!.ToLowerInvariant();
        var isOver = ResolvingActions.Contains(action);
        var details = alert.Pairs("details");
        var tags = alert.Items("tags").Select(t => PayloadFields.Scalar(t)).OfType<string>().ToList();
        var key = alert.Text(["alias", "alertId", "tinyId"], PayloadFields.MaxNameCharacters);
        if (key is null)
            return AlertPayload.Unreadable("The alert has neither alias nor alertId, so it cannot be told from others.");
        List<KeyValuePair<string, string>> labels = [];
        foreach (var name in new[] { "entity", "source", "tinyId", "alias" })
            if (alert.Text(name, PayloadFields.MaxNameCharacters) is { } value)
                labels.Add(new(name, value));
        foreach (var tag in tags)
            if (tag.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
                labels.Add(new(tag[..colon], tag[(colon + 1)..]));
        string? Detail(string name) => details.FirstOrDefault(d => d.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
        return new(
            AlertPayloadFormat.Opsgenie,
            [
                new()
                {
                    Key = key,
                    Name = Detail("alertname") ?? alert.Text("message", PayloadFields.MaxNameCharacters) ?? key,
                    State =
                        isOver ? AlertState.Resolved
                        : action == "acknowledge" ? AlertState.Acknowledged
                        : AlertState.Firing,
                    TellsState = isOver || action is "create" or "acknowledge",
                    TakesBackAcknowledgement = action == "unacknowledge",
                    IsPartial = action != "create",
                    StartsAt = alert.Time("createdAt"),
                    ReportedAt = alert.Time("updatedAt"),
                    EndsAt = isOver ? alert.Time("updatedAt") : null,
                    Labels = [.. labels.Concat(details).DistinctBy(l => l.Key)],
                    Summary = alert.Text("message") ?? "",
                    Description = alert.Text("description") ?? "",
                    Severity = alert.Text("priority") is { } priority
                        ? (priority.Length == 1 && char.IsAsciiDigit(priority[0]) ? $"P{priority}" : priority)
                        : null,
                    Service =
                        Detail("service")
                        ?? labels.FirstOrDefault(l => l.Key == "service").Value
                        ?? alert.Text("entity", PayloadFields.MaxNameCharacters),
                    RunbookUrls = RunbookAnnotation.LinksIn(Detail),
                    DocumentId = FiredAlert.DocumentIdNames.Select(Detail).FirstOrDefault(v => v is not null),
                },
            ]
        );
    }
}
