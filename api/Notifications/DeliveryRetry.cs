using System.Net;
using System.Net.Http.Headers;
using Knowledge.Api.Background;

namespace Knowledge.Api.Notifications;

/// <summary>When a message that could not be delivered is tried again, and when it is given up.</summary>
internal static class DeliveryRetry
{
    /// <summary>Doubled from the first wait on.</summary>
    public static readonly Backoff Backoff = new(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5));

    /// <summary>A message that is older is given up when it fails once more.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(24);

    /// <summary>A target that asks for more is asked again after this all the same.</summary>
    public static readonly TimeSpan LongestAsked = TimeSpan.FromHours(1);

    /// <param name="created">When there was something to tell.</param>
    /// <param name="failures">With this one.</param>
    /// <param name="asked">What the target asks for; null for nothing.</param>
    /// <param name="random">From 0 to 1, by which many messages do not come at once.</param>
    /// <returns>Null to give it up.</returns>
    public static DateTimeOffset? Next(DateTimeOffset created, DateTimeOffset now, int failures, TimeSpan? asked, double random) =>
        now - created > GiveUpAfter ? null : now + (asked ?? Backoff.Wait(failures, random));

    /// <summary>Whether what a target answers may pass by itself; what it will never take is given up at once.</summary>
    public static bool MayPass(HttpStatusCode status) =>
        (int)status >= 500 || status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout;

    /// <summary>What a target asks for with <c>Retry-After</c> (RFC 9110, 10.2.3): seconds or a date; null when it is no wait.</summary>
    public static TimeSpan? Asked(RetryConditionHeaderValue? header, DateTimeOffset now) =>
        (header?.Delta ?? header?.Date - now) is { } wait && wait > TimeSpan.Zero
            ? wait < LongestAsked
                ? wait
                : LongestAsked
            : null;
}
