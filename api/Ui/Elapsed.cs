using Knowledge.Indexer.Alerts;

namespace Knowledge.Api.Ui;

/// <summary>How long something took or has been going on, in words short enough to be read at a glance.</summary>
internal static class Elapsed
{
    public static string Of(TimeSpan time) =>
        time switch
        {
            { TotalMinutes: < 1 } => "less than a minute",
            { TotalHours: < 1 } => $"{time.Minutes} min",
            { TotalDays: < 1 } => $"{time.Hours} h{(time.Minutes > 0 ? $" {time.Minutes} min" : "")}",
            _ => $"{(int)time.TotalDays} d{(time.Hours > 0 ? $" {time.Hours} h" : "")}",
        };

    /// <summary>
    /// What is left of the time that an alert of its severity may take, or by how much it is over; null when nothing was agreed.
    /// </summary>
    public static (string Text, bool IsOver)? Left(AlertRecord alert, IReadOnlyDictionary<string, TimeSpan> sla, DateTimeOffset now)
    {
        if (SlaClock.Of(alert, sla, now) is not { } clock)
            return null;
        var agreed = $"the {Of(clock.Allowed)} agreed for {alert.Severity}";
        return clock.IsOver ? ($"{Of(-clock.Left)} over {agreed}", true)
            : clock.IsRunning ? ($"{Of(clock.Left)} left of {agreed}", false)
            : ($"within {agreed}", false);
    }
}
