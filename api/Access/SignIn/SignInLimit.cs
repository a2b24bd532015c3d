using System.Net;
using System.Threading.RateLimiting;

namespace Knowledge.Api.Access.SignIn;

/// <summary>How often an address may try to sign in, this machine included: whoever guesses sits behind a proxy on it.</summary>
internal sealed class SignInLimit : IDisposable
{
    public const int PerMinute = 10;

    private readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetFixedWindowLimiter(
            address,
            _ =>
                new()
                {
                    PermitLimit = PerMinute,
                    Window = TimeSpan.FromMinutes(1),
                    QueueLimit = 0,
                }
        )
    );

    /// <param name="what">Tries of another kind are counted apart.</param>
    /// <returns>Null when it may, else after how many seconds.</returns>
    public int? Take(IPAddress? address, string what = "")
    {
        using var lease = limiter.AttemptAcquire(what + KeyOf(address));
        return lease.IsAcquired ? null
            : lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds))
            : 60;
    }

    /// <summary>One household or host has a whole /64 of IPv6.</summary>
    public static string KeyOf(IPAddress? address)
    {
        if (address is { IsIPv4MappedToIPv6: true })
            address = address.MapToIPv4();
        var bytes = address?.GetAddressBytes() ?? [];
        return bytes.Length == 16 ? Convert.ToHexString(bytes, 0, 8) : Convert.ToHexString(bytes);
    }

    public void Dispose() => limiter.Dispose();
}
