using System.Globalization;
using System.IO.Compression;
using System.Threading.RateLimiting;
using Knowledge.Api.Access;
using Knowledge.Api.Problems;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.ResponseCompression;

namespace Knowledge.Api.Hosting;

/// <summary>How much one caller may take: bytes, seconds, connections and requests.</summary>
internal static class Limits
{
    public const int RequestsPerSecond = 20;
    public const int Burst = 60;

    /// <summary>Of a program with a token.</summary>
    public const int TokenRequestsPerSecond = 100;

    public static void AddLimits(this WebApplicationBuilder builder)
    {
        builder.ListenByDefault();
        // What people type may name clients; requests are logged only when someone asks for it by configuration.
        if (!builder.Configuration.GetSection("Logging:LogLevel:Microsoft.AspNetCore").Exists())
        {
            builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
            // A line for each connection that is refused would let whoever opens them fill the disk.
            builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel.Connections", LogLevel.Error);
        }
        var connections = ConnectionLimit.OfThisProcess();
        var ofOne = new AddressConnections(ConnectionLimit.OfOneAddress(connections), TrustedProxies.Read(builder.Configuration).Networks);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection => ofOne.HandleAsync(connection, next)));
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBody.DefaultMaxBytes;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(75);
            kestrel.Limits.MaxConcurrentConnections = connections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = 0;
        });
        builder.Services.AddSingleton(_ => new OpenConnections(connections + ConnectionLimit.RefusedAtOnce));
        // The last one that is registered is asked first.
        builder.Services.AddSingleton<IConnectionListenerFactory, BoundedListenerFactory>();
        builder.Services.AddSingleton(_ => BodyMemory.OfThisProcess());
        builder.Services.AddRateLimiter(limiter =>
        {
            // For all, addresses where nothing is included; a group of endpoints for machines says DisableRateLimiting.
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(PartitionOf);
            limiter.OnRejected = async (context, _) =>
            {
                var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Ceiling(after.TotalSeconds) : 1;
                context.HttpContext.Response.Headers.RetryAfter = Math.Max(1, wait).ToString(CultureInfo.InvariantCulture);
                await ErrorResponse.Write(context.HttpContext, Problem.TooManyRequests);
            };
        });
        builder.Services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Optimal);
        builder.Services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Optimal);
        builder.Services.AddResponseCompression(compression =>
        {
            // Pages hold no secret that a guesser could mix with text of his own (BREACH).
            compression.EnableForHttps = true;
            compression.MimeTypes =
            [
                .. ResponseCompressionDefaults.MimeTypes,
                "application/problem+json",
                "text/markdown",
                "image/svg+xml",
            ];
        });
    }

    internal static RateLimitPartition<string> PartitionOf(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress;
        if (CallerAddress.IsThisMachine(address))
            return RateLimitPartition.GetNoLimiter("");
        // Whoever has shown who they are shares with nobody behind the same address, and has no more from a second one.
        if (Caller.Of(http) is { IsSignedIn: true } known)
            return known.TokenId is { } token
                ? Bucket($"token {token}", 2 * TokenRequestsPerSecond, TokenRequestsPerSecond)
                : Bucket($"person {known.Subject}", Burst, RequestsPerSecond);
        return Bucket(CallerAddress.KeyOf(address), Burst, RequestsPerSecond);
    }

    private static RateLimitPartition<string> Bucket(string caller, int atOnce, int perSecond) =>
        RateLimitPartition.GetTokenBucketLimiter(
            caller,
            _ =>
                new()
                {
                    TokenLimit = atOnce,
                    TokensPerPeriod = perSecond,
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                    QueueLimit = 0,
                }
        );
}
