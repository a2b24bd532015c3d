using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Indexer.Reports;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Overview;

/// <summary><c>GET /api/stays-green</c>: checks that stayed green during incidents, and what they do not see.</summary>
internal static class ListStaysGreen
{
    public sealed record Response(int Total, IReadOnlyList<StaysGreenRegister.Check> Checks);

    public static void MapListStaysGreen(this RouteGroupBuilder api) =>
        api.MapGet("/stays-green", Handle)
            .WithName("ListStaysGreen")
            .WithSummary(
                "Checks that stayed green during incidents, what they do not see, and in which incidents, "
                    + "those that did most often first; service narrows them down."
            )
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
        var checks = StaysGreenRegister.Of(live.Current, service);
        return TypedResults.Ok(new Response(checks.Count, [.. checks.Skip(offset).Take(limit)]));
    }
}
