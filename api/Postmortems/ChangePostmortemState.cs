using Knowledge.Api.Access;
using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Postmortems;

/// <summary>
/// <c>POST /api/postmortems/{slug}/state</c>: publishes, closes, reopens. Closing is refused while something is unpatched, unowned
/// or unexplained, and the refusal says what.
/// </summary>
internal static class ChangePostmortemState
{
    /// <param name="State"><c>draft</c>, <c>published</c>, <c>closed</c> or <c>discarded</c>.</param>
    public sealed record Request(string State, string? Actor = null);

    public static void MapChangePostmortemState(this RouteGroupBuilder api) =>
        api.MapPost("/postmortems/{slug}/state", Handle)
            .WithName("ChangePostmortemState")
            .WithSummary("Publishes, closes, reopens; 409 with what is missing when it may not.")
            .Produces<AuthoredPostmortem>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status428PreconditionRequired);

    private static async Task<IResult> Handle(HttpContext http, LivePostmortems postmortems, string slug, Request request)
    {
        if (AuthoredPostmortem.Expected(http.Request) is not { } expected)
            return ErrorResponse.Json(http, Problem.RevisionMissing);
        var before = postmortems.Find(slug, expected)?.Text;
        var (result, missing) = await postmortems.ChangeStateAsync(slug, expected, request.State, Actor.Named(http.Request, request.Actor));
        if (missing.Count > 0)
            return ErrorResponse.Json(
                http,
                Problem.InvalidStateChange,
                $"It cannot become {request.State}: {string.Join("; ", missing)}.",
                new KeyValuePair<string, object?>("missing", missing)
            );
        if (result is { Outcome: SaveOutcome.Saved, Newest: { } kept })
            AuditedChange.Set(http, before, kept.Text);
        return result is { Outcome: SaveOutcome.Saved, Newest: { } saved }
            ? AuthoredPostmortem.ToResult(http, saved, postmortems)
            : AuthoredPostmortem.ToErrorResult(http, result, postmortems);
    }
}
