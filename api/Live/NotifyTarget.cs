namespace Knowledge.Api.Live;

public enum NotifyKind
{
    Slack,
    Webhook,
}

/// <summary>Somebody who is told when an alert begins to fire.</summary>
/// <param name="Url">Of Slack it is a secret: whoever has it can write.</param>
/// <param name="Secret">Key of the signature of a webhook (Standard Webhooks); null for none.</param>
public sealed record NotifyTarget(string Name, NotifyKind Kind, Uri Url, string? Secret = null);
