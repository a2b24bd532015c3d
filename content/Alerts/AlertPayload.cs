namespace Knowledge.Content.Alerts;

/// <summary>The shape of a payload, by which it was read.</summary>
public enum AlertPayloadFormat
{
    Alertmanager,
    Grafana,
    GrafanaOnCall,
    Opsgenie,
    PagerDuty,
    Datadog,
    CloudEvents,
    Sns,
    CloudWatch,
    EventBridge,
    AzureMonitor,
    GoogleCloudMonitoring,
    UptimeKuma,
    Zabbix,
    Nagios,
    NewRelic,
    Sentry,
    Splunk,
    Dynatrace,
    Pingdom,
    Graylog,
    Kibana,
    BetterStack,
    IncidentIo,
    VictorOps,
    StatusCake,
    Kapacitor,
    Healthchecks,
    Prtg,

    /// <summary>By a file <c>hooks/NAME.yaml</c> of the knowledge base.</summary>
    Mapping,

    /// <summary>By names of fields that many senders use.</summary>
    Generic,
}

/// <summary>What was read of one request of a sender.</summary>
/// <param name="Alerts">In the order of the payload; empty for an event that is not about an alert.</param>
/// <param name="Truncated">Alerts that the sender says it left out.</param>
/// <param name="EventId">By which the sender marks the same event sent again; null when it has none.</param>
/// <param name="Note">What kind of event it was, when it holds no alert.</param>
/// <param name="Problem">Why it could not be read, in one sentence; then there are no alerts.</param>
public sealed record AlertPayload(
    AlertPayloadFormat? Format,
    IReadOnlyList<FiredAlert> Alerts,
    int Truncated = 0,
    string? EventId = null,
    string? Note = null,
    string? Problem = null
)
{
    /// <summary>Entries of a list that were not understood, while others were.</summary>
    public int NotUnderstood { get; init; }

    /// <summary>What Amazon SNS asks to be confirmed; then <see cref="Problem"/> says that it waits for an operator.</summary>
    public SnsSubscription? Subscription { get; init; }

    /// <summary>Whether the problem says all that there is to say: what it looks like, or what somebody has to do.</summary>
    internal bool IsDescribed { get; init; }

    public static AlertPayload Unreadable(string problem) => new(null, [], Problem: problem);
}

/// <summary>A topic of Amazon SNS that wants to post here, and the address that confirms it.</summary>
/// <param name="ConfirmUrl">Null when the address given is none of Amazon SNS: then it is never asked for.</param>
public sealed record SnsSubscription(string TopicArn, Uri? ConfirmUrl);
