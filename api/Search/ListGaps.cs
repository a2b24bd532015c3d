using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Indexer.Answers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Search;

/// <summary><c>GET /api/gaps</c>: what people searched for and nobody has written, most asked for first.</summary>
internal static class ListGaps
{
    public const int MaxGaps = 200;

    public sealed record Response(IReadOnlyList<RecordedGap> Gaps);

    public static void MapListGaps(this RouteGroupBuilder api) =>
        api.MapGet("/gaps", Handle).WithName("ListGaps").ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static Results<Ok<Response>, ProblemHttpResult> Handle(HttpContext http, VisibleKnowledge live) =>
        live.Gaps(MaxGaps) is { } gaps ? TypedResults.Ok(new Response(gaps)) : ErrorResponse.Json(http, Problem.CannotRead);
}
