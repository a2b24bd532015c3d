using Knowledge.Content.Alerts;

namespace Knowledge.Indexer.Alerts;

/// <summary>The time that an alert may take by agreement, and what it took of it.</summary>
/// <param name="Took">Until now, or until it was over; acknowledging does not stop the clock.</param>
/// <param name="IsRunning">False when the alert is over.</param>
public sealed record SlaClock(TimeSpan Allowed, TimeSpan Took, bool IsRunning)
{
    /// <summary>Less than nothing when it took too long.</summary>
    public TimeSpan Left => Allowed - Took;

    public bool IsOver => Left < TimeSpan.Zero;

    /// <param name="sla">Time allowed by severity.</param>
    /// <returns>Null when nothing was agreed for its severity.</returns>
    public static SlaClock? Of(AlertRecord alert, IReadOnlyDictionary<string, TimeSpan> sla, DateTimeOffset now)
    {
        if (alert.Severity is null || !sla.TryGetValue(alert.Severity, out var allowed))
            return null;
        var isRunning = alert.State != AlertState.Resolved;
        var took = (isRunning ? now : alert.EndsAt ?? alert.LastSeen) - alert.StartsAt;
        // The clocks of sender and server differ: nothing takes less than no time.
        return new(allowed, took > TimeSpan.Zero ? took : TimeSpan.Zero, isRunning);
    }
}
