namespace Knowledge.Api.Notifications;

/// <summary>When people are reminded: once a day, from the morning on. A reminder is no alert, so at night it waits.</summary>
internal static class ReminderDay
{
    /// <summary>In UTC.</summary>
    public const int Hour = 7;

    /// <param name="last">Day of the last reminder; null for none.</param>
    /// <returns>The day to remind of; null when it is not time.</returns>
    public static DateOnly? Due(DateTimeOffset now, DateOnly? last) =>
        DateOnly.FromDateTime(now.UtcDateTime) is var today && today != last && now.UtcDateTime.Hour >= Hour ? today : null;
}
