using System.Text.Json.Serialization;

namespace Knowledge.Content.Alerts;

/// <summary>State of an alert as its sender reports it.</summary>
public enum AlertState
{
    Firing,
    Acknowledged,
    Resolved,
}

/// <summary>An alert as a sender reported it, whatever the sender.</summary>
public sealed record FiredAlert
{
    /// <summary>
    /// What the sender knows the alert by, the same each time it fires: a fingerprint of its labels, or a key of its own.
    /// </summary>
    public required string Key { get; init; }

    public required string Name { get; init; }

    public required AlertState State { get; init; }

    /// <summary>
    /// Whether the sender says how the alert stands. False for a note, a new priority or a check that is still tried again: the alert
    /// stays as it was, and one that is not known does not begin by it; <see cref="State"/> is then without meaning.
    /// </summary>
    [JsonIgnore]
    public bool TellsState { get; init; } = true;

    /// <summary>Whether nobody has it any more who had acknowledged it: it fires again, unless it is over.</summary>
    [JsonIgnore]
    public bool TakesBackAcknowledgement { get; init; }

    /// <summary>Whether the sender left out what it said before, so that what is missing here is as it was.</summary>
    [JsonIgnore]
    public bool IsPartial { get; init; }

    /// <summary>When this episode began; null when the sender does not say.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>When it was over; null while it is not, or when the sender does not say.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>When the sender reported this; null when it does not say.</summary>
    [JsonPropertyName("saidAt")]
    public DateTimeOffset? ReportedAt { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    /// <summary>Its own, never those that a group of alerts has in common: those may be another alert's.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Annotations { get; init; } = [];

    public string Summary { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>As the sender calls it: <c>critical</c>, <c>P1</c>, <c>high</c>.</summary>
    public string? Severity { get; init; }

    public string? Service { get; init; }

    /// <summary>Where the sender shows it; http or https.</summary>
    public string? Link { get; init; }

    /// <summary>Addresses of runbooks that the sender gives, the one that counts first.</summary>
    public IReadOnlyList<string> RunbookUrls { get; init; } = [];

    /// <summary>An id of a document of the knowledge base that the sender gives.</summary>
    public string? DocumentId { get; init; }

    public string? Label(string name) => Labels.FirstOrDefault(l => l.Key == name).Value;

    /// <summary>Annotations and labels that may hold the id of a document.</summary>
    public static IReadOnlyList<string> DocumentIdNames { get; } = ["kb_document", "document_id"];
}
