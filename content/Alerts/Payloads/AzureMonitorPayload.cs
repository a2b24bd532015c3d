using System.Text.Json;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>Azure Monitor, in its common alert schema.</summary>
/// <remarks>Shape: learn.microsoft.com, "Common alert schema" (data.essentials, data.alertContext, data.customProperties).</remarks>
internal static class AzureMonitorPayload
{
    public static bool Fits(JsonElement root) =>
        root.At("data.essentials") is { ValueKind: JsonValueKind.Object } essentials && essentials.Name("alertRule", "alertId") is not null;

    public static AlertPayload Read(JsonElement root)
    {
        var essentials = root.At("data.essentials")!.Value;
        var items = essentials.Items("configurationItems").Concat(essentials.Items("alertTargetIDs"));
        var target = items.Select(i => PayloadFields.Scalar(i, PayloadFields.MaxNameCharacters)).FirstOrDefault(i => i is not null);
        var state = StateWords.Of(essentials.Text("monitorCondition")) ?? AlertState.Firing;
        var name = essentials.Name("alertRule", "alertId")!;
        return new(
            AlertPayloadFormat.AzureMonitor,
            [
                new()
                {
                    // One of each time that a rule fires, the same when it is over.
                    Key = essentials.Name("alertId") ?? $"{name} {target}".TrimEnd(),
                    Name = name,
                    State = state,
                    StartsAt = essentials.Time("firedDateTime"),
                    EndsAt = state == AlertState.Resolved ? essentials.Time("resolvedDateTime") : null,
                    Labels = PayloadFields.Labels(
                        ("target", target),
                        ("signal", essentials.Name("signalType")),
                        ("monitor", essentials.Name("monitoringService"))
                    ),
                    Summary = essentials.Text("description") ?? "",
                    Severity = essentials.Text("severity"),
                    Service = target,
                    Link = essentials.Address("investigationLink"),
                    RunbookUrls =
                    [
                        .. PayloadFields
                            .RunbookUrls(root.At("data.customProperties"), essentials)
                            .Concat(TextLinks.In(essentials.Text("description")))
                            .Distinct(),
                    ],
                    DocumentId = PayloadFields.DocumentId(root.At("data.customProperties")),
                },
            ]
        );
    }
}
