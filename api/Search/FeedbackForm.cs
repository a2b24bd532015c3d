using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Ui;
using Knowledge.Indexer.Search;
using Microsoft.AspNetCore.Mvc;

namespace Knowledge.Api.Search;

/// <summary>
/// <c>POST /feedback</c>: the buttons "this helped" and "not this one" beside what was found, and "forget" on a page. The results
/// are shown again, as they are now.
/// </summary>
internal static class FeedbackForm
{
    public static void MapFeedbackForm(this RouteGroupBuilder pages) => pages.MapPost("/feedback", Handle);

    // Each button has the id of its page as its value: one form does for all of them.
    private static async Task<IResult> Handle(
        HttpContext http,
        LiveKnowledge live,
        [FromServices] SearchRunner searching,
        [FromForm] string? q,
        [FromForm] string? helped,
        [FromForm] string? not,
        [FromForm] string? back,
        [FromForm] string? forget
    )
    {
        var text = q?.ReplaceLineEndings("\n").Trim() ?? "";
        if (text.Length is 0 or > SearchRequest.MaxPasteCharacters)
            return ErrorResponse.Page(http, text.Length == 0 ? Problem.QueryMissing : Problem.QueryTooLong);
        if (forget is not null && !GiveFeedback.MayForget(http))
            return ErrorResponse.Page(http, Problem.NotAllowed, GiveFeedback.OnlyAdministratorsForget);
        var asked = new[] { helped, not, back, forget }.FirstOrDefault(v => !string.IsNullOrWhiteSpace(v)) ?? "";
        var id = live.Current.Find(asked)?.Id.Value ?? (helped is null && not is null ? asked : "");
        if (id.Length == 0)
            return ErrorResponse.Page(http, Problem.DocumentNotFound, "The page that you spoke of is not there any more.");
        bool? vote =
            helped is not null ? true
            : not is not null ? false
            : null;
        if (!GiveFeedback.Keep(live, text, id, vote, forget is not null, Actor.Of(http.Request)))
            return ErrorResponse.Page(http, Problem.Unavailable);
        if (forget is not null)
            return TypedResults.LocalRedirect(Knowledge.Indexer.Linking.Urls.Of(asked) + "#found-by");
        if (text.Length <= SearchRequest.MaxQueryCharacters && !text.Contains('\n', StringComparison.Ordinal))
            return TypedResults.LocalRedirect($"/search?q={Uri.EscapeDataString(text)}");
        return Page.Of<SearchPage, SearchModel>(
            await ShowSearch.ModelOf(http, live, searching, text, SearchRequest.MaxPasteCharacters, pasted: true, preview: false)
        );
    }
}
