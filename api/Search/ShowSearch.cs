using Knowledge.Api.Access;
using Knowledge.Api.Live;
using Knowledge.Api.Ui;
using Knowledge.Indexer.Search;
using Microsoft.AspNetCore.Mvc;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Search;

/// <summary><c>GET /search?q=</c>: the whole page, or with the header below only the results.</summary>
internal static class ShowSearch
{
    public const string FragmentHeader = "X-Fragment";

    public static void MapSearchPage(this RouteGroupBuilder pages) => pages.MapPage("/search", Handle);

    private static async Task<IResult> Handle(
        HttpContext http,
        [FromServices] SearchPages searching,
        [FromServices] VisibleArchives archives,
        [FromServices] LivePostmortems postmortems,
        string? q = null,
        string? preview = null,
        string? paste = null,
        string? scope = null,
        string? page = null,
        string? order = null,
        string? draft = null
    )
    {
        http.Response.Headers.Append("Vary", FragmentHeader);
        var fragment = http.Request.Headers.ContainsKey(FragmentHeader);
        if (!string.IsNullOrEmpty(paste))
            return await searching.ModelOfPaste(http, paste) is { } kept
                ? Page.Of<SearchPage, SearchModel>(kept)
                : Page.Of<SearchPage, SearchModel>(
                    new("", Pasted: "", Message: T("This pasted text is not kept any more. Paste it again below.")),
                    StatusCodes.Status404NotFound
                );
        if (string.IsNullOrWhiteSpace(q))
            return fragment ? Page.Of<Results, SearchModel>(new("")) : TypedResults.LocalRedirect("/");
        if (scope == "archive" && archives.Any && q.Length <= SearchRequest.MaxQueryCharacters)
        {
            var found = await ArchiveSearchModel.OfAsync(archives, q, page, order == "date", http.RequestAborted) with
            {
                Draft =
                    Caller.Of(http).Role >= Role.Author && draft is { Length: > 0 and <= 200 } && postmortems.Find(draft) is not null
                        ? draft
                        : null,
            };
            return fragment ? Page.Of<ArchiveResults, ArchiveSearchModel>(found) : Page.Of<ArchiveSearchPage, ArchiveSearchModel>(found);
        }
        var model = await searching.ModelOf(http, q, pasted: false, IsPreview(http, preview));
        return fragment
            ? Page.Of<Results, SearchModel>(model)
            : Page.Of<SearchPage, SearchModel>(model, model.Response is null ? 400 : 200);
    }

    // A browser that guesses the next page has not asked for it.
    private static bool IsPreview(HttpContext http, string? preview) =>
        preview is "1" or "true" || http.Request.Headers["Sec-Purpose"].ToString().Contains("prefetch", StringComparison.Ordinal);
}
