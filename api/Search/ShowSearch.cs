using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Ui;
using Knowledge.Indexer.Search;
using Microsoft.AspNetCore.Mvc;

namespace Knowledge.Api.Search;

/// <summary><c>GET /search?q=</c>: the whole page, or with the header below only the results.</summary>
internal static class ShowSearch
{
    public const string FragmentHeader = "X-Fragment";
    public const int HitsShown = 20;

    public static void MapSearchPage(this RouteGroupBuilder pages) => pages.MapPage("/search", Handle);

    private static async Task<IResult> Handle(
        HttpContext http,
        LiveKnowledge live,
        [FromServices] SearchRunner searching,
        [FromServices] LiveArchives archives,
        string? q = null,
        string? preview = null,
        string? scope = null,
        string? page = null,
        string? order = null
    )
    {
        http.Response.Headers.Vary = FragmentHeader;
        var fragment = http.Request.Headers.ContainsKey(FragmentHeader);
        if (string.IsNullOrWhiteSpace(q))
            return fragment ? Page.Of<Results, SearchModel>(new("")) : TypedResults.LocalRedirect("/");
        if (scope == "archive" && archives.Any && q.Length <= SearchRequest.MaxQueryCharacters)
        {
            var found = await ArchiveSearchModel.OfAsync(archives, q, page, order == "date", http.RequestAborted);
            return fragment ? Page.Of<ArchiveResults, ArchiveSearchModel>(found) : Page.Of<ArchiveSearchPage, ArchiveSearchModel>(found);
        }
        var model = await ModelOf(http, live, searching, q, SearchRequest.MaxQueryCharacters, pasted: false, IsPreview(http, preview));
        return fragment
            ? Page.Of<Results, SearchModel>(model)
            : Page.Of<SearchPage, SearchModel>(model, model.Response is null ? 400 : 200);
    }

    public static async ValueTask<SearchModel> ModelOf(
        HttpContext http,
        LiveKnowledge live,
        SearchRunner searching,
        string text,
        int maxCharacters,
        bool pasted,
        bool preview
    )
    {
        var given = pasted ? text : null;
        if (text.Length > maxCharacters)
            return new(
                text[..SearchRequest.MaxQueryCharacters],
                Pasted: text.Length > SearchRequest.MaxPasteCharacters ? text[..SearchRequest.MaxPasteCharacters] : text,
                Message: $"The text has {text.Length} characters; "
                    + (
                        pasted
                            ? $"{maxCharacters} are allowed. Keep the lines with the error."
                            : $"the search line takes {maxCharacters}. Use the box below for pasted text."
                    )
            );
        var (response, gapRecorded) = await searching.RunAsync(new SearchRequest(text, HitsShown, preview), http.RequestAborted);
        return new(
            pasted ? "Pasted text" : text,
            response,
            gapRecorded,
            preview,
            given,
            Votes: live.Feedback.VotesBy(Actor.Of(http.Request), text)
        )
        {
            // A search in the archives is a request of its own: what is served never waits for it.
            InArchives =
                searching.HasArchives
                && !preview
                && text.Length <= SearchRequest.MaxQueryCharacters
                && !text.Contains('\n', StringComparison.Ordinal)
                    ? $"/search?q={Uri.EscapeDataString(text)}&scope=archive"
                    : null,
        };
    }

    // A browser that guesses the next page has not asked for it.
    private static bool IsPreview(HttpContext http, string? preview) =>
        preview is "1" or "true" || http.Request.Headers["Sec-Purpose"].ToString().Contains("prefetch", StringComparison.Ordinal);
}
