using System.Text.Json;
using System.Text.RegularExpressions;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>
/// Datadog, by the template that a person pastes into its webhook integration (<see cref="Template"/>), or by the payload that Datadog
/// has when nothing is pasted: there the title says how the alert stands.
/// </summary>
/// <remarks>
/// Source of the variables: docs.datadoghq.com, "Webhooks". All values are texts. A variable that has no value may come as its own
/// name (<c>$ALERT_ID</c>), which is nothing.
/// A runbook can only stand in the message.
/// </remarks>
internal static partial class DatadogPayload
{
    public const string FormatField = "kb_format";
    public const string Format = "datadog/1";

    /// <summary>What a person pastes as the payload.</summary>
    public const string Template = """
        {
          "kb_format": "datadog/1",
          "id": "$ID", "event_type": "$EVENT_TYPE", "title": "$EVENT_TITLE", "body": "$TEXT_ONLY_MSG",
          "date": "$DATE", "last_updated": "$LAST_UPDATED", "link": "$LINK", "priority": "$PRIORITY",
          "alert_id": "$ALERT_ID", "alert_title": "$ALERT_TITLE", "alert_transition": "$ALERT_TRANSITION", "alert_type": "$ALERT_TYPE",
          "alert_priority": "$ALERT_PRIORITY", "alert_status": "$ALERT_STATUS",
          "alert_metric": "$ALERT_METRIC", "alert_query": "$ALERT_QUERY",
          "alert_scope": "$ALERT_SCOPE", "alert_cycle_key": "$ALERT_CYCLE_KEY", "aggreg_key": "$AGGREG_KEY",
          "hostname": "$HOSTNAME", "tags": "$TAGS", "service": "$TAGS[service]", "org": { "id": "$ORG_ID", "name": "$ORG_NAME" }
        }
        """;

    [GeneratedRegex(@"^\$[A-Z][A-Z0-9_]*(\[[^\]]*\])?$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Unset { get; }

    public static bool Fits(JsonElement root) =>
        root.Text(FormatField)?.StartsWith("datadog/", StringComparison.Ordinal) == true
        || (
            root.Text("event_type") is not null
            && root.Text("title") is not null
            && root.Text(["last_updated", "alert_transition"]) is not null
        );

    public static AlertPayload Read(JsonElement root)
    {
        string? Of(string name, int max = PayloadFields.MaxTextCharacters) =>
            root.Text(name, max) is { } text && !Unset.IsMatch(text) ? text : null;
        var title = TitleState.Of(Of("title", PayloadFields.MaxNameCharacters) ?? "");
        var scope = Of("alert_scope", PayloadFields.MaxNameCharacters) ?? title.Scope;
        var key =
            Of("alert_cycle_key", PayloadFields.MaxNameCharacters)
            ?? (
                Of("alert_id", PayloadFields.MaxNameCharacters) is { } alertId
                    ? $"{alertId} {scope}".TrimEnd()
                    : Of("aggreg_key", PayloadFields.MaxNameCharacters)
                        // The id is that of the event, another one when it is over.
                        ?? (
                            title.State is not null
                                ? $"{root.TextAt("org.id")} {title.Name} {scope}".Trim()
                                : Of("id", PayloadFields.MaxNameCharacters)
                        )
            );
        if (key is null)
            return AlertPayload.Unreadable("None of alert_cycle_key, alert_id, aggreg_key and id has a value; paste the template again.");
        var isOver = Of("alert_transition") is { } transition
            ? transition.Contains("Recovered", StringComparison.OrdinalIgnoreCase)
            : title.State == AlertState.Resolved;
        var labels = $"{Of("tags")},{scope}"
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Take(64)
            .Select(t =>
                t.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
                    ? KeyValuePair.Create(t[..colon], t[(colon + 1)..])
                    : KeyValuePair.Create(t, "true")
            )
            .ToList();
        foreach (var (label, field) in new[] { ("host", "hostname"), ("scope", "alert_scope"), ("metric", "alert_metric") })
            if (Of(field, PayloadFields.MaxNameCharacters) is { } value)
                labels.Add(new(label, value));
        var body = Of("body") ?? "";
        return new(
            AlertPayloadFormat.Datadog,
            [
                new()
                {
                    Key = key,
                    Name =
                        Of("alert_title", PayloadFields.MaxNameCharacters) is { } named ? TitleState.Of(named).Name
                        : title.Name.Length > 0 ? title.Name
                        : key,
                    State = isOver ? AlertState.Resolved : AlertState.Firing,
                    // Its times are those of the event, not of the beginning.
                    ReportedAt = root.Time("last_updated") ?? root.Time("date"),
                    EndsAt = isOver ? root.Time("last_updated") ?? root.Time("date") : null,
                    Labels = [.. labels.DistinctBy(l => l.Key)],
                    Summary = Of("title") ?? Of("alert_title") ?? "",
                    Description = body,
                    Severity = Of("alert_priority") ?? Of("priority") ?? Of("alert_type"),
                    Service = Of("service", PayloadFields.MaxNameCharacters) ?? labels.FirstOrDefault(l => l.Key == "service").Value,
                    Link = root.Address("link"),
                    RunbookUrls = TextLinks.In(body),
                },
            ],
            EventId: Of("id", PayloadFields.MaxNameCharacters)
        );
    }
}
