using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Ui;
using Knowledge.Indexer.Archive;

namespace Knowledge.Api.Archives;

/// <summary><c>GET /archive/{name}/{id}</c>: a page as it was archived, each section under the anchor that hits lead to.</summary>
internal static class ShowArchivedPage
{
    public static void MapArchivedPage(this RouteGroupBuilder pages) => pages.MapPage("/archive/{name}/{**id}", Handle);

    private static IResult Handle(HttpContext http, LiveArchives archives, string name, string? id = null) =>
        archives.Page(name, id ?? "") is { } page
            ? Page.Of<ArchivedPageView, ArchivedPage>(page)
            : ErrorResponse.Page(http, Problem.ArchivedPageNotFound);
}
