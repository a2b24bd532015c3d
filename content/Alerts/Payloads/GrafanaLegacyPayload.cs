using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>Grafana before unified alerting: one rule with its state; the title begins with the state in brackets.</summary>
/// <remarks>Shape: grafana.com "Webhook" of legacy alerting (ruleId, ruleName, state ok, paused, alerting, pending, no_data).</remarks>
internal static class GrafanaLegacyPayload
{
    public static bool Fits(JsonElement root) =>
        root.Name("ruleName") is not null && (root.Field("ruleUrl") ?? root.Field("state") ?? root.Field("evalMatches")) is not null;

    public static AlertPayload Read(JsonElement root)
    {
        var name = root.Name("ruleName")!;
        var state = root.Text("state");
        var tags = root.Pairs("tags");
        return new(
            AlertPayloadFormat.Grafana,
            [
                new()
                {
                    Key = root.Name("ruleId") is { } id ? $"rule {id}" : $"rule {name}",
                    Name = TitleState.Of(name).Name,
                    State = StateWords.Of(state) ?? TitleState.Of(root.Text("title") ?? "").State ?? AlertState.Firing,
                    // A rule that is paused or waits for its "for" neither fires nor is well.
                    TellsState = state is not ("paused" or "pending" or "unknown"),
                    Labels = tags,
                    Summary = root.Text("message") ?? "",
                    Severity = tags.FirstOrDefault(t => t.Key is "severity" or "priority").Value,
                    Service = tags.FirstOrDefault(t => t.Key is "service" or "component").Value,
                    Link = root.Address("ruleUrl"),
                    RunbookUrls =
                    [
                        .. PayloadFields.RunbookUrls(root, root.Object("tags")).Concat(TextLinks.In(root.Text("message"))).Distinct(),
                    ],
                    DocumentId = PayloadFields.DocumentId(root, root.Object("tags")),
                },
            ]
        );
    }
}
