using Knowledge.Api.Background;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Knowledge.Indexer.Postmortems;

namespace Knowledge.Api.Notifications;

/// <summary>
/// Tells others that an alert began to fire, with what its runbook says, and who asked for something that it is answered. What is to
/// be told was kept with the alert, and is tried until it is taken (<see cref="DeliveryRetry"/>). Alerts that begin together go in one
/// message (<see cref="NotificationGrouping"/>). Each target has a lane of its own, so that one that hangs delays no other.
/// </summary>
/// <remarks>
/// An attempt is kept before it is made, so nothing is sent while the store cannot be written. What was delivered and could not be
/// marked so is remembered here until it can: it is sent again only when the server ends before that.
/// </remarks>
public sealed partial class LiveNotifications(
    LiveKnowledge live,
    LiveAlerts alerts,
    ServingOptions options,
    BackgroundLoops loops,
    TimeProvider time,
    ILogger<LiveNotifications> logger
) : IBackgroundWork, IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReminderInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AskerInterval = TimeSpan.FromSeconds(5);
    private static readonly RoundResult Unwritable = RoundResult.Failed("the store cannot be written");

    private readonly NotificationWriter writer = new(live, alerts, options.PublicUrl, time, logger);
    private readonly AskerMessages askerMessages = new(live, options.PublicUrl, time, logger);
    private readonly WebhookSender webhooks = new(options.NotifyAllowedHosts, time, logger);
    private readonly MailSender? mail = options.Mail is { } settings ? new(settings, options.PublicUrl, time, logger) : null;
    private readonly IReadOnlyList<Lane> lanes = [.. options.NotifyTargets.Select(t => new Lane(t))];
    private readonly Lane? askers = options.TellsAskers ? new(AskerMessages.Target) : null;
    private IReadOnlyList<BackgroundLoop> running = [];
    private DateOnly? reminded;
    private bool hasGivenUpOthers;

    private sealed class Lane(NotifyTarget target)
    {
        public NotifyTarget Target { get; } = target;

        /// <summary>Messages that were taken and are not marked as sent yet.</summary>
        public HashSet<long> Delivered { get; } = [];

        /// <summary>Since when alerts wait to be told; null while none does.</summary>
        public long? Waits { get; set; }

        /// <summary>The last message was not taken, and may be later.</summary>
        public bool IsPutOff { get; set; }

        /// <summary>When the target last took a message about alerts; null for never.</summary>
        public long? Sent { get; set; }
    }

    /// <summary>
    /// How many messages wait, how many were given up, and why the last one did not go out; null when that cannot be read.
    /// </summary>
    public (int Waiting, int Failed, string? Problem)? State => live.QueryStore<(int, int, string?)?>(s => s.Outbox.State());

    /// <summary>Begins to tell; returns at once.</summary>
    public void Start()
    {
        // Also when no target is left.
        GiveUpOthers();
        var all = new List<BackgroundLoop>();
        if (lanes.Count > 0)
            all.Add(
                loops.Add(
                    new("reminders", "People are not reminded of actions that are due", ReminderInterval) { IsForOneNode = true },
                    _ => Task.FromResult(RemindOnceADay() ? RoundResult.Done : Unwritable)
                )
            );
        all.AddRange(lanes.Select(lane => LoopOf(lane, Interval, cancellation => SendDueAsync(lane, cancellation))));
        if (askers is { } waiting)
            all.Add(LoopOf(waiting, AskerInterval, cancellation => TellAskersAsync(waiting, cancellation)));
        running = all;
        foreach (var loop in running)
            loop.Start();
    }

    private BackgroundLoop LoopOf(Lane lane, TimeSpan interval, Func<CancellationToken, Task<RoundResult>> round) =>
        loops.Add(
            new($"messages to {lane.Target.Name}", $"Messages to {lane.Target.Name} are not sent", interval) { IsForOneNode = true },
            round
        );

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(running.Select(l => l.DisposeAsync().AsTask()));
        webhooks.Dispose();
    }

    /// <summary>One round of each lane, one after the other.</summary>
    internal async Task SendDueAsync(CancellationToken cancellation)
    {
        RemindOnceADay();
        foreach (var lane in lanes)
            await SendDueAsync(lane, cancellation);
        if (askers is not null)
            await TellAskersAsync(askers, cancellation);
    }

    private async Task<RoundResult> TellAskersAsync(Lane lane, CancellationToken cancellation) =>
        askerMessages.Put() ? await SendDueAsync(lane, cancellation) : Unwritable;

    private async Task<RoundResult> SendDueAsync(Lane lane, CancellationToken cancellation)
    {
        if (lane.Delivered.Count > 0 && !MarkSent(lane, [.. lane.Delivered]))
            return Unwritable;
        if (live.QueryStore(s => s.Outbox.Due(time.GetUtcNow(), lane.Target.Name, NotificationGrouping.MaxAlerts)) is not { } due)
            return Unwritable;
        foreach (var one in due.Where(m => !m.IsAboutAlert))
        {
            if (!await SendAsync(lane, one.AskerId is null ? writer.Reminder(lane.Target, one) : askerMessages.Of(one), cancellation))
                return Unwritable;
            // The next would wait for the same server.
            if (lane.IsPutOff)
                break;
        }
        IReadOnlyList<PendingMessage> alerting = [.. due.Where(m => m.IsAboutAlert)];
        if (alerting.Count == 0)
        {
            lane.Waits = null;
            return RoundResult.Done;
        }
        lane.Waits ??= time.GetTimestamp();
        // What is tried again has waited for its turn.
        var waited = alerting.Any(m => m.Attempts > 0) ? TimeSpan.MaxValue : time.GetElapsedTime(lane.Waits.Value);
        if (!NotificationGrouping.IsDue(waited, lane.Sent is { } sent ? time.GetElapsedTime(sent) : null, options.NotifyInterval))
            return RoundResult.Done;
        lane.Waits = null;
        foreach (var message in writer.Alerts(lane.Target, alerting))
            if (!await SendAsync(lane, message, cancellation))
                return Unwritable;
        return RoundResult.Done;
    }

    /// <returns>False when the store cannot be read or written.</returns>
    private async Task<bool> SendAsync(Lane lane, WrittenMessage written, CancellationToken cancellation)
    {
        var ids = written.Of.Select(m => m.Id).ToList();
        if (written.IsUnknown)
            return false;
        if (written.IsPutOff)
            return true;
        if (written.IsOver)
            return MarkSent(lane, ids);
        var (began, failures, sender) = (time.GetUtcNow(), written.Of.Max(m => m.Attempts) + 1, SenderOf(lane.Target));
        // Until it is over it counts as failed, and no node begins another one meanwhile.
        var wait = DeliveryRetry.Backoff.Wait(failures, loops.Random());
        if (!live.UpdateStore(s => s.Outbox.Trying(ids, began + (wait > sender.Patience ? wait : sender.Patience))))
            return false;
        var (isSent, isFinal, asked, problem) = written.Body is { } body
            ? await sender.SendAsync(new(lane.Target, body, written.Of, written.Address), cancellation)
            : new(false, written.IsGone, null, written.Problem);
        lane.IsPutOff = !isSent && !isFinal;
        if (isSent)
        {
            if (written.Of[0].IsAboutAlert)
                lane.Sent = time.GetTimestamp();
            lane.Delivered.UnionWith(ids);
            return MarkSent(lane, ids);
        }
        var (now, random) = (time.GetUtcNow(), loops.Random());
        // All wait for the same time, so that they go together again; what has waited for a day does not.
        foreach (var some in written.Of.GroupBy(m => isFinal ? null : DeliveryRetry.Next(m.Created, now, failures, asked, random)))
        {
            if (some.Key is null)
                LogGivenUp(some.Count(), lane.Target.Name, problem!);
            if (!live.UpdateStore(s => s.Outbox.Failed([.. some.Select(m => m.Id)], some.Key, problem!)))
                return false;
        }
        return true;
    }

    private bool MarkSent(Lane lane, IReadOnlyList<long> ids)
    {
        if (!live.UpdateStore(s => s.Outbox.Sent(ids)))
            return false;
        lane.Delivered.ExceptWith(ids);
        return true;
    }

    private IMessageSender SenderOf(NotifyTarget target) => target.Kind == NotifyKind.Mail && mail is not null ? mail : webhooks;

    private IEnumerable<string> Targets => lanes.Select(l => l.Target.Name).Concat(askers is null ? [] : [askers.Target.Name]);

    /// <summary>A day's reminder is kept in the outbox as alerts are.</summary>
    /// <returns>False when it could not be kept.</returns>
    private bool RemindOnceADay()
    {
        GiveUpOthers();
        var now = time.GetUtcNow();
        if (ReminderDay.Due(now, reminded) is not { } today || !live.IsComplete)
            return true;
        if (
            ActionReminder.Of(live.ForEverybody.ActionsOn(now), today, options.PublicUrl).Actions.Count > 0
            && !live.UpdateStore(s => s.Outbox.AddReminder(today, options.NotifyTargets.Select(t => t.Name), now))
        )
            return false;
        reminded = today;
        return true;
    }

    // Once, as soon as the store can be written.
    private void GiveUpOthers()
    {
        if (!hasGivenUpOthers)
            hasGivenUpOthers = live.UpdateStore(s => s.Outbox.GiveUpOthers([.. Targets]));
    }

    [LoggerMessage(LogLevel.Warning, "Gave up sending {Messages} messages to {Target}: {Problem}")]
    private partial void LogGivenUp(int messages, string target, string problem);
}
