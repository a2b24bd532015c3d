using Knowledge.Api.Access;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;

namespace Knowledge.Api.Postmortems;

/// <summary>
/// <c>GET /postmortems/{slug}/export.md</c>: the page as a file; put into a source under the same path it takes the place of the
/// one that is written here.
/// </summary>
internal static class ExportPostmortem
{
    public static void MapExportPostmortem(this RouteGroupBuilder pages) => pages.MapGet("/postmortems/{slug}/export.md", Handle);

    private static IResult Handle(HttpContext http, LivePostmortems postmortems, AuditTrail audit, string slug)
    {
        if (postmortems.Find(slug) is not { } revision)
            return ErrorResponse.Page(http, Problem.NotFoundIn(postmortems));
        if (postmortems.IsSeenAsAdministrator(revision))
            audit.RecordReading(http, slug);
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{slug}.md\"";
        return TypedResults.Text(revision.Text, "text/markdown; charset=utf-8");
    }
}
