using Knowledge.Content;

namespace Knowledge.Indexer.Http;

/// <summary>
/// Every request that goes out is sent by a client that is made here: it keeps no cookies, does not wait for ever to connect, and
/// follows no redirect, for that would carry keys and texts to whom nobody chose.
/// </summary>
public static class OutgoingHttp
{
    private static readonly TimeSpan ConnectsWithin = TimeSpan.FromSeconds(2);
    private const int MaxRedirects = 5;

    /// <param name="timeout">For a whole answer that is read at once.</param>
    /// <param name="maxAnswerBytes">Of an answer that is read at once; more is an error.</param>
    /// <param name="connect">Connects in place of the framework, where it matters what a name leads to.</param>
    public static HttpClient Create(
        TimeSpan timeout,
        int maxAnswerBytes,
        Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>>? connect = null
    )
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = ConnectsWithin,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectCallback = connect,
            // A proxy would connect in our place, and look at nothing.
            UseProxy = connect is null,
        };
        return With(handler, timeout, maxAnswerBytes);
    }

    /// <summary>
    /// For files that are known by their hash and asked for without any key: these alone may lie elsewhere than where they are named.
    /// </summary>
    public static HttpClient ForKnownFiles() =>
        With(
            new SocketsHttpHandler
            {
                MaxAutomaticRedirections = MaxRedirects,
                UseCookies = false,
                ConnectTimeout = TimeSpan.FromSeconds(10),
            },
            Timeout.InfiniteTimeSpan,
            1 << 20
        );

    private static HttpClient With(SocketsHttpHandler handler, TimeSpan timeout, int maxAnswerBytes) =>
        new(handler)
        {
            Timeout = timeout,
            MaxResponseContentBufferSize = maxAnswerBytes,
            DefaultRequestHeaders = { UserAgent = { Product.UserAgent } },
        };
}
