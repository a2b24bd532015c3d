using System.Globalization;
using System.Text;
using Knowledge.Api.Live;

namespace Knowledge.Api.Notifications;

/// <summary>The request that brings a target its message, signed as Standard Webhooks where a secret is configured.</summary>
internal static class NotificationRequest
{
    /// <param name="ids">Of the messages in the outbox that the body tells.</param>
    public static HttpRequestMessage Of(NotifyTarget target, string body, IReadOnlyList<long> ids, DateTimeOffset now)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, target.Url)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (target.Kind == NotifyKind.Slack || target.Secret is null)
            return request;
        var (id, seconds) = (NameOf(ids), now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", seconds);
        request.Headers.Add(
            "webhook-signature",
            "v1," + StandardWebhooks.Signature(target.Secret, id, seconds, Encoding.UTF8.GetBytes(body))
        );
        return request;
    }

    // The same each time, so that whoever got it twice knows, and another one as soon as there is more in it.
    private static string NameOf(IReadOnlyList<long> ids) => ids is [var one] ? $"msg_{one}" : $"msg_{ids.Min()}-{ids.Max()}-{ids.Count}";
}
