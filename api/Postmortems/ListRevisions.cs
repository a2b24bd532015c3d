using Knowledge.Api.Live;
using Knowledge.Api.Problems;

namespace Knowledge.Api.Postmortems;

/// <summary><c>GET /api/postmortems/{slug}/revisions</c>: who saved when, newest first.</summary>
internal static class ListRevisions
{
    private const int MaxLimit = 1000;

    public sealed record Response(string Slug, IReadOnlyList<Item> Revisions);

    public sealed record Item(int Number, string State, string Actor, DateTimeOffset At, string Note);

    public static void MapListRevisions(this RouteGroupBuilder api) =>
        api.MapGet("/postmortems/{slug}/revisions", Handle)
            .WithName("ListRevisions")
            .WithSummary("Who saved a postmortem when, newest first.")
            .Produces<Response>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static IResult Handle(HttpContext http, LivePostmortems postmortems, string slug, int limit = 100)
    {
        if (limit is < 1 or > MaxLimit)
            return ErrorResponse.Json(http, Problem.BadParameter, $"limit is {limit}; use 1 to {MaxLimit}.");
        var revisions = postmortems.Revisions(slug, limit);
        return revisions is null ? ErrorResponse.Json(http, Problem.CannotRead)
            : revisions.Count == 0 ? ErrorResponse.Json(http, Problem.NoSuchPostmortem)
            : TypedResults.Ok(new Response(slug, [.. revisions.Select(r => new Item(r.Number, r.State, r.Actor, r.At, r.Note))]));
    }
}
