using System.Net;
using System.Threading.RateLimiting;
using Knowledge.Api.Hosting;

namespace Knowledge.Api.Alerts;

/// <summary>How many requests each sender may make; what is beyond it is told to come again.</summary>
internal sealed class SenderRateLimit : IDisposable
{
    private const int RequestsPerSecond = 500;
    public const int PerMinute = RequestsPerSecond * 60;

    private readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(source =>
        RateLimitPartition.GetTokenBucketLimiter(
            source,
            _ =>
                new()
                {
                    TokenLimit = RequestsPerSecond,
                    TokensPerPeriod = RequestsPerSecond / 10,
                    ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
                    QueueLimit = 0,
                }
        )
    );

    /// <summary>Of a sender that has shown who it is.</summary>
    public bool Take(string source)
    {
        using var lease = limiter.AttemptAcquire(source);
        return lease.IsAcquired;
    }

    /// <summary>Of an address that has not shown it yet: what it sends must be read first.</summary>
    public bool TakeUnknown(IPAddress? address)
    {
        // No sender has a name with a colon.
        using var lease = limiter.AttemptAcquire($"from: {CallerAddress.KeyOf(address)}");
        return lease.IsAcquired;
    }

    public void Dispose() => limiter.Dispose();
}
