namespace Knowledge.Api.Live;

/// <summary>How long what senders posted may wait to be read before people are told.</summary>
internal static class InboxAge
{
    /// <summary>Reading takes milliseconds; a storm of thousands takes seconds.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <param name="received">When the oldest that waits came in; null when nothing waits.</param>
    /// <returns>Zero for nothing, and for what a clock that was ahead received.</returns>
    public static TimeSpan Of(DateTimeOffset? received, DateTimeOffset now) => received is { } at && now > at ? now - at : TimeSpan.Zero;

    public static bool IsTooOld(TimeSpan age) => age > Limit;

    public static string Sentence(TimeSpan age) =>
        $"Alerts that were received up to {(long)age.TotalMinutes} minutes ago have not been read: they are in no list, and nobody was "
        + "notified of them. It is tried again.";
}
