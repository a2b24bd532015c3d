using System.Text.Json;
using Knowledge.Content.Text;

namespace Knowledge.Content.Alerts.Payloads;

/// <summary>Amazon CloudWatch: a metric alarm as SNS and Lambda carry it, or as an event of EventBridge.</summary>
/// <remarks>
/// Shape: docs.aws.amazon.com, "Amazon CloudWatch alarms" (AlarmName, NewStateValue OK, ALARM, INSUFFICIENT_DATA) and "Alarm events and
/// EventBridge". Its times are those of the change, not of the beginning.
/// </remarks>
internal static class CloudWatchPayload
{
    public static bool Fits(JsonElement root) => root.Name("AlarmName") is not null && root.Text("NewStateValue") is not null;

    public static AlertPayload Read(JsonElement root)
    {
        var name = root.Name("AlarmName")!;
        var dimensions = (root.Object("Trigger") ?? default).Items("Dimensions");
        return new(
            AlertPayloadFormat.CloudWatch,
            [
                Alarm(
                    root.Name("AlarmArn") ?? $"{root.Name("AWSAccountId")} {root.Name("Region")} {name}".Trim(),
                    name,
                    root.Text("NewStateValue")!,
                    root.Time("StateChangeTime")
                ) with
                {
                    Labels =
                    [
                        .. PayloadFields
                            .Labels(
                                ("region", root.Name("Region")),
                                ("account", root.Name("AWSAccountId")),
                                ("namespace", root.TextAt("Trigger.Namespace", PayloadFields.MaxNameCharacters)),
                                ("metric", root.TextAt("Trigger.MetricName", PayloadFields.MaxNameCharacters))
                            )
                            .Concat(
                                dimensions
                                    .Take(30)
                                    .Select(d => (Name: d.Name("name", "Name"), Value: d.Name("value", "Value")))
                                    .Where(d => d.Name is not null && d.Value is not null)
                                    .Select(d => KeyValuePair.Create(d.Name!, d.Value!))
                            )
                            .DistinctBy(l => l.Key),
                    ],
                    Summary = root.Text("NewStateReason") ?? "",
                    Description = root.Text("AlarmDescription") ?? "",
                    RunbookUrls = TextLinks.In(root.Text("AlarmDescription")),
                },
            ]
        );
    }

    /// <param name="change">When it came to be so.</param>
    public static FiredAlert Alarm(string key, string name, string state, DateTimeOffset? change) =>
        new()
        {
            Key = Sentences.Truncate(key, PayloadFields.MaxNameCharacters),
            Name = name,
            State = StateWords.Of(state) ?? AlertState.Firing,
            ReportedAt = change,
            EndsAt = StateWords.Of(state) == AlertState.Resolved ? change : null,
        };
}
