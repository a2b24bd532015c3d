using Knowledge.Api.Ui;
using Microsoft.AspNetCore.Mvc;

namespace Knowledge.Api.Search;

/// <summary><c>POST /search</c>: the paste box.</summary>
internal static class ShowPastedSearch
{
    public static void MapPastedSearchPage(this RouteGroupBuilder pages) => pages.MapPost("/search", Handle);

    private static async Task<IResult> Handle(HttpContext http, [FromServices] SearchPages searching, [FromForm] string? q)
    {
        if (string.IsNullOrWhiteSpace(q))
            return TypedResults.LocalRedirect("/");
        // Forms send line ends as two characters; the box counts one.
        var text = q.ReplaceLineEndings("\n");
        var model = await searching.ModelOf(http, text, pasted: true, preview: false);
        return Page.Of<SearchPage, SearchModel>(model, model.Response is null ? 400 : 200);
    }
}
