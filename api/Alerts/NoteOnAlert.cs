using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Content.Text;
using Knowledge.Indexer.Alerts;
using Microsoft.AspNetCore.Mvc;

namespace Knowledge.Api.Alerts;

/// <summary>
/// A line for the timeline of an alert: <c>POST /api/alerts/{id}/notes</c> for programs, <c>POST /alerts/{id}/notes</c> for the field
/// of the page.
/// </summary>
internal static class NoteOnAlert
{
    /// <param name="Text">What happened or was done.</param>
    /// <param name="Actor">Who writes it; a chosen name.</param>
    public sealed record Request(string Text, string? Actor = null);

    public static void MapNoteOnAlert(this RouteGroupBuilder api) =>
        api.MapPost("/alerts/{id}/notes", Handle)
            .WithName("NoteOnAlert")
            .WithSummary("Writes a line into the timeline of an alert.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    public static void MapNoteForm(this RouteGroupBuilder pages) => pages.MapPost("/alerts/{id}/notes", HandleForm);

    private static IResult Handle(HttpContext http, LiveAlerts alerts, string id, Request request) =>
        OneLine(request.Text).Length == 0 ? ErrorResponse.Json(http, Problem.BadParameter, "text has no words.")
        : Note(alerts, id, request.Text, Actor.Remember(http, request.Actor)) is { } problem ? ErrorResponse.Json(http, problem)
        : TypedResults.NoContent();

    private static IResult HandleForm(HttpContext http, LiveAlerts alerts, string id, [FromForm] string? text, [FromForm] string? actor) =>
        Note(alerts, id, text, Actor.Remember(http, actor)) is { } problem
            ? ErrorResponse.Page(http, problem)
            : TypedResults.LocalRedirect($"/alerts/{id}#log");

    private static Problem? Note(LiveAlerts alerts, string id, string? text, string actor)
    {
        var found = alerts.Find(id);
        if (found.Alert is not { } alert)
            return Problem.NotFoundIn(found);
        return OneLine(text) is not { Length: > 0 } note || alerts.Record(alert, AlertActionKind.Note, actor, note)
            ? null
            : Problem.Unavailable;
    }

    /// <summary>Words without line breaks, cut where an entry of the timeline ends.</summary>
    public static string OneLine(string? text) =>
        Sentences.Truncate(
            string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            AlertAction.MaxTextCharacters
        );
}
