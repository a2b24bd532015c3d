namespace Knowledge.Api.Notifications;

/// <summary>
/// When alerts that wait for a target are told, as Alertmanager groups (<c>group_wait</c>, <c>group_interval</c>): what comes
/// together goes together, and a storm of alerts is a few messages.
/// </summary>
internal static class NotificationGrouping
{
    /// <summary>Alerts in one message; more wait for the next one.</summary>
    public const int MaxAlerts = 1_000;

    /// <summary>The first alert waits so long for others, unless messages may follow each other faster.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);

    /// <param name="waited">Since the first alert was seen to wait.</param>
    /// <param name="sinceLast">Since the last message about alerts was taken by the target; null for none.</param>
    /// <param name="interval">At least this lies between two messages.</param>
    public static bool IsDue(TimeSpan waited, TimeSpan? sinceLast, TimeSpan interval) =>
        waited >= (interval < Wait ? interval : Wait) && (sinceLast is not { } since || since >= interval);
}
