using Knowledge.Api.Languages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Knowledge.Api.Ui;

/// <summary><c>POST /language</c>: the language of pages, kept in a cookie; an unknown one stands for what the browser asks for.</summary>
internal static class ChooseLanguage
{
    public static void MapLanguageChoice(this RouteGroupBuilder pages) => pages.MapPost("/language", Handle);

    private static RedirectHttpResult Handle(HttpContext http, [FromForm] string? language, [FromForm] string? back) =>
        Preference.Keep(http, LanguageOfRequest.Cookie, Language.Find(language)?.Code, back, "/help#language");
}
