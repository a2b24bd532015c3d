using Knowledge.Api.Background;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Knowledge.Content.Text;
using Knowledge.Indexer.Postmortems;

namespace Knowledge.Api.Notifications;

/// <summary>
/// Tells others that an alert began to fire, with what its runbook says. What is to be told was kept with the alert, and is tried
/// until it is taken (<see cref="DeliveryRetry"/>). Alerts that begin together go in one message
/// (<see cref="NotificationGrouping"/>). Each target has a lane of its own, so that one that hangs delays no other.
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
    private static readonly RoundResult Unwritable = RoundResult.Failed("the store cannot be written");

    private readonly NotificationWriter writer = new(live, alerts, options.PublicUrl, time, logger);
    private readonly HttpClient client = GuardedHttp.Create(options.NotifyAllowedHosts);
    private readonly IReadOnlyList<Lane> lanes = [.. options.NotifyTargets.Select(t => new Lane(t))];
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
        if (lanes.Count == 0)
            return;
        running =
        [
            loops.Add(
                new("reminders", "People are not reminded of actions that are due", ReminderInterval) { IsForOneNode = true },
                _ => Task.FromResult(RemindOnceADay() ? RoundResult.Done : Unwritable)
            ),
            .. lanes.Select(lane =>
                loops.Add(
                    new($"messages to {lane.Target.Name}", $"Messages to {lane.Target.Name} are not sent", Interval)
                    {
                        IsForOneNode = true,
                    },
                    cancellation => SendDueAsync(lane, cancellation)
                )
            ),
        ];
        foreach (var loop in running)
            loop.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(running.Select(l => l.DisposeAsync().AsTask()));
        client.Dispose();
    }

    /// <summary>One round of each lane, one after the other.</summary>
    internal async Task SendDueAsync(CancellationToken cancellation)
    {
        RemindOnceADay();
        foreach (var lane in lanes)
            await SendDueAsync(lane, cancellation);
    }

    private async Task<RoundResult> SendDueAsync(Lane lane, CancellationToken cancellation)
    {
        if (lane.Delivered.Count > 0 && !MarkSent(lane, [.. lane.Delivered]))
            return Unwritable;
        if (live.QueryStore(s => s.Outbox.Due(time.GetUtcNow(), lane.Target.Name, NotificationGrouping.MaxAlerts)) is not { } due)
            return Unwritable;
        foreach (var reminder in due.Where(m => m.ReminderOf is not null))
            if (!await SendAsync(lane, writer.Reminder(lane.Target, reminder), cancellation))
                return Unwritable;
        IReadOnlyList<PendingMessage> alerting = [.. due.Where(m => m.ReminderOf is null)];
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
        var (began, failures) = (time.GetUtcNow(), written.Of.Max(m => m.Attempts) + 1);
        // Until it is over it counts as failed.
        if (!live.UpdateStore(s => s.Outbox.Trying(ids, began + DeliveryRetry.Backoff.Wait(failures, loops.Random()))))
            return false;
        var (isSent, isFinal, asked, problem) = written.Body is { } body
            ? await SendAsync(lane.Target, body, written.Of, cancellation)
            : (false, written.IsGone, null, written.Problem);
        if (isSent)
        {
            if (written.Of[0].ReminderOf is null)
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

    private async Task<(bool IsSent, bool IsFinal, TimeSpan? Asked, string? Problem)> SendAsync(
        NotifyTarget target,
        string body,
        IReadOnlyList<PendingMessage> messages,
        CancellationToken cancellation
    )
    {
        try
        {
            using var request = NotificationRequest.Of(target, body, [.. messages.Select(m => m.Id)], time.GetUtcNow());
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (response.IsSuccessStatusCode)
                return (true, false, null, null);
            var asked = DeliveryRetry.Asked(response.Headers.RetryAfter, time.GetUtcNow());
            return (false, !DeliveryRetry.MayPass(response.StatusCode), asked, $"answered {(int)response.StatusCode}");
        }
        catch (HttpRequestException e)
        {
            // The address of Slack's webhook is a secret: only what happened is told.
            return (
                false,
                false,
                null,
                e.InnerException is HttpRequestException inner
                    ? inner.Message
                    : Sentences.Truncate(e.Message.Replace(target.Url.AbsolutePath, "…", StringComparison.Ordinal), 200)
            );
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (false, false, null, "no answer within five seconds");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFault(target.Name, e);
            return (false, false, null, NotificationWriter.Fault);
        }
    }

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
            hasGivenUpOthers = live.UpdateStore(s => s.Outbox.GiveUpOthers([.. lanes.Select(l => l.Target.Name)]));
    }

    [LoggerMessage(LogLevel.Error, "A message to {Target} could not be sent; it is tried again")]
    private partial void LogFault(string target, Exception e);

    [LoggerMessage(LogLevel.Warning, "Gave up sending {Messages} messages to {Target}: {Problem}")]
    private partial void LogGivenUp(int messages, string target, string problem);
}
