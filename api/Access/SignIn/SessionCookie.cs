using System.Net;

namespace Knowledge.Api.Access.SignIn;

/// <summary>
/// The cookie of a session: a number that says nothing. Over https it has the prefix that binds it to this host and to https; plain http
/// is only for this machine.
/// </summary>
internal static class SessionCookie
{
    public const string SecureName = "__Host-kb-session";
    public const string PlainName = "kb-session";

    private const int MaxCharacters = 100;

    /// <summary>Whether a password or a session may travel on this connection.</summary>
    public static bool IsSafe(HttpRequest request) => request.IsHttps || IsLoopback(request.Host);

    public static string? Read(HttpRequest request) =>
        request.Cookies[NameFor(request)] is { Length: > 0 and <= MaxCharacters } number ? number : null;

    public static void Write(HttpContext http, string number) =>
        http.Response.Cookies.Append(NameFor(http.Request), number, OptionsFor(http.Request, AccessOptions.LongestSession));

    public static void Delete(HttpContext http) => http.Response.Cookies.Delete(NameFor(http.Request), OptionsFor(http.Request, null));

    private static string NameFor(HttpRequest request) => request.IsHttps ? SecureName : PlainName;

    // How long it is valid is decided here, not in the browser.
    private static CookieOptions OptionsFor(HttpRequest request, TimeSpan? kept) =>
        new()
        {
            HttpOnly = true,
            Secure = request.IsHttps,
            SameSite = SameSiteMode.Lax,
            Path = "/",
            MaxAge = kept,
            IsEssential = true,
        };

    private static bool IsLoopback(HostString host) =>
        host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
