namespace Knowledge.Indexer.Alerts;

/// <summary>A request of a sender as it came.</summary>
/// <param name="Source">Name under which the sender is configured.</param>
/// <param name="Headers">Those that say how to read the body, as a JSON object; never one that holds a secret.</param>
/// <param name="Hash">SHA-256 of the body.</param>
/// <param name="EventId">By which the sender marks the same event sent again; null when it has none.</param>
public sealed record ReceivedPost(string Source, DateTimeOffset Received, string Headers, byte[] Body, byte[] Hash, string? EventId);

/// <param name="Id">Number in the inbox.</param>
internal sealed record StoredPost(long Id, string Source, DateTimeOffset Received, string Headers, byte[] Body);

/// <summary>A request as it is listed.</summary>
/// <param name="State"><c>new</c>, <c>read</c> or <c>unreadable</c>.</param>
/// <param name="Alerts">How many alerts were read of it.</param>
/// <param name="Problem">Why it could not be read.</param>
public sealed record InboxItem(long Id, string Source, DateTimeOffset Received, string State, int Alerts, long Bytes, string? Problem);

/// <summary>A topic of Amazon SNS that waits for an operator to confirm it.</summary>
/// <param name="Id">Of its newest request in the inbox.</param>
/// <param name="ConfirmUrl">Of Amazon SNS.</param>
public sealed record PendingSubscription(long Id, string Source, DateTimeOffset Received, string TopicArn, Uri ConfirmUrl);

/// <summary>What became of a request.</summary>
public enum ReceiptOutcome
{
    Stored,
    Repeated,
    InboxFull,
    Unavailable,
}

/// <param name="Id">Number in the inbox; of a repeated one that of the first.</param>
public sealed record Receipt(ReceiptOutcome Outcome, long Id = 0);
