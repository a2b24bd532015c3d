using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Api.Alerts;

/// <summary><c>GET /api/alerts/{id}</c>: one alert with its runbook, the notifications received for it, and what people did.</summary>
internal static class GetAlert
{
    /// <param name="Log">What people did about this episode, in the order in which they did it.</param>
    public sealed record Response(AlertRecord Alert, AlertMatch Match, IReadOnlyList<AlertEvent> Events, IReadOnlyList<AlertAction> Log);

    public static void MapGetAlert(this RouteGroupBuilder api) =>
        api.MapGet("/alerts/{id}", Handle)
            .WithName("GetAlert")
            .WithSummary("One alert with its runbook, the notifications received for it, and what people did.")
            .Produces<Response>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static IResult Handle(HttpContext http, LiveAlerts alerts, VisibleKnowledge live, string id) =>
        alerts.Find(id) switch
        {
            { Alert: { } alert } => alerts.Events(id) is { } events && alerts.Log(alert) is { } log
                ? TypedResults.Ok(new Response(alert, alerts.Match(alert.Alert, live.Current), events, log))
                : ErrorResponse.Json(http, Problem.CannotRead),
            var missing => ErrorResponse.Json(http, Problem.NotFoundIn(missing)),
        };
}
