using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Indexer.Reports;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Overview;

/// <summary><c>GET /api/dead-ends</c>: suspicions that were wrong, and the minutes they cost.</summary>
internal static class ListDeadEnds
{
    /// <param name="MinutesLost">In all incidents together.</param>
    public sealed record Response(int Total, long MinutesLost, IReadOnlyList<DeadEndRegister.DeadEnd> DeadEnds);

    public static void MapListDeadEnds(this RouteGroupBuilder api) =>
        api.MapGet("/dead-ends", Handle)
            .WithName("ListDeadEnds")
            .WithSummary("Suspicions that were wrong, why, and the minutes they cost, the most expensive first; service narrows them down.")
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static Results<Ok<Response>, ProblemHttpResult> Handle(
        HttpContext http,
        VisibleKnowledge live,
        string? service = null,
        int limit = ListLimits.Most,
        int offset = 0
    )
    {
        if (ListLimits.Refuse(http, limit, offset) is { } refused)
            return refused;
        var ends = DeadEndRegister.Of(live.Current, service);
        return TypedResults.Ok(new Response(ends.Count, DeadEndRegister.MinutesLost(ends), [.. ends.Skip(offset).Take(limit)]));
    }
}
