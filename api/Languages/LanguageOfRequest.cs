namespace Knowledge.Api.Languages;

/// <summary>In which language somebody reads pages: as chosen, else as the browser asks for, else English.</summary>
internal static class LanguageOfRequest
{
    public const string Cookie = "language";

    private const int MaxAccepted = 20;

    public static void UseLanguages(this IApplicationBuilder pages) =>
        pages.Use(
            async (http, next) =>
            {
                Language.Current = Of(http.Request);
                http.Response.Headers.Append("Vary", "Accept-Language, Cookie");
                await next(http);
            }
        );

    public static Language Of(HttpRequest request) =>
        Language.Find(request.Cookies[Cookie])
        ?? Accepted(request).Select(Language.Find).FirstOrDefault(l => l is not null)
        ?? Language.English;

    // "de-AT, de;q=0.9, en;q=0.8": the codes of the languages, the best liked first.
    private static IEnumerable<string> Accepted(HttpRequest request) =>
        request
            .GetTypedHeaders()
            .AcceptLanguage.Take(MaxAccepted)
            .Where(l => l.Quality is not 0)
            .OrderByDescending(l => l.Quality ?? 1)
            .Select(l => l.Value.ToString().Split('-')[0]);
}
