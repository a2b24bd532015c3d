using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Content.Text;
using Knowledge.Indexer.Answers;

namespace Knowledge.Api.Search;

/// <summary>
/// Who looks after words that found nothing, or why nobody has to: <c>POST /api/gaps/{id}/work</c> for programs,
/// <c>POST /gaps/{id}/work</c> for the forms of the page.
/// </summary>
internal static class WorkOnGap
{
    /// <param name="Assignee">Who writes the page.</param>
    /// <param name="Dismissed">Why nobody has to; without both it is work for anybody again.</param>
    /// <param name="Actor">Name of the person, as chosen.</param>
    public sealed record Request(string? Assignee = null, string? Dismissed = null, string? Actor = null);

    public static void MapWorkOnGap(this RouteGroupBuilder api) =>
        api.MapPost("/gaps/{id}/work", Handle)
            .WithName("WorkOnGap")
            .WithSummary("Assigns an unanswered search, or dismisses it with a reason.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    public static void MapWorkOnGapForm(this RouteGroupBuilder pages) => pages.MapPost("/gaps/{id}/work", HandleForm);

    private static IResult Handle(HttpContext http, VisibleKnowledge live, TimeProvider time, string id, Request request) =>
        Set(live, time, id, request, Actor.Remember(http, request.Actor)) is { } problem
            ? ErrorResponse.Json(http, problem)
            : TypedResults.NoContent();

    private static IResult HandleForm(HttpContext http, VisibleKnowledge live, TimeProvider time, string id, IFormCollection form) =>
        Set(live, time, id, new(form["assignee"], form["dismissed"]), Actor.Remember(http, form["actor"])) is { } problem
            ? ErrorResponse.Page(http, problem)
            : TypedResults.LocalRedirect($"/gaps#gap-{Uri.EscapeDataString(id)}");

    private static Problem? Set(VisibleKnowledge live, TimeProvider time, string id, Request request, string actor)
    {
        if (live.FindGaps([id]) is not { } gaps)
            return Problem.CannotRead;
        if (gaps.Count == 0)
            return Problem.NotFound;
        return live.SetGapWork(
            id,
            new(
                OneLine(request.Assignee, GapWork.MaxNameCharacters),
                OneLine(request.Dismissed, GapWork.MaxReasonCharacters),
                actor,
                time.GetUtcNow()
            )
        )
            ? null
            : Problem.Unavailable;
    }

    private static string? OneLine(string? text, int limit) =>
        string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) is { Length: > 0 } line
            ? Sentences.Truncate(line, limit)
            : null;
}
