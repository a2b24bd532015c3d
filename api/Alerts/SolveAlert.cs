using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Content.Alerts;
using Knowledge.Indexer.Alerts;

namespace Knowledge.Api.Alerts;

/// <summary>
/// Somebody says that an alert is solved, and by what, in one line: <c>POST /api/alerts/{id}/solved</c> for programs,
/// <c>POST /alerts/{id}/solved</c> for the button of the page.
/// </summary>
internal static class SolveAlert
{
    /// <param name="Solution">What solved it, in one line.</param>
    /// <param name="DocumentId">The page that solved it: alerts of the same name are led there; null for none.</param>
    /// <param name="Close">Whether it is over, though its sender may say that it fires.</param>
    /// <param name="Actor">Name of the person, as chosen.</param>
    public sealed record Request(string? Solution = null, string? DocumentId = null, bool Close = true, string? Actor = null);

    public static void MapSolveAlert(this RouteGroupBuilder api) =>
        api.MapPost("/alerts/{id}/solved", Handle)
            .WithName("SolveAlert")
            .WithSummary("Records what solved an alert, closes it, and remembers the page that solved it.")
            .Produces<AlertRecord>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    public static void MapSolveForm(this RouteGroupBuilder pages) => pages.MapPost("/alerts/{id}/solved", HandleForm);

    private static IResult Handle(HttpContext http, LiveAlerts alerts, VisibleKnowledge live, string id, Request request) =>
        Solve(alerts, live, id, request, Actor.Remember(http, request.Actor)) is { } problem ? ErrorResponse.Json(http, problem)
        : alerts.Find(id).Alert is { } alert ? TypedResults.Ok(alert)
        : ErrorResponse.Json(http, Problem.CannotRead);

    private static IResult HandleForm(HttpContext http, LiveAlerts alerts, VisibleKnowledge live, string id, IFormCollection form) =>
        Solve(
            alerts,
            live,
            id,
            new(form["solution"], form["document"].ToString() is { Length: > 0 } page ? page : null, form["close"] == "yes"),
            Actor.Remember(http, form["actor"])
        )
            is { } problem
            ? ErrorResponse.Page(http, problem)
            : TypedResults.LocalRedirect($"/alerts/{id}");

    private static Problem? Solve(LiveAlerts alerts, VisibleKnowledge live, string id, Request request, string actor)
    {
        var found = alerts.Find(id);
        if (found.Alert is not { } alert)
            return Problem.NotFoundIn(found);
        if (request.DocumentId is { } named && live.Current.Find(named) is null)
            return Problem.DocumentNotFound;
        // What its sender ended meanwhile is over, and what solved it is worth keeping all the same.
        if (request.Close && alert.State != AlertState.Resolved && alerts.Close(alert, actor) is null)
            return Problem.Unavailable;
        if (!alerts.Record(alert, AlertActionKind.Solved, actor, NoteOnAlert.OneLine(request.Solution)))
            return Problem.Unavailable;
        return request.DocumentId is { } page && !alerts.Vote(alert, live.Current.Find(page)!.Id.Value, true, actor)
            ? Problem.Unavailable
            : null;
    }
}
