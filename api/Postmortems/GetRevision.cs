using Knowledge.Api.Access;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;

namespace Knowledge.Api.Postmortems;

/// <summary><c>GET /api/postmortems/{slug}/revisions/{number}</c>: one revision with its text.</summary>
internal static class GetRevision
{
    public sealed record Response(string Slug, int Number, string State, string Actor, DateTimeOffset At, string Note, string Text);

    public static void MapGetRevision(this RouteGroupBuilder api) =>
        api.MapGet("/postmortems/{slug}/revisions/{number}", Handle)
            .WithName("GetRevision")
            .WithSummary("One revision of a postmortem with its text.")
            .Produces<Response>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static IResult Handle(HttpContext http, LivePostmortems postmortems, AuditTrail audit, string slug, int number)
    {
        if (postmortems.Find(slug, number) is not { } revision)
            return ErrorResponse.Json(http, Problem.NotFoundIn(postmortems));
        if (postmortems.IsSeenAsAdministrator(revision))
            audit.RecordReading(http, slug);
        return TypedResults.Ok(
            new Response(slug, revision.Number, revision.State, revision.Actor, revision.At, revision.Note, revision.Text)
        );
    }
}
