using System.Collections.Concurrent;
using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using IPNetwork = System.Net.IPNetwork;

namespace Knowledge.Api.Access.SignIn;

/// <summary>
/// <c>--auth proxy</c>: who somebody is stands in headers of a reverse proxy that has signed them in. From any other address the headers
/// are dropped before anything looks at them.
/// </summary>
internal sealed class ProxyHeaders(AccessOptions options, People people, AuditTrail audit, TimeProvider time)
{
    private const int MaxKnown = 10_000;
    private const int MaxUserCharacters = 200;

    // After that long a person is entered again: what they may do, and when they were last seen.
    private static readonly TimeSpan Known = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(string User, string Groups, string Email), (Caller? Caller, DateTimeOffset At)> known = new();

    /// <summary>Drops the headers of whoever is no proxy of ours; before the client's address takes the place of the proxy's.</summary>
    public static void Use(WebApplication app, AccessOptions options)
    {
        var (proxies, _) = TrustedProxies.Read(app.Configuration);
        app.Use(
            (http, next) =>
            {
                if (!IsProxy(http, proxies))
                {
                    http.Request.Headers.Remove(options.UserHeader);
                    http.Request.Headers.Remove(options.GroupsHeader);
                    if (options.EmailHeader is not null)
                        http.Request.Headers.Remove(options.EmailHeader);
                }
                return next(http);
            }
        );
    }

    /// <summary>Whom the headers name; nobody without them, or where they cannot be trusted to be the proxy's alone.</summary>
    public Caller Find(HttpContext http)
    {
        // A proxy that adds to what a client sent, in place of replacing it, would let the client choose.
        if (http.Request.Headers[options.UserHeader] is not [{ Length: > 0 and <= MaxUserCharacters } user] || user.Contains(','))
            return Caller.Nobody;
        if (http.Request.Headers[options.GroupsHeader] is not ([] or [_]) || user.Any(char.IsControl))
            return Caller.Nobody;
        var (key, now) = ((user.Trim(), http.Request.Headers[options.GroupsHeader].ToString(), EmailOf(http)), time.GetUtcNow());
        if (known.TryGetValue(key, out var entered) && now - entered.At < Known)
            return entered.Caller ?? Caller.Nobody;
        var caller = people.Enter($"proxy:{key.Item1}", key.Item1, Groups.Clean(key.Item2.Split(',')), key.Item3);
        if (known.Count >= MaxKnown)
            known.Clear();
        known[key] = (caller, now);
        audit.Record(
            http,
            caller ?? Caller.Nobody with { Subject = $"proxy:{key.Item1}" },
            "sign in",
            "proxy",
            caller is null ? "refused: no role" : "done"
        );
        return caller ?? Caller.Nobody;
    }

    // Empty where the proxy tells none, and where a client may have begun the header.
    private string EmailOf(HttpContext http) =>
        options.EmailHeader is { } header && http.Request.Headers[header] is [{ Length: <= EmailAddress.MaxCharacters } email] ? email : "";

    private static bool IsProxy(HttpContext http, IReadOnlyList<IPNetwork> proxies)
    {
        var address = http.Connection.RemoteIpAddress;
        if (address is { IsIPv4MappedToIPv6: true })
            address = address.MapToIPv4();
        return address is not null && proxies.Any(p => p.Contains(address));
    }
}
