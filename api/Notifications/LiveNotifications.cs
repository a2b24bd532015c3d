using System.Globalization;
using System.Text;
using System.Text.Json;
using Knowledge.Api.Background;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Knowledge.Content.Text;
using Knowledge.Indexer;
using Knowledge.Indexer.Alerts;
using Knowledge.Indexer.Postmortems;

namespace Knowledge.Api.Notifications;

/// <summary>
/// Tells others that an alert began to fire, with what its runbook says. What is to be told was kept with the alert, and is tried
/// until it is taken (<see cref="DeliveryRetry"/>). Each target has a lane of its own, so that one that hangs delays no other.
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
    private const int AtOnce = 50;
    private const string Fault = "an error inside Knowledge; the log has more";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReminderInterval = TimeSpan.FromSeconds(10);
    private static readonly RoundResult Unwritable = RoundResult.Failed("the store cannot be written");

    private readonly HttpClient client = GuardedHttp.Create(options.NotifyAllowedHosts);
    private readonly IReadOnlyList<Lane> lanes = [.. options.NotifyTargets.Select(t => new Lane(t, []))];
    private IReadOnlyList<BackgroundLoop> running = [];
    private DateOnly? reminded;
    private bool hasGivenUpOthers;

    /// <param name="Delivered">Messages that were taken and are not marked as sent yet.</param>
    private sealed record Lane(NotifyTarget Target, HashSet<long> Delivered);

    /// <summary>What is to be sent, or why nothing is.</summary>
    /// <param name="IsUnknown">What it is about cannot be read just now.</param>
    /// <param name="IsPutOff">It waits until all files have been read.</param>
    /// <param name="IsOver">There is nothing to tell any more.</param>
    /// <param name="IsGone">What it is about does not exist any more.</param>
    private readonly record struct Written(
        string? Body = null,
        bool IsUnknown = false,
        bool IsPutOff = false,
        bool IsOver = false,
        bool IsGone = false,
        string? Problem = null
    );

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
                new("reminders", "People are not reminded of actions that are due", ReminderInterval),
                _ => Task.FromResult(RemindOnceADay() ? RoundResult.Done : Unwritable)
            ),
            .. lanes.Select(lane =>
                loops.Add(
                    new($"messages to {lane.Target.Name}", $"Messages to {lane.Target.Name} are not sent", Interval),
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
        foreach (var id in lane.Delivered.ToList())
            if (!MarkSent(lane, id))
                return Unwritable;
        if (live.QueryStore(s => s.Outbox.Due(time.GetUtcNow(), lane.Target.Name, AtOnce)) is not { } due)
            return Unwritable;
        var isAnythingPutOff = false;
        foreach (var message in due)
        {
            var written = Write(lane.Target, message);
            if (written.IsUnknown)
                return Unwritable;
            if (written.IsPutOff)
            {
                isAnythingPutOff = true;
                continue;
            }
            if (written.IsOver)
            {
                if (!MarkSent(lane, message.Id))
                    return Unwritable;
                continue;
            }
            var (began, failures) = (time.GetUtcNow(), message.Attempts + 1);
            // Until it is over it counts as failed.
            if (!live.UpdateStore(s => s.Outbox.Trying(message.Id, began + DeliveryRetry.Backoff.Wait(failures, loops.Random()))))
                return Unwritable;
            var (isSent, isFinal, asked, problem) = written.Body is { } body
                ? await SendAsync(lane.Target, body, message, cancellation)
                : (false, written.IsGone, null, written.Problem);
            if (isSent)
            {
                lane.Delivered.Add(message.Id);
                if (!MarkSent(lane, message.Id))
                    return Unwritable;
                continue;
            }
            var next = isFinal ? null : DeliveryRetry.Next(message.Created, time.GetUtcNow(), failures, asked, loops.Random());
            if (next is null)
                LogGivenUp(message.Target, problem!);
            if (!live.UpdateStore(s => s.Outbox.Failed(message.Id, next, problem!)))
                return Unwritable;
        }
        return due.Count < AtOnce || isAnythingPutOff ? RoundResult.Done : RoundResult.More;
    }

    private bool MarkSent(Lane lane, long id)
    {
        if (!live.UpdateStore(s => s.Outbox.Sent(id)))
            return false;
        lane.Delivered.Remove(id);
        return true;
    }

    private async Task<(bool IsSent, bool IsFinal, TimeSpan? Asked, string? Problem)> SendAsync(
        NotifyTarget target,
        string body,
        PendingMessage message,
        CancellationToken cancellation
    )
    {
        try
        {
            using var request = RequestFor(target, body, message);
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
            return (false, false, null, Fault);
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
            ActionReminder.Of(live.Current.ActionsOn(now), today, options.PublicUrl).Actions.Count > 0
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

    /// <summary>Writes a message; one that cannot be written holds up no other.</summary>
    private Written Write(NotifyTarget target, PendingMessage waiting)
    {
        try
        {
            return waiting.ReminderOf is { } day ? ReminderFor(target, waiting, day) : AlertFor(target, waiting);
        }
        catch (Exception e)
        {
            LogFault(target.Name, e);
            return new(Problem: Fault);
        }
    }

    // While files are still to come, what is due is not all known.
    private Written ReminderFor(NotifyTarget target, PendingMessage waiting, DateOnly day)
    {
        if (!live.IsComplete)
            return new(IsPutOff: true);
        var reminder = ActionReminder.Of(live.Current.ActionsOn(time.GetUtcNow()), day, options.PublicUrl);
        return reminder.Actions.Count == 0 ? new(IsOver: true)
            : target.Kind == NotifyKind.Slack ? new(JsonSerializer.Serialize(reminder.Slack()))
            : new(
                JsonSerializer.Serialize(
                    new
                    {
                        type = "actions.due",
                        timestamp = waiting.Created,
                        data = new { actions = reminder.Actions, text = reminder.PlainText() },
                    },
                    ContractJson.Options
                )
            );
    }

    private Written AlertFor(NotifyTarget target, PendingMessage waiting)
    {
        var found = alerts.Find(waiting.AlertId);
        return !found.IsKnown ? new(IsUnknown: true)
            : found.Alert is { } alert ? new(BodyFor(target, alert))
            : new(IsGone: true, Problem: "its alert does not exist any more");
    }

    private string BodyFor(NotifyTarget target, AlertRecord alert)
    {
        var message = alerts.MessageOf(alert, options.PublicUrl);
        return target.Kind == NotifyKind.Slack
            ? JsonSerializer.Serialize(message.Slack())
            : JsonSerializer.Serialize(
                new
                {
                    type = "alert.firing",
                    timestamp = message.Alert.StartsAt,
                    data = new
                    {
                        alert = message.Alert,
                        match = message.Match,
                        owner = message.Owner,
                        steps = message.Steps,
                        text = message.PlainText(),
                    },
                },
                ContractJson.Options
            );
    }

    private HttpRequestMessage RequestFor(NotifyTarget target, string body, PendingMessage waiting)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, target.Url)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (target.Kind == NotifyKind.Slack || target.Secret is null)
            return request;
        // Standard Webhooks; the same id each time, so that whoever got it twice knows.
        var (id, seconds) = ($"msg_{waiting.Id}", time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", seconds);
        request.Headers.Add(
            "webhook-signature",
            "v1," + StandardWebhooks.Signature(target.Secret, id, seconds, Encoding.UTF8.GetBytes(body))
        );
        return request;
    }

    [LoggerMessage(LogLevel.Error, "A message to {Target} could not be written or sent; it is tried again")]
    private partial void LogFault(string target, Exception e);

    [LoggerMessage(LogLevel.Warning, "A message to {Target} was given up: {Problem}")]
    private partial void LogGivenUp(string target, string problem);
}
