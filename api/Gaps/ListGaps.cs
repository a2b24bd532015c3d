using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Gaps;

/// <summary><c>GET /api/gaps</c>: what people searched for and nobody has written, most asked for first.</summary>
internal static class ListGaps
{
    public const int Most = 200;

    public sealed record Response(IReadOnlyList<RecordedGap> Gaps);

    public static void MapListGaps(this RouteGroupBuilder api) => api.MapGet("/gaps", Handle).WithName("ListGaps");

    private static Ok<Response> Handle(LiveKnowledge live) => TypedResults.Ok(new Response(live.Gaps(Most)));
}
