using Knowledge.Content.Text;

namespace Knowledge.Api.Hosting;

/// <summary>Who does something, by a name of their own choice: until there is sign-in nobody checks it.</summary>
internal static class Actor
{
    public const string Cookie = "actor";
    public const string Unnamed = "somebody";
    public const int MaxCharacters = 60;

    public static string Of(HttpRequest request) => Clean(request.Cookies[Cookie]) ?? Unnamed;

    /// <summary>The name that a request gives, else the one that was chosen before.</summary>
    public static string Named(HttpRequest request, string? name) => Clean(name) ?? Of(request);

    /// <summary>Takes the name over for later, when one was given.</summary>
    public static string Remember(HttpContext http, string? name)
    {
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

    private static string? Clean(string? name) =>
        string.Concat((name ?? "").Where(c => !char.IsControl(c))).Trim() is { Length: > 0 } clean
            ? Sentences.Truncate(clean, MaxCharacters)
            : null;
}
