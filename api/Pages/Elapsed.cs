using Knowledge.Content.Alerts;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Api.Pages;

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
        if (alert.Severity is null || !sla.TryGetValue(alert.Severity, out var allowed))
            return null;
        var took = (alert.State == AlertState.Resolved ? alert.EndsAt ?? alert.LastSeen : now) - alert.StartsAt;
        var left = allowed - took;
        return left < TimeSpan.Zero ? ($"{Of(-left)} over the {Of(allowed)} agreed for {alert.Severity}", true)
            : alert.State == AlertState.Resolved ? ($"within the {Of(allowed)} agreed for {alert.Severity}", false)
            : ($"{Of(left)} left of the {Of(allowed)} agreed for {alert.Severity}", false);
    }
}
