using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Knowledge.Api.Ui;

/// <summary><c>POST /theme</c>: light, dark or as the system says; a cookie, so that the page comes in the right colours at once.</summary>
internal static class ChooseTheme
{
    public const string Cookie = "theme";

    // Origins are checked for every unsafe method; a token would need keys that several machines share.
    public static void MapThemeChoice(this RouteGroupBuilder pages) => pages.MapPost("/theme", Handle);

    public static string? Of(HttpRequest request) => request.Cookies[Cookie] is "light" or "dark" ? request.Cookies[Cookie] : null;

    private static RedirectHttpResult Handle(HttpContext http, [FromForm] string? theme, [FromForm] string? back) =>
        Preference.Keep(http, Cookie, theme is "light" or "dark" ? theme : null, back, "/help#theme");
}
