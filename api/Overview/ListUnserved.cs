using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Indexer.Sources;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Overview;

/// <summary><c>GET /api/unserved</c>: files of the sources of which nothing is served, and why.</summary>
internal static class ListUnserved
{
    private const int MaxLimit = 1000;

    public sealed record Response(int Total, int Offset, IReadOnlyList<UnservedFile> Files);

    public static void MapListUnserved(this RouteGroupBuilder api) =>
        api.MapGet("/unserved", Handle)
            .WithName("ListUnserved")
            .WithSummary("Files of the sources that were seen and of which nothing is served, each with the reason.")
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static Results<Ok<Response>, ProblemHttpResult> Handle(HttpContext http, VisibleKnowledge live, int limit = 100, int offset = 0)
    {
        if (limit is < 1 or > MaxLimit)
            return ErrorResponse.Json(http, Problem.BadParameter, $"limit is {limit}; use 1 to {MaxLimit}.");
        if (offset < 0)
            return ErrorResponse.Json(http, Problem.BadParameter, $"offset is {offset}; use 0 or more.");
        var unserved = live.Unserved;
        return TypedResults.Ok(new Response(unserved.Total, offset, [.. unserved.Files.Skip(offset).Take(limit)]));
    }
}
