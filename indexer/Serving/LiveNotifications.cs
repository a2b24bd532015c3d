using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Notifications;
using Knowledge.Indexer.Postmortems;
using Knowledge.Indexer.Store;
using Microsoft.Extensions.Logging;

namespace Knowledge.Indexer.Serving;

/// <summary>
/// Tells others that an alert began to fire, with what its runbook says. What is to be told was kept with the alert, and is tried
/// until it is taken.
/// </summary>
public sealed partial class LiveNotifications : IBackgroundWork, IDisposable
{
    private const int AtOnce = 50;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly Backoff Backoff = new(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5));
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(24);

    // In UTC; a reminder is no alert, so it waits for the morning.
    private const int ReminderHour = 7;

    private readonly LiveKnowledge live;
    private readonly LiveAlerts alerts;
    private readonly ServingOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<LiveNotifications> logger;
    private readonly HttpClient client;
    private readonly BackgroundLoop loop;
    private DateOnly? reminded;

    public LiveNotifications(
        LiveKnowledge live,
        LiveAlerts alerts,
        ServingOptions options,
        BackgroundLoops loops,
        TimeProvider time,
        ILogger<LiveNotifications> logger
    )
    {
        (this.live, this.alerts, this.options, this.time, this.logger) = (live, alerts, options, time, logger);
        client = GuardedHttp.Create(options.NotifyAllowedHosts);
        loop = loops.Add(
            new("notifications", "Nobody is told of alerts that begin to fire", Interval),
            async cancellation =>
            {
                await SendDueAsync(cancellation);
                return RoundResult.Done;
            }
        );
    }

    /// <summary>How many messages wait, how many were given up, and why the last one did not go out.</summary>
    public (int Waiting, int Failed, string? Problem) State => live.UseStore(s => s.Outbox.State());

    /// <summary>Begins to send; returns at once.</summary>
    public void Start()
    {
        if (options.NotifyTargets.Count > 0)
            loop.Start();
    }

    public void Dispose() => client.Dispose();

    /// <summary>Sends what is due, one after the other.</summary>
    internal async Task SendDueAsync(CancellationToken cancellation)
    {
        RemindOnceADay();
        foreach (var message in live.UseStore(s => s.Outbox.Due(time.GetUtcNow(), AtOnce)) ?? [])
        {
            var (isSent, isFinal, wait, problem) = await SendAsync(message, cancellation);
            var now = time.GetUtcNow();
            if (isSent)
                live.DoInStore(s => s.Outbox.Sent(message.Id));
            else
            {
                var due =
                    isFinal || now - message.Created > GiveUpAfter
                        ? (DateTimeOffset?)null
                        : now + (wait ?? Backoff.Wait(message.Attempts + 1, Random.Shared.NextDouble()));
                live.DoInStore(s => s.Outbox.Failed(message.Id, due, problem!));
                if (due is null)
                    LogGivenUp(message.Target, problem!);
            }
        }
    }

    private async Task<(bool IsSent, bool IsFinal, TimeSpan? Wait, string? Problem)> SendAsync(
        WaitingMessage message,
        CancellationToken cancellation
    )
    {
        if (options.NotifyTargets.FirstOrDefault(t => t.Name == message.Target) is not { } target)
            return (false, true, null, "it is not configured any more");
        if (BodyFor(target, message) is not { } body)
            return (false, true, null, "what it is about is gone");
        try
        {
            using var request = RequestFor(target, body, message);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (response.IsSuccessStatusCode)
                return (true, false, null, null);
            var mayPass =
                (int)response.StatusCode >= 500 || response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout;
            var after =
                response.Headers.RetryAfter?.Delta is { } delta && delta > TimeSpan.Zero && delta <= TimeSpan.FromHours(1)
                    ? delta
                    : (TimeSpan?)null;
            return (false, !mayPass, after, $"answered {(int)response.StatusCode}");
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
                    : Sentences.Cut(e.Message.Replace(target.Url.AbsolutePath, "…", StringComparison.Ordinal), 200)
            );
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (false, false, null, "no answer within five seconds");
        }
    }

    // A day's reminder is kept in the outbox as alerts are; at night nobody is reminded.
    private void RemindOnceADay()
    {
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (reminded == today || now.UtcDateTime.Hour < ReminderHour || !live.IsComplete)
            return;
        if (
            ActionReminder.Of(live.Current.ActionsOn(now), today, options.PublicUrl).Actions.Count > 0
            && !live.DoInStore(s => s.Outbox.AddReminder(today, options.NotifyTargets.Select(t => t.Name), now))
        )
            return;
        reminded = today;
    }

    private string? BodyFor(NotifyTarget target, WaitingMessage waiting)
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

    private HttpRequestMessage RequestFor(NotifyTarget target, string body, WaitingMessage waiting)
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
