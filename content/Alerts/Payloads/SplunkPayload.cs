using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>Splunk: a saved search that found something, with the first result. It never says that it is over.</summary>
/// <remarks>Shape: docs.splunk.com, "Use a webhook alert action" (search_name, sid, app, owner, results_link, result).</remarks>
internal static class SplunkPayload
{
    public static bool Fits(JsonElement root) => root.Name("search_name") is not null && root.Name("sid", "results_link") is not null;

    public static AlertPayload Read(JsonElement root)
    {
        var name = root.Name("search_name")!;
        var result = root.Pairs("result");
        return new(
            AlertPayloadFormat.Splunk,
            [
                new()
                {
                    Key = $"{root.Name("app")} {name}".TrimStart(),
                    Name = name,
                    State = AlertState.Firing,
                    ReportedAt = root.At("result")?.Time("_time"),
                    Labels = result,
                    Summary = root.At("result")?.Text(["summary", "message", "_raw"]) ?? name,
                    Severity = result.FirstOrDefault(r => r.Key is "severity" or "urgency" or "priority").Value,
                    Service = result.FirstOrDefault(r => r.Key is "service" or "component").Value,
                    Link = root.Address("results_link"),
                    RunbookUrls = PayloadFields.RunbookUrls(root.Object("result")),
                    DocumentId = PayloadFields.DocumentId(root.Object("result")),
                },
            ]
        );
    }
}
