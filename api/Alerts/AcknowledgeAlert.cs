using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Content.Alerts;
using Knowledge.Indexer.Alerts;
using Microsoft.AspNetCore.Mvc;

namespace Knowledge.Api.Alerts;

/// <summary>
/// Somebody says “I am on it”, or is not any more: <c>POST /api/alerts/{id}/acknowledge</c> for programs,
/// <c>POST /alerts/{id}/acknowledge</c> for the button of the pages.
/// </summary>
internal static class AcknowledgeAlert
{
    /// <param name="OnIt">False: whoever was on it is not any more.</param>
    /// <param name="Actor">Name of the person, as chosen.</param>
    public sealed record Request(bool OnIt = true, string? Actor = null);

    public static void MapAcknowledgeAlert(this RouteGroupBuilder api) =>
        api.MapPost("/alerts/{id}/acknowledge", Handle)
            .WithName("AcknowledgeAlert")
            .WithSummary("Sets who is on an alert (onIt false: nobody any more). Its sender is not informed, and its time runs on.")
            .Produces<AlertRecord>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    public static void MapAcknowledgeForm(this RouteGroupBuilder pages) => pages.MapPost("/alerts/{id}/acknowledge", HandleForm);

    private static IResult Handle(HttpContext http, LiveAlerts alerts, string id, Request request) =>
        Acknowledge(alerts, id, Actor.Remember(http, request.Actor), request.OnIt) is { } problem ? ErrorResponse.Json(http, problem)
        : alerts.Find(id).Alert is { } alert ? TypedResults.Ok(alert)
        : ErrorResponse.Json(http, Problem.CannotRead);

    private static IResult HandleForm(
        HttpContext http,
        LiveAlerts alerts,
        string id,
        [FromForm] string? actor,
        [FromForm(Name = "on-it")] string? onIt
    ) =>
        Acknowledge(alerts, id, Actor.Remember(http, actor), onIt != "no") is { } problem && problem != Problem.AlertOver
            ? ErrorResponse.Page(http, problem)
            : TypedResults.LocalRedirect($"/alerts/{id}");

    private static Problem? Acknowledge(LiveAlerts alerts, string id, string actor, bool isOnIt)
    {
        var found = alerts.Find(id);
        if (found.Alert is not { } alert)
            return Problem.NotFoundIn(found);
        if (alert.State == AlertState.Resolved)
            return Problem.AlertOver;
        // Saying it twice, or leaving what nobody has, changes nothing.
        if (isOnIt ? alert.Holder is { IsHandedOver: false } holder && holder.Name == actor : alert.Holder is null)
            return null;
        return alerts.Record(alert, isOnIt ? AlertActionKind.Acknowledged : AlertActionKind.Released, actor) ? null : Problem.Unavailable;
    }
}
