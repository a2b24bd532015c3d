using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Api.Alerts;

/// <summary><c>GET /api/alerts/{id}</c>: one alert with its runbook and the notifications received for it.</summary>
internal static class GetAlert
{
    public sealed record Response(AlertRecord Alert, AlertMatch Match, IReadOnlyList<AlertEvent> Events);

    public static void MapGetAlert(this RouteGroupBuilder api) =>
        api.MapGet("/alerts/{id}", Handle)
            .WithName("GetAlert")
            .WithSummary("One alert with its runbook and the notifications received for it.")
            .Produces<Response>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static IResult Handle(HttpContext http, LiveAlerts alerts, string id) =>
        alerts.Find(id) switch
        {
            { Alert: { } alert } => alerts.Events(id) is { } events
                ? TypedResults.Ok(new Response(alert, alerts.Match(alert.Alert), events))
                : ErrorResponse.Json(http, Problem.CannotRead),
            var missing => ErrorResponse.Json(http, Problem.NotFoundIn(missing)),
        };
}
