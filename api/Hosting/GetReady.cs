using Knowledge.Api.Live;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Hosting;

/// <summary><c>GET /-/ready</c>: whether a search can be answered with the documents there should be.</summary>
internal static class GetReady
{
    public static void MapReady(this RouteGroupBuilder operations) => operations.MapMethods("/-/ready", ["GET", "HEAD"], Handle);

    private static JsonHttpResult<Readiness> Handle(LiveKnowledge live)
    {
        var readiness = live.CheckReadiness();
        return TypedResults.Json(
            readiness,
            statusCode: readiness.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable
        );
    }
}
