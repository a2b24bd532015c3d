namespace Knowledge.Api.Backups;

/// <summary>When a backup is due, and when the newest one is too old.</summary>
internal static class BackupSchedule
{
    /// <summary>How long until the next backup.</summary>
    /// <param name="newest">When the newest one was made; null when there is none. One from the future tells nothing of its age.</param>
    public static TimeSpan UntilNext(DateTimeOffset? newest, DateTimeOffset now, TimeSpan every) =>
        newest is { } at && at <= now && now - at < every ? every - (now - at) : TimeSpan.Zero;

    /// <summary>Whether one was missed: none is there, or the newest is older than two intervals, or from a time that is to come.</summary>
    public static bool IsOld(DateTimeOffset? newest, DateTimeOffset now, TimeSpan every) =>
        newest is not { } at || now - at > 2 * every || at - now > every;
}
