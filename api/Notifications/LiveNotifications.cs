using System.Globalization;
using System.Text;
using System.Text.Json;
using Knowledge.Api.Background;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Knowledge.Content.Text;
using Knowledge.Indexer;
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

    /// <summary>How many messages wait, how many were given up, and why the last one did not go out.</summary>
    public (int Waiting, int Failed, string? Problem) State => live.QueryStore(s => s.Outbox.State());

    /// <summary>Begins to tell; returns at once.</summary>
    public void Start()
    {
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
        foreach (var message in due)
        {
            var (began, failures) = (time.GetUtcNow(), message.Attempts + 1);
            // Until it is over it counts as failed.
            if (!live.UpdateStore(s => s.Outbox.Trying(message.Id, began + DeliveryRetry.Backoff.Wait(failures, loops.Random()))))
                return Unwritable;
            var (isSent, isFinal, asked, problem) = await SendAsync(lane.Target, message, cancellation);
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
        return due.Count < AtOnce ? RoundResult.Done : RoundResult.More;
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
        PendingMessage message,
        CancellationToken cancellation
    )
    {
        if (BodyFor(target, message) is not { } body)
            return (false, true, null, "its alert does not exist any more");
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
    }

    /// <summary>A day's reminder is kept in the outbox as alerts are.</summary>
    /// <returns>False when it could not be kept.</returns>
    private bool RemindOnceADay()
    {
        if (!hasGivenUpOthers)
            hasGivenUpOthers = live.UpdateStore(s => s.Outbox.GiveUpOthers([.. lanes.Select(l => l.Target.Name)]));
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

    private string? BodyFor(NotifyTarget target, PendingMessage waiting)
    {
        if (waiting.ReminderOf is { } day)
        {
            var reminder = ActionReminder.Of(live.Current.ActionsOn(time.GetUtcNow()), day, options.PublicUrl);
            return reminder.Actions.Count == 0 ? null
                : target.Kind == NotifyKind.Slack ? JsonSerializer.Serialize(reminder.Slack())
                : JsonSerializer.Serialize(
                    new
                    {
                        type = "actions.due",
                        timestamp = waiting.Created,
                        data = new { actions = reminder.Actions, text = reminder.PlainText() },
                    },
                    ContractJson.Options
                );
        }
        if (alerts.Find(waiting.AlertId) is not { } alert)
            return null;
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

    [LoggerMessage(LogLevel.Warning, "A message to {Target} was given up: {Problem}")]
    private partial void LogGivenUp(string target, string problem);
}
