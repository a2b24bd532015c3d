using Knowledge.Indexer.Alerts;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Ui;

/// <summary>How long something took or has been going on, in words short enough to be read at a glance.</summary>
internal static class Elapsed
{
    public static string Of(TimeSpan time) =>
        time switch
        {
            { TotalMinutes: < 1 } => T("under 1 min"),
            { TotalHours: < 1 } => T("{0} min", time.Minutes),
            { TotalDays: < 1 } => time.Minutes > 0 ? T("{0} h {1} min", time.Hours, time.Minutes) : T("{0} h", time.Hours),
            _ => time.Hours > 0 ? T("{0} d {1} h", (int)time.TotalDays, time.Hours) : T("{0} d", (int)time.TotalDays),
        };

    /// <summary>
    /// What is left of the time that an alert of its severity may take, or by how much it is over; null when nothing was agreed.
    /// </summary>
    public static (string Text, bool IsOver)? Left(AlertRecord alert, IReadOnlyDictionary<string, TimeSpan> sla, DateTimeOffset now)
    {
        if (SlaClock.Of(alert, sla, now) is not { } clock)
            return null;
        var allowed = Of(clock.Allowed);
        return clock.IsOver ? (T("{0} over the {1} agreed for {2}", Of(-clock.Left), allowed, alert.Severity), true)
            : clock.IsRunning ? (T("{0} left of the {1} agreed for {2}", Of(clock.Left), allowed, alert.Severity), false)
            : (T("within the {0} agreed for {1}", allowed, alert.Severity), false);
    }
}
