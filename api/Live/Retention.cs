namespace Knowledge.Api.Live;

/// <summary>How long what people and senders brought is kept, by kind; null for as long as there is room.</summary>
/// <param name="Inbox">What senders posted, byte for byte, once it was read.</param>
/// <param name="Alerts">Alerts that are over, with their episodes, steps and messages; and earlier episodes of those that are not.</param>
/// <param name="Gaps">Words without an answer, since they were last asked for.</param>
/// <param name="Drafts">Postmortems that nobody published, since their last change.</param>
/// <param name="Votes">Whether a runbook helped with an alert.</param>
/// <param name="Feedback">Whether a page helped with a search.</param>
public sealed record Retention(
    TimeSpan? Inbox,
    TimeSpan? Alerts,
    TimeSpan? Gaps,
    TimeSpan? Drafts = null,
    TimeSpan? Votes = null,
    TimeSpan? Feedback = null
)
{
    public static readonly Retention Default = new(TimeSpan.FromDays(30), TimeSpan.FromDays(400), TimeSpan.FromDays(400));

    /// <summary>A clock that differs by more from the time that went by was set, and nothing is deleted by it.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);

    /// <summary>Whether a clock went as time did, so that what it calls old may be deleted.</summary>
    /// <param name="byClock">What went by from one look to the next, by the clock.</param>
    /// <param name="elapsed">The same by a watch that nobody sets.</param>
    public static bool IsSteady(TimeSpan byClock, TimeSpan elapsed) => (byClock - elapsed).Duration() <= Tolerance;
}
