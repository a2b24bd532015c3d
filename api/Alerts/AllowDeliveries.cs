using Knowledge.Api.Options;
using Knowledge.Api.Problems;

namespace Knowledge.Api.Alerts;

/// <summary><c>OPTIONS /hooks/{source}</c>: a sender of CloudEvents asks whether it may post here, before it does.</summary>
/// <remarks>
/// Shape: cloudevents.io, <c>http-webhook.md</c>, "Abuse protection". A callback that it gives is never asked: the answer is here.
/// </remarks>
internal static class AllowDeliveries
{
    private const int MaxOriginCharacters = 255;

    public static void MapAllowDeliveries(this RouteGroupBuilder hooks) =>
        hooks
            .MapMethods("/{source}", ["OPTIONS"], Handle)
            .WithName("AllowDeliveries")
            .WithSummary("Whether a sender of CloudEvents may post here: the handshake with WebHook-Request-Origin.")
            .WithTags("alerts")
            .Produces(StatusCodes.Status200OK)
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static IResult Handle(HttpContext http, ServerOptions options, string source)
    {
        if (!options.Hooks.ContainsKey(source))
            return ErrorResponse.Json(http, Problem.NoSuchHook);
        http.Response.Headers.Allow = "OPTIONS, POST, PUT";
        var origin = http.Request.Headers["WebHook-Request-Origin"].ToString();
        // What it posts has to show its secret all the same.
        if (
            origin.Length is > 0 and <= MaxOriginCharacters
            && origin.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or ':' or '/')
        )
        {
            http.Response.Headers["WebHook-Allowed-Origin"] = origin;
            if (int.TryParse(http.Request.Headers["WebHook-Request-Rate"], out var rate) && rate > 0)
                http.Response.Headers["WebHook-Allowed-Rate"] = Math.Min(rate, SenderRateLimit.PerMinute)
                    .ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        return TypedResults.Ok();
    }
}
