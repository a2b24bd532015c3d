using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Ui;

namespace Knowledge.Api.Archives;

/// <summary><c>GET /archive/{name}/{id}</c>: a page as it was archived, each section under the anchor that hits lead to.</summary>
internal static class ShowArchivedPage
{
    public static void MapArchivedPage(this RouteGroupBuilder pages) => pages.MapPage("/archive/{name}/{**id}", Handle);

    private static IResult Handle(
        HttpContext http,
        VisibleArchives archives,
        LivePostmortems postmortems,
        string name,
        string? id = null,
        string? draft = null,
        int? taken = null
    ) =>
        archives.Page(name, id ?? "") is { } page
            ? Page.Of<ArchivedPageView, ArchivedPageModel>(ArchivedPageModel.Of(http, postmortems, page, draft, taken))
            : ErrorResponse.Page(http, Problem.ArchivedPageNotFound);
}
