namespace Knowledge.Api.Live;

public enum NotifyKind
{
    Slack,
    Webhook,
    Mail,
}

/// <summary>Somebody who is told when an alert begins to fire.</summary>
/// <param name="Url">Of Slack it is a secret: whoever has it can write. Null for mail.</param>
/// <param name="Secret">Key of the signature of a webhook (Standard Webhooks); null for none.</param>
public sealed record NotifyTarget(string Name, NotifyKind Kind, Uri? Url, string? Secret = null)
{
    /// <summary>Name of those who asked for something and are told when it is answered.</summary>
    public const string Askers = "askers";

    /// <summary>Mail address; null for what is no mail.</summary>
    public string? Address { get; init; }

    // A record would show its secrets.
    public override string ToString() => Name;
}
