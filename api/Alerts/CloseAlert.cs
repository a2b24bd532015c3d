using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;

namespace Knowledge.Api.Alerts;

/// <summary><c>POST /api/alerts/{id}/close</c>: a person says that an alert is over which its sender does not end.</summary>
internal static class CloseAlert
{
    /// <param name="Actor">Name of the person, as chosen.</param>
    public sealed record Closing(string? Actor = null);

    public static void MapCloseAlert(this RouteGroupBuilder api) =>
        api.MapPost("/alerts/{id}/close", Handle)
            .WithName("CloseAlert")
            .WithSummary("Closes an alert by hand that its sender does not end.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static IResult Handle(HttpContext http, LiveAlerts alerts, string id, Closing closing) =>
        Close(alerts, id, Actor.Remember(http, closing.Actor)) is { } problem
            ? ErrorResponse.Json(http, problem)
            : TypedResults.NoContent();

    private static Problem? Close(LiveAlerts alerts, string id, string actor)
    {
        var found = alerts.Find(id);
        if (found.Alert is not { } alert)
            return Problem.NotFoundIn(found);
        return alerts.Close(alert, actor) switch
        {
            true => null,
            false => Problem.AlertOver,
            null => Problem.Unavailable,
        };
    }
}
