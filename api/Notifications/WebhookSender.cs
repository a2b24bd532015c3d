using Knowledge.Content.Text;

namespace Knowledge.Api.Notifications;

/// <summary>Posts messages to webhooks, Slack's among them.</summary>
/// <param name="allowedHosts">That may have a private address.</param>
internal sealed partial class WebhookSender(IReadOnlySet<string> allowedHosts, TimeProvider time, ILogger logger)
    : IMessageSender,
        IDisposable
{
    private readonly HttpClient client = GuardedHttp.Create(allowedHosts);

    public TimeSpan Patience => client.Timeout;

    public void Dispose() => client.Dispose();

    public async Task<Delivery> SendAsync(OutgoingMessage message, CancellationToken cancellation)
    {
        var url = message.Target.Url!;
        try
        {
            using var request = NotificationRequest.Of(message, time.GetUtcNow());
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (response.IsSuccessStatusCode)
                return Delivery.Taken;
            var asked = DeliveryRetry.Asked(response.Headers.RetryAfter, time.GetUtcNow());
            return new(false, !DeliveryRetry.MayPass(response.StatusCode), asked, $"answered {(int)response.StatusCode}");
        }
        catch (HttpRequestException e)
        {
            // The address of Slack's webhook is a secret: only what happened is told.
            return Delivery.Failed(
                e.InnerException is HttpRequestException inner
                    ? inner.Message
                    : Sentences.Truncate(e.Message.Replace(url.AbsolutePath, "…", StringComparison.Ordinal), 200)
            );
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Delivery.Failed("no answer within five seconds");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFault(message.Target.Name, e);
            return Delivery.Failed(NotificationWriter.Fault);
        }
    }

    [LoggerMessage(LogLevel.Error, "A message to {Target} could not be sent; it is tried again")]
    private partial void LogFault(string target, Exception e);
}
