using Knowledge.Api.Background;

namespace Knowledge.Api.Live;

/// <summary>Deletes once an hour what was kept for as long as it should be.</summary>
internal sealed partial class RetentionLoop : IBackgroundWork
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly LiveKnowledge live;
    private readonly Retention retention;
    private readonly TimeProvider time;
    private readonly ILogger<RetentionLoop> logger;
    private readonly BackgroundLoop loop;
    private (DateTimeOffset Clock, long Watch) last;

    public RetentionLoop(
        LiveKnowledge live,
        ServingOptions options,
        BackgroundLoops loops,
        TimeProvider time,
        ILogger<RetentionLoop> logger
    )
    {
        (this.live, retention, this.time, this.logger) = (live, options.Retention, time, logger);
        last = (time.GetUtcNow(), time.GetTimestamp());
        // Not at the start: a clock that is wrong then is mostly corrected within the hour, and the jump is seen.
        loop = loops.Add(
            new("retention", "What was kept long enough is not deleted", Interval) { IsForOneNode = true, FirstAfter = Interval },
            _ => Task.FromResult(DeleteOld())
        );
    }

    public void Start() => loop.Start();

    internal RoundResult DeleteOld()
    {
        var (before, now) = (last, time.GetUtcNow());
        last = (now, time.GetTimestamp());
        if (!Retention.IsSteady(now - before.Clock, time.GetElapsedTime(before.Watch, last.Watch)))
        {
            LogClockWasSet();
            return RoundResult.Done;
        }
        foreach (
            var (kind, kept, delete) in new (string, TimeSpan?, Func<StoreAccess.Tables, DateTimeOffset, int>)[]
            {
                ("inbox", retention.Inbox, (s, at) => s.Inbox.DeleteRead(at)),
                ("alerts", retention.Alerts, (s, at) => s.Alerts.DeleteOver(at)),
                ("gaps", retention.Gaps, (s, at) => s.Gaps.Delete(at)),
                ("drafts", retention.Drafts, (s, at) => s.Authored.DeleteIdle("draft", at)),
                ("votes", retention.Votes, (s, at) => s.Votes.Delete(at)),
                ("feedback", retention.Feedback, (s, at) => s.Feedback.Delete(at)),
            }
        )
        {
            if (kept is not { } time)
                continue;
            if (live.QueryStore<int?>(s => delete(s, now - time)) is not { } deleted)
                return RoundResult.Failed("the store cannot be written");
            if (deleted > 0)
                LogDeleted(deleted, kind, time.TotalDays);
        }
        return RoundResult.Done;
    }

    [LoggerMessage(LogLevel.Information, "Deleted {Count} of {Kind} that were kept for {Days} days")]
    private partial void LogDeleted(int count, string kind, double days);

    [LoggerMessage(LogLevel.Warning, "The clock was set: nothing is deleted by it for an hour")]
    private partial void LogClockWasSet();
}
