using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Ui;

/// <summary>How somebody likes pages, kept by their browser for a year.</summary>
internal static class Preference
{
    /// <param name="value">Null forgets it.</param>
    /// <param name="back">The page one came from, as a form says; only one of ours is gone to.</param>
    public static RedirectHttpResult Keep(HttpContext http, string cookie, string? value, string? back, string otherwise)
    {
        if (value is null)
            http.Response.Cookies.Delete(cookie);
        else
            http.Response.Cookies.Append(
                cookie,
                value,
                new()
                {
                    MaxAge = TimeSpan.FromDays(365),
                    SameSite = SameSiteMode.Lax,
                    HttpOnly = true,
                    Path = "/",
                }
            );
        var isOurs = back is not null && System.Text.Ascii.IsValid(back) && RedirectHttpResult.IsLocalUrl(back);
        return TypedResults.LocalRedirect(isOurs ? back! : otherwise);
    }
}
