using Knowledge.Api.Background;
using Knowledge.Api.Store;

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
        foreach (var kind in StoredKinds.All)
        {
            if (kind.DeleteOld is not { } delete || retention.Of(kind) is not { } kept)
                continue;
            if (live.QueryStore<int?>(s => delete(s, now - kept, now)) is not { } deleted)
                return RoundResult.Failed("the store cannot be written");
            if (deleted > 0)
                LogDeleted(deleted, kind.Name, kept.TotalDays);
        }
        return RoundResult.Done;
    }

    [LoggerMessage(LogLevel.Information, "Deleted {Count} of {Kind} that were kept for {Days} days")]
    private partial void LogDeleted(int count, string kind, double days);

    [LoggerMessage(LogLevel.Warning, "The clock was set: nothing is deleted by it for an hour")]
    private partial void LogClockWasSet();
}
