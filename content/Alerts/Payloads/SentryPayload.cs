using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>Sentry: an event or an issue, a metric alert, and the older webhook plugin.</summary>
/// <remarks>
/// Shape: docs.sentry.io, "Webhooks" of the integration platform (action, data.event, data.issue, data.metric_alert) and the legacy
/// "WebHooks" plugin. An event never ends; the issue that it belongs to does, and is what the alert is known by.
/// </remarks>
internal static class SentryPayload
{
    public static bool Fits(JsonElement root) =>
        (
            root.Name("action") is not null
            && root.Object("data") is { } data
            && (
                root.Field("installation") is not null || data.Field("triggered_rule") is not null || data.Field("metric_alert") is not null
            )
        ) || (root.Name("culprit", "project_slug") is not null && root.Name("id") is not null && root.Name("message", "url") is not null);

    public static AlertPayload Read(JsonElement root)
    {
        if (root.Object("data") is not { } data)
            return One(Plugin(root));
        var action = root.Text("action");
        if (data.Object("metric_alert") is { } metric)
            return One(Metric(data, metric, action));
        if (data.Object("issue") is { } issue)
            return One(Issue(issue, action));
        if ((data.Object("event") ?? data.Object("error")) is { } happened)
            return One(Event(happened, data));
        return new(AlertPayloadFormat.Sentry, [], Note: $"{action} of something that is no alert");
    }

    private static AlertPayload One(FiredAlert alert) => new(AlertPayloadFormat.Sentry, [alert]);

    private static FiredAlert Event(JsonElement happened, JsonElement data)
    {
        var key = happened.Name("issue_id", "groupID") ?? happened.Name("event_id") ?? "event";
        return new()
        {
            Key = $"issue {key}",
            Name = happened.Name("title", "message") ?? key,
            State = AlertState.Firing,
            ReportedAt = happened.Time("datetime") ?? happened.Time("timestamp"),
            Labels = PayloadFields.Labels(
                ("rule", data.Name("triggered_rule")),
                ("environment", happened.Name("environment")),
                ("project", happened.Name("project")),
                ("release", happened.Name("release"))
            ),
            Summary = happened.Text("title") ?? "",
            Description = happened.Text(["culprit", "message"]) ?? "",
            Severity = happened.Text("level"),
            Link = happened.Address("web_url") ?? happened.Address("url"),
            RunbookUrls = PayloadFields.RunbookUrls(happened.Object("contexts")),
        };
    }

    private static FiredAlert Issue(JsonElement issue, string? action)
    {
        var key = issue.Name("id", "shortId") ?? "issue";
        var state =
            action is "resolved" or "archived" or "ignored" ? AlertState.Resolved
            : StateWords.Of(issue.Text("status")) is AlertState.Resolved ? AlertState.Resolved
            : AlertState.Firing;
        return new()
        {
            Key = $"issue {key}",
            Name = issue.Name("title", "culprit") ?? key,
            State = state,
            // Somebody has it now, which says nothing of how it stands.
            TellsState = action != "assigned" || state == AlertState.Resolved,
            Labels = PayloadFields.Labels(
                ("project", issue.TextAt("project.slug", PayloadFields.MaxNameCharacters)),
                ("shortId", issue.Name("shortId"))
            ),
            Summary = issue.Text("title") ?? "",
            Description = issue.Text("culprit") ?? "",
            Severity = issue.Text(["level", "priority"]),
            Service = issue.TextAt("project.slug", PayloadFields.MaxNameCharacters),
            Link = issue.Address("web_url") ?? issue.Address("permalink") ?? issue.Address("url"),
        };
    }

    private static FiredAlert Metric(JsonElement data, JsonElement metric, string? action)
    {
        var rule = metric.Object("alert_rule");
        var key = rule?.Name("id") ?? metric.Name("id", "identifier") ?? "metric";
        var isOver = StateWords.Of(action) == AlertState.Resolved;
        return new()
        {
            Key = $"metric {key}",
            Name = metric.Name("title") ?? rule?.Name("name") ?? key,
            State = isOver ? AlertState.Resolved : AlertState.Firing,
            StartsAt = metric.Time("date_started"),
            EndsAt = isOver ? metric.Time("date_closed") : null,
            Labels = PayloadFields.Labels(("rule", rule?.Name("name"))),
            Summary = data.Text("description_text") ?? "",
            Description = data.Text("description_title") ?? "",
            Severity = isOver ? null : action,
            Link = data.Address("web_url"),
        };
    }

    private static FiredAlert Plugin(JsonElement root) =>
        new()
        {
            Key = $"issue {root.Name("id")}",
            Name = root.At("event")?.Name("title") ?? root.Name("message") ?? root.Name("id")!,
            State = AlertState.Firing,
            ReportedAt = root.At("event")?.Time("datetime") ?? root.At("event")?.Time("timestamp"),
            Labels = PayloadFields.Labels(("project", root.Name("project_slug", "project")), ("logger", root.Name("logger"))),
            Summary = root.Text("message") ?? "",
            Description = root.Text("culprit") ?? "",
            Severity = root.Text("level"),
            Service = root.Name("project_slug", "project"),
            Link = root.Address("url"),
        };
}
