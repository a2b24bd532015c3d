using System.Globalization;
using System.Text;
using Knowledge.Api.Live;

namespace Knowledge.Api.Notifications;

/// <summary>The request that brings a target its message, signed as Standard Webhooks where a secret is configured.</summary>
internal static class NotificationRequest
{
    public static HttpRequestMessage Of(OutgoingMessage message, DateTimeOffset now)
    {
        var (target, body) = (message.Target, message.Body);
        var request = new HttpRequestMessage(HttpMethod.Post, target.Url)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (target.Kind == NotifyKind.Slack || target.Secret is null)
            return request;
        var (id, seconds) = (message.Name, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", seconds);
        request.Headers.Add(
            "webhook-signature",
            "v1," + StandardWebhooks.Signature(target.Secret, id, seconds, Encoding.UTF8.GetBytes(body))
        );
        return request;
    }
}
