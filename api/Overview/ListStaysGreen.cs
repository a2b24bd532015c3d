using Knowledge.Api.Live;
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
            );

    private static Ok<Response> Handle(LiveKnowledge live, string? service = null)
    {
        var checks = StaysGreenRegister.Of(live.Current, service);
        return TypedResults.Ok(new Response(checks.Count, checks));
    }
}
