using Knowledge.Indexer.Redaction;

namespace Knowledge.Api.Access.SignIn;

/// <summary>On a request with a token that is none, or has expired or ended: it is refused wherever a token counts.</summary>
internal sealed record InvalidToken;

/// <summary>Finds out who makes a request: by a token, by a session, or by what a proxy says.</summary>
internal sealed class CallerLookup(AccessOptions options, Sessions sessions, Tokens tokens, IServiceProvider services)
{
    private const string Bearer = "Bearer ";

    private readonly ProxyHeaders? proxy = options.Mode == SignInMode.Proxy ? services.GetRequiredService<ProxyHeaders>() : null;

    public Caller Find(HttpContext http)
    {
        if (!options.IsOn)
            return Caller.Everybody;
        if (TokenIn(http.Request) is { } text)
        {
            if (tokens.Find(text) is { } token)
                return token.ToCaller();
            http.Features.Set(new InvalidToken());
            return Caller.Nobody;
        }
        if (SessionCookie.Read(http.Request) is { } number && sessions.Find(number) is { } session)
            return session.ToCaller();
        return proxy?.Find(http) ?? Caller.Nobody;
    }

    // Senders of alerts have bearer tokens of their own, which are no business of this.
    private static string? TokenIn(HttpRequest request) =>
        request.Headers.Authorization is [{ } given]
        && given.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
        && given[Bearer.Length..].Trim() is var text
        && (
            text.StartsWith(TokenText.Prefix, StringComparison.Ordinal)
            || !request.Path.StartsWithSegments("/hooks", StringComparison.Ordinal)
        )
            ? text
            : null;
}
