using Knowledge.Api.Problems;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Knowledge.Api.Hosting;

/// <summary>
/// How much of a request is read, and for how long. JSON and forms are bound by the framework within these limits; a body whose bytes
/// count (a signature lies over them, or nobody knows yet what they are) is read here.
/// </summary>
internal static class RequestBody
{
    /// <summary>Where an endpoint says nothing else.</summary>
    public const long DefaultMaxBytes = 1024 * 1024;

    /// <summary>A body that takes longer comes from a line that is too slow, or from somebody who holds connections.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Reads all of it into memory: nothing of it touches the disk before it is known whom it is from.</summary>
    /// <returns>The body, or why there is none.</returns>
    /// <exception cref="BadHttpRequestException">What comes is no body of HTTP.</exception>
    public static async Task<(byte[]? Body, Problem? Problem)> ReadAsync(
        HttpContext http,
        long maxBytes,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = maxBytes + 1;
        if (http.Request.ContentLength > maxBytes)
            return (null, Problem.BodyTooLarge);
        using var timeout = new CancellationTokenSource(Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        // Only what has come takes memory: the length is what somebody claims.
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        var room = http.RequestServices?.GetService<BodyMemory>();
        try
        {
            for (int count; (count = await http.Request.Body.ReadAsync(buffer, either.Token)) > 0; )
            {
                if (body.Length + count > maxBytes)
                    return (null, Problem.BodyTooLarge);
                // Once, for as much as it may become: what has begun is not broken off.
                if (room is not null && body.Length <= BodyMemory.Small && body.Length + count > BodyMemory.Small)
                {
                    var size = http.Request.ContentLength ?? maxBytes;
                    if (!room.Take(size))
                        return (null, Problem.Unavailable);
                    http.Response.RegisterForDispose(new Room(room, size));
                    // It has room as a whole: growing would need twice as much for a moment.
                    if (http.Request.ContentLength is { } length)
                        body.Capacity = (int)Math.Max(length, body.Length + count);
                }
                body.Write(buffer, 0, count);
            }
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return (null, Problem.BodyTooSlow);
        }
        // Kestrel says so of any other length of a chunk that is wrong; of one beyond its numbers it says that it cannot count.
        catch (IOException e) when (e.InnerException is OverflowException)
        {
            throw new BadHttpRequestException(e.Message, e);
        }
        return (body.Length == body.Capacity ? body.GetBuffer() : body.ToArray(), null);
    }

    /// <summary>Whether an endpoint would read JSON in an encoding that is not known here.</summary>
    public static bool HasUnknownCharset(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is not null
        && http.Request.HasJsonContentType()
        && MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
        && type.Charset.HasValue
        && type.Encoding is null;

    /// <summary>Whether the body is compressed or otherwise encoded and the endpoint does not undo that.</summary>
    public static bool IsEncoded(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<Unpacking>() is null
        && http.Request.Headers.ContentEncoding.Any(e => e?.Trim() is { Length: > 0 } and not "identity");

    /// <summary>A body of more or fewer bytes than <see cref="DefaultMaxBytes"/>, which the framework reads.</summary>
    public static RouteHandlerBuilder WithBodyUpTo(this RouteHandlerBuilder endpoint, long bytes) =>
        endpoint.WithMetadata(new Limit(bytes));

    /// <summary>The endpoint undoes what <c>Content-Encoding</c> says by itself.</summary>
    public static RouteHandlerBuilder WithPackedBodies(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new Unpacking());

    // As long as the request goes on, so does what was made of its body.
    private sealed class Room(BodyMemory memory, long bytes) : IDisposable
    {
        public void Dispose() => memory.GiveBack(bytes);
    }

    private sealed record Unpacking;

    private sealed record Limit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
