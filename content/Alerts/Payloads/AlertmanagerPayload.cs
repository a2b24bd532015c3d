using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Knowledge.Content.Documents;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>
/// Prometheus Alertmanager and Grafana: a group of alerts with labels and annotations; also a bare list of such alerts, as
/// <c>amtool</c> and the API take them.
/// </summary>
/// <remarks>
/// Shapes: prometheus/alertmanager <c>template/template.go</c> (Data, Alert), grafana.com "Configure the webhook notifier". The
/// group's receiver is escaped for
/// regular expressions and is not read; nor are annotations that the group has in common, because one alert of a group may have
/// them and another not.
/// </remarks>
internal static class AlertmanagerPayload
{
    public static bool Fits(JsonElement root) => AlertsOf(root).Any(IsAlert);

    // As posted, and as the APIs of Prometheus and Alertmanager answer: {"status": "success", "data": {"alerts": […]}}.
    private static IEnumerable<JsonElement> AlertsOf(JsonElement root) =>
        root.ValueKind == JsonValueKind.Array ? root.EnumerateArray()
        : root.Field("alerts") is not null ? root.Items("alerts")
        : root.Text("status") != "success" ? []
        : root.At("data.alerts") is { ValueKind: JsonValueKind.Array } inner ? inner.EnumerateArray()
        : root.Items("data");

    /// <param name="received">When it came: by it a list without states tells what has ended.</param>
    public static AlertPayload Read(JsonElement root, DateTimeOffset? received)
    {
        var isGrafana =
            root.ValueKind == JsonValueKind.Object
            && (
                root.Field("orgId") is not null
                || root.Items("alerts").Any(a => a.Field("ruleUID") is not null || a.Field("silenceURL") is not null)
            );
        var alerts = AlertsOf(root).Where(IsAlert).Select(a => Alert(a, root, received)).ToList();
        var truncated = root.Text("truncatedAlerts") is { } text && int.TryParse(text, out var number) ? Math.Max(0, number) : 0;
        return new(isGrafana ? AlertPayloadFormat.Grafana : AlertPayloadFormat.Alertmanager, alerts, truncated);
    }

    private static bool IsAlert(JsonElement alert) => alert.Object("labels") is not null;

    private static FiredAlert Alert(JsonElement alert, JsonElement root, DateTimeOffset? received)
    {
        var labels = alert.Pairs("labels");
        var annotations = alert.Pairs("annotations");
        var endsAt = alert.Time("endsAt");
        var status = alert.Text(["status", "state"]) ?? (root.Field("alerts") is not null ? root.Text("status") : null);
        // A bare list has no status: what has ended is over.
        var isOver = status is null ? endsAt <= received : StateWords.Of(status) == AlertState.Resolved;
        string? LabelOf(string name) => labels.FirstOrDefault(l => l.Key == name).Value;
        string? AnnotationOf(string name) => annotations.FirstOrDefault(a => a.Key == name).Value;
        return new()
        {
            Key = alert.Text("fingerprint", PayloadFields.MaxNameCharacters) ?? Fingerprint(labels),
            // Grafana calls every rule without data, or with an error, the same, and names the rule in a label.
            Name =
                (LabelOf("alertname") is "DatasourceNoData" or "DatasourceError" ? LabelOf("rulename") : null)
                ?? LabelOf("alertname")
                ?? AnnotationOf("summary")
                ?? "unnamed alert",
            State = isOver ? AlertState.Resolved : AlertState.Firing,
            // Prometheus waits for its "for"; nothing fires yet.
            TellsState = !string.Equals(status, "pending", StringComparison.OrdinalIgnoreCase),
            StartsAt = alert.Time("startsAt") ?? alert.Time("activeAt"),
            EndsAt = isOver ? endsAt : null,
            Labels = labels,
            Annotations = annotations,
            Summary = AnnotationOf("summary") ?? AnnotationOf("message") ?? "",
            Description = AnnotationOf("description") ?? "",
            Severity = LabelOf("severity") ?? LabelOf("priority"),
            Service = LabelOf("service") ?? LabelOf("component") ?? LabelOf("job"),
            Link = alert.Address("generatorURL"),
            RunbookUrls = RunbookAnnotation.LinksIn(n => AnnotationOf(n) ?? LabelOf(n)),
            DocumentId = FiredAlert.DocumentIdNames.Select(n => AnnotationOf(n) ?? LabelOf(n)).FirstOrDefault(v => v is not null),
        };
    }

    /// <summary>For senders that give none: the same labels have the same fingerprint, in whatever order they come.</summary>
    public static string Fingerprint(IEnumerable<KeyValuePair<string, string>> labels) =>
        Convert.ToHexStringLower(
            SHA256
                .HashData(
                    Encoding.UTF8.GetBytes(
                        string.Join('\0', labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}\0{l.Value}"))
                    )
                )
                .AsSpan(0, 8)
        );
}
