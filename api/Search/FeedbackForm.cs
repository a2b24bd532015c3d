using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Ui;
using Knowledge.Indexer.Search;
using Microsoft.AspNetCore.Mvc;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Search;

/// <summary>
/// <c>POST /feedback</c>: the buttons "this helped" and "not this one" beside what was found, and "forget" on a page. The results
/// are shown again, as they are now.
/// </summary>
internal static class FeedbackForm
{
    public static void MapFeedbackForm(this RouteGroupBuilder pages) => pages.MapPost("/feedback", Handle);

    /// <summary>Where on the results the buttons of a page stand: whoever pressed one is led back there.</summary>
    public static string AnchorOf(string documentId) => $"said-{documentId}";

    // Each button has the id of its page as its value: one form does for all of them.
    private static async Task<IResult> Handle(
        HttpContext http,
        VisibleKnowledge live,
        [FromServices] SearchPages searching,
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
        // What is taken back may have been said of a page that is gone; an id has no sign that an address must not have.
        var id = live.Current.Find(asked)?.Id.Value ?? (helped is null && not is null && !asked.Any(char.IsControl) ? asked : "");
        if (id.Length == 0)
            return ErrorResponse.Page(http, Problem.DocumentNotFound, T("The page that you marked is not there any more."));
        bool? vote =
            helped is not null ? true
            : not is not null ? false
            : null;
        if (!GiveFeedback.Keep(live, text, id, vote, forget is not null, Actor.Of(http.Request)))
            return ErrorResponse.Page(http, Problem.Unavailable);
        if (forget is not null)
            return TypedResults.LocalRedirect(Knowledge.Indexer.Linking.Urls.Of(asked) + "#found-by");
        if (text.Length <= SearchRequest.MaxQueryCharacters && !text.Contains('\n', StringComparison.Ordinal))
            return TypedResults.LocalRedirect($"/search?q={Uri.EscapeDataString(text)}#{AnchorOf(id)}");
        return Page.Of<SearchPage, SearchModel>(await searching.ModelOf(http, text, pasted: true, preview: false));
    }
}
