using Knowledge.Api.Access;
using Knowledge.Api.Live;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Hosting;

/// <summary><c>GET /-/ready</c>: whether a search can be answered with the documents there should be.</summary>
internal static class GetReady
{
    public static void MapReady(this RouteGroupBuilder operations) => operations.MapMethods("/-/ready", ["GET", "HEAD"], Handle);

    // What fails may name directories and files: that is for those who may read.
    private static JsonHttpResult<Readiness> Handle(HttpContext http, VisibleKnowledge live)
    {
        var readiness = live.CheckReadiness();
        return TypedResults.Json(
            Caller.Of(http).Role >= Role.Viewer ? readiness : readiness with { Degraded = [] },
            statusCode: readiness.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable
        );
    }
}
