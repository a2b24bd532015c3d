using Knowledge.Api.Access;
using Knowledge.Content.Text;

namespace Knowledge.Api.Hosting;

/// <summary>
/// Who does something: whoever is signed in, by the one name that the person has here; without sign-in by a name of their own choice,
/// which nobody checks.
/// </summary>
internal static class Actor
{
    public const string Cookie = "actor";
    public const string Unnamed = "somebody";
    public const int MaxCharacters = 60;

    public static string Of(HttpRequest request) => SignedIn(request.HttpContext) ?? Clean(request.Cookies[Cookie]) ?? Unnamed;

    /// <summary>The name that a request gives, else the one that was chosen before.</summary>
    public static string Named(HttpRequest request, string? name) => SignedIn(request.HttpContext) ?? Clean(name) ?? Of(request);

    /// <summary>Takes the name over for later, when one was given.</summary>
    public static string Remember(HttpContext http, string? name)
    {
        if (SignedIn(http) is { } known)
            return known;
        if (Clean(name) is not { } chosen)
            return Of(http.Request);
        http.Response.Cookies.Append(
            Cookie,
            chosen,
            new()
            {
                MaxAge = TimeSpan.FromDays(365),
                SameSite = SameSiteMode.Lax,
                HttpOnly = true,
                Path = "/",
            }
        );
        return chosen;
    }

    // Nobody speaks under another's name.
    private static string? SignedIn(HttpContext http) => Caller.Of(http) is { IsSignedIn: true } caller ? caller.Actor : null;

    private static string? Clean(string? name) =>
        string.Concat((name ?? "").Where(c => !char.IsControl(c))).Trim() is { Length: > 0 } clean
            ? Sentences.Truncate(clean, MaxCharacters)
            : null;
}
