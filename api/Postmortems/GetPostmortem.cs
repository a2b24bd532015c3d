using Knowledge.Api.Access;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;

namespace Knowledge.Api.Postmortems;

/// <summary><c>GET /api/postmortems/{slug}</c>: a postmortem that is written here, with its text, its surfaces and its ETag.</summary>
internal static class GetPostmortem
{
    public static void MapGetPostmortem(this RouteGroupBuilder api) =>
        api.MapGet("/postmortems/{slug}", Handle)
            .WithName("GetPostmortem")
            .WithSummary("A postmortem that is written here: text, state, surfaces; its ETag is what a save names in If-Match.")
            .Produces<AuthoredPostmortem>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static IResult Handle(HttpContext http, LivePostmortems postmortems, AuditTrail audit, string slug)
    {
        if (postmortems.Find(slug) is not { } revision)
            return ErrorResponse.Json(http, Problem.NotFoundIn(postmortems));
        if (postmortems.IsSeenAsAdministrator(revision))
            audit.RecordReading(http, slug);
        if (http.Request.Headers.IfNoneMatch.ToString() != AuthoredPostmortem.ETagOf(revision.Number))
            return AuthoredPostmortem.ToResult(http, revision, postmortems);
        http.Response.Headers.ETag = AuthoredPostmortem.ETagOf(revision.Number);
        return TypedResults.StatusCode(StatusCodes.Status304NotModified);
    }
}
