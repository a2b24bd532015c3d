using Knowledge.Api.Live;
using Knowledge.Api.Store;

namespace Knowledge.Api.Notifications;

/// <summary>A message as it leaves.</summary>
/// <param name="Of">The messages of the outbox that it tells: at least one.</param>
/// <param name="Address">Mail address, where it does not go to the target's own.</param>
internal sealed record OutgoingMessage(NotifyTarget Target, string Body, IReadOnlyList<PendingMessage> Of, string? Address = null)
{
    /// <summary>The same each time, so that whoever got it twice knows, and another one as soon as there is more in it.</summary>
    public string Name => Of is [var one] ? $"msg_{one.Id}" : $"msg_{Of.Min(m => m.Id)}-{Of.Max(m => m.Id)}-{Of.Count}";
}

/// <summary>What became of an attempt.</summary>
/// <param name="IsFinal">The other side will never take it.</param>
/// <param name="Asked">When it asks to be tried again; null for nothing.</param>
/// <param name="Problem">Why it was not taken, for people, without addresses; null when it was.</param>
internal readonly record struct Delivery(bool IsSent, bool IsFinal = false, TimeSpan? Asked = null, string? Problem = null)
{
    public static readonly Delivery Taken = new(true);

    /// <summary>It may be taken later.</summary>
    public static Delivery Failed(string problem) => new(false, Problem: problem);
}

/// <summary>How messages get to a kind of target.</summary>
internal interface IMessageSender
{
    /// <summary>An attempt takes no longer.</summary>
    TimeSpan Patience { get; }

    /// <summary>Makes one attempt. Throws only when it is cancelled.</summary>
    Task<Delivery> SendAsync(OutgoingMessage message, CancellationToken cancellation);
}
