using System.Text.Json.Serialization;
using Knowledge.Content.Alerts;

namespace Knowledge.Indexer.Alerts;

/// <summary>An alert as it is kept: its last report, and its newest episode.</summary>
/// <param name="Id">Made of source and key, so the same alert has the same one for ever.</param>
/// <param name="StartsAt">Of the newest episode.</param>
/// <param name="LastSeen">When a sender last reported it.</param>
/// <param name="Episodes">How often it began to fire.</param>
/// <param name="Deliveries">How often senders reported it, repeats included.</param>
/// <param name="ClosedBy">Who closed it by hand; null when its sender ended it, or it is not over.</param>
/// <param name="Holder">Who is on it in this episode; null while nobody is.</param>
/// <param name="Solution">What solved this episode; null when it is not known.</param>
public sealed record AlertRecord(
    string Id,
    string Source,
    string Name,
    AlertState State,
    string? Severity,
    string? Service,
    DateTimeOffset StartsAt,
    DateTimeOffset? EndsAt,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    int Episodes,
    [property: JsonPropertyName("heard")] int Deliveries,
    FiredAlert Alert,
    string? ClosedBy = null,
    AlertHolder? Holder = null,
    AlertSolution? Solution = null
);

/// <summary>The notifications received for an alert: in one episode one state, however often.</summary>
/// <param name="Times">How often it was said.</param>
public sealed record AlertEvent(
    DateTimeOffset StartsAt,
    AlertState State,
    DateTimeOffset? EndsAt,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    int Times
);

/// <param name="State"><c>firing</c>, <c>acknowledged</c>, <c>resolved</c>, <c>open</c> (not resolved); null for all.</param>
public sealed record AlertFilter(string? State = null, string? Service = null, string? Severity = null)
{
    public static IReadOnlyList<string> States { get; } = ["open", "firing", "acknowledged", "resolved"];
}
