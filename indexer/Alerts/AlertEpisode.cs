using Knowledge.Content.Alerts;

namespace Knowledge.Indexer.Alerts;

/// <summary>What is known of an alert: its newest episode.</summary>
/// <param name="EndsAt">Null while it is not over.</param>
/// <param name="SaidAt">When the sender said what is known last; null when it does not tell.</param>
internal sealed record KnownEpisode(DateTimeOffset StartsAt, AlertState State, DateTimeOffset? EndsAt, DateTimeOffset? SaidAt);

/// <summary>What a notification changes about an alert.</summary>
/// <param name="StartsAt">Beginning of the episode that is meant.</param>
/// <param name="EndsAt">Null while it is not over.</param>
/// <param name="IsNews">Whether the alert is as the word says from now on; else the word is only counted.</param>
/// <param name="Begins">Whether people are to be told: a new alert, a new episode, or one that was over and fires again.</param>
internal readonly record struct EpisodeChange(DateTimeOffset StartsAt, DateTimeOffset? EndsAt, bool IsNews, bool Begins);

/// <summary>Which episode a notification belongs to, whether it changes the alert, and whether it begins an episode.</summary>
internal static class AlertEpisode
{
    /// <summary>
    /// Several replicas of a sender are one source, and one may be slow: for so long after an episode was over, its beginning may
    /// still be told.
    /// </summary>
    public static readonly TimeSpan LateFor = TimeSpan.FromMinutes(10);

    /// <summary>So far may a sender's clock be ahead of ours; a time beyond that is none.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>A time that somebody gives, unless it lies in the future.</summary>
    public static DateTimeOffset? Past(DateTimeOffset? time, DateTimeOffset received) => time > received + ClockSkew ? null : time;

    /// <param name="known">Null for an alert that was never heard of.</param>
    /// <param name="received">When the word came.</param>
    /// <param name="endReceivedAt">When it was last heard that the known episode is over; null when it was not.</param>
    /// <param name="isAfterEnd">
    /// Whether something shows that the request was made after the end (<see cref="ShowsLaterThan"/>, or the very same request came
    /// before): then it does not come late, the alert fires again.
    /// </param>
    public static EpisodeChange Of(
        KnownEpisode? known,
        FiredAlert word,
        DateTimeOffset received,
        DateTimeOffset? endReceivedAt = null,
        bool isAfterEnd = false
    )
    {
        var isOver = word.State == AlertState.Resolved;
        word = word with
        {
            StartsAt = Past(word.StartsAt, received),
            EndsAt = Past(word.EndsAt, received),
            ReportedAt = Past(word.ReportedAt, received),
        };
        // What was kept by a clock that was ahead began at some time until now.
        var isKnownAhead = known is not null && Past(known.StartsAt, received) is null;
        if (known is not null)
            known = known with
            {
                StartsAt = isKnownAhead ? Kept(received) : known.StartsAt,
                EndsAt = Past(known.EndsAt, received),
                SaidAt = Past(known.SaidAt, received),
            };
        // What a sender dates and gives no beginning began when it said so first, and never later than it came.
        var told = word.ReportedAt < received ? word.ReportedAt.Value : received;
        var starts = Kept(word.StartsAt ?? (known is not null && (isOver || known.State != AlertState.Resolved) ? known.StartsAt : told));
        if (isKnownAhead)
            known = known! with { StartsAt = starts };
        var ends = !isOver
            ? (DateTimeOffset?)null
            // An end that nobody dates is when it was heard first.
            : word.EndsAt ?? (known?.StartsAt == starts ? known.EndsAt : null) ?? received;
        // Said before the end, and come after it.
        if (word.StartsAt is null && known is { State: AlertState.Resolved } && word.ReportedAt < known.SaidAt)
            return new(known.StartsAt, ends, IsNews: false, Begins: false);
        if (known is null || starts > known.StartsAt)
            return new(starts, ends, IsNews: true, Begins: !isOver);
        if (starts < known.StartsAt)
            return new(starts, ends, IsNews: false, Begins: false);
        var firesAgain = !isOver && known.State == AlertState.Resolved;
        var isNews =
            word.ReportedAt is { } said ? known.SaidAt is not { } before || said >= before
            : firesAgain ? isAfterEnd || (received - (endReceivedAt ?? received)).Duration() > LateFor
            : word.State >= known.State;
        return new(starts, ends, isNews, Begins: isNews && firesAgain);
    }

    /// <summary>
    /// Whether a request that says that an alert fires was made after the alert's end: it also tells of an alert that began after it,
    /// or it says something else of this one (a new value) than was known at the end.
    /// </summary>
    /// <param name="known">The alert as it was told last, when it was over.</param>
    /// <param name="newestStart">The latest beginning of an alert in the request.</param>
    public static bool ShowsLaterThan(FiredAlert known, DateTimeOffset? end, FiredAlert word, DateTimeOffset? newestStart) =>
        newestStart > end
        || word.Summary != known.Summary
        || word.Description != known.Description
        || !word.Annotations.SequenceEqual(known.Annotations);

    // The store keeps milliseconds, and what it gives back is compared with what senders say.
    private static DateTimeOffset Kept(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
