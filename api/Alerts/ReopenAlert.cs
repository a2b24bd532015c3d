using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Microsoft.AspNetCore.Mvc;

namespace Knowledge.Api.Alerts;

/// <summary>
/// Takes back that a person said that an alert is over: <c>POST /api/alerts/{id}/reopen</c> for programs,
/// <c>POST /alerts/{id}/reopen</c> for the button of the page.
/// </summary>
internal static class ReopenAlert
{
    /// <param name="Actor">Name of the person, as chosen.</param>
    public sealed record Request(string? Actor = null);

    public static void MapReopenAlert(this RouteGroupBuilder api) =>
        api.MapPost("/alerts/{id}/reopen", Handle)
            .WithName("ReopenAlert")
            .WithSummary("Reopens an alert that was closed by hand; what its sender ended stays over.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    public static void MapReopenForm(this RouteGroupBuilder pages) => pages.MapPost("/alerts/{id}/reopen", HandleForm);

    private static IResult Handle(HttpContext http, LiveAlerts alerts, string id, Request request) =>
        Reopen(alerts, id, Actor.Remember(http, request.Actor)) is { } problem
            ? ErrorResponse.Json(http, problem)
            : TypedResults.NoContent();

    private static IResult HandleForm(HttpContext http, LiveAlerts alerts, string id, [FromForm] string? actor) =>
        Reopen(alerts, id, Actor.Remember(http, actor)) is { } problem && problem != Problem.NotClosedByHand
            ? ErrorResponse.Page(http, problem)
            : TypedResults.LocalRedirect($"/alerts/{id}");

    private static Problem? Reopen(LiveAlerts alerts, string id, string actor)
    {
        var found = alerts.Find(id);
        if (found.Alert is not { } alert)
            return Problem.NotFoundIn(found);
        return alerts.Reopen(alert, actor) switch
        {
            true => null,
            false => Problem.NotClosedByHand,
            null => Problem.Unavailable,
        };
    }
}
