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
    /// <param name="Reason">
    /// Why it is closed although something is left; for administrators, and kept in the history and the audit.
    /// </param>
    public sealed record Request(string State, string? Actor = null, string? Reason = null);

    public const string OnlyAdministratorsClose =
        "Closing although something is left is for administrators alone. Leave the reason out to close by the rules.";

    /// <summary>Whether somebody may close over what the rules leave open: what differs from closing is not the address.</summary>
    public static bool MayCloseOver(HttpContext http) => Caller.Of(http).Role >= Role.Admin;

    public static void MapChangePostmortemState(this RouteGroupBuilder api) =>
        api.MapPost("/postmortems/{slug}/state", Handle)
            .WithName("ChangePostmortemState")
            .WithSummary("Publishes, closes, reopens; 409 with what is missing when it may not.")
            .Produces<AuthoredPostmortem>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status428PreconditionRequired);

    /// <summary>Writes down that something was closed over the gate, and why.</summary>
    public static void RecordOver(HttpContext http, AuditTrail audit, AuthoredRevision kept)
    {
        if (kept.Note.StartsWith(LivePostmortems.ClosedOver, StringComparison.Ordinal))
            audit.Record(http, Caller.Of(http), "close over the gate", kept.Slug, kept.Note[LivePostmortems.ClosedOver.Length..]);
    }

    private static async Task<IResult> Handle(HttpContext http, LivePostmortems postmortems, AuditTrail audit, string slug, Request request)
    {
        if (AuthoredPostmortem.Expected(http.Request) is not { } expected)
            return ErrorResponse.Json(http, Problem.RevisionMissing);
        if (request.Reason is { Length: > 0 } && !MayCloseOver(http))
            return ErrorResponse.Json(http, Problem.NotAllowed, OnlyAdministratorsClose);
        var before = postmortems.Find(slug, expected)?.Text;
        var actor = Actor.Named(http.Request, request.Actor);
        var (result, missing) = await postmortems.ChangeStateAsync(slug, expected, request.State, actor, request.Reason);
        if (missing.Count > 0)
            return ErrorResponse.Json(
                http,
                Problem.InvalidStateChange,
                $"It cannot become {request.State}: {string.Join("; ", missing)}.",
                new KeyValuePair<string, object?>("missing", missing)
            );
        if (result is { Outcome: SaveOutcome.Saved, Newest: { } kept })
        {
            AuditedChange.Set(http, before, kept.Text);
            RecordOver(http, audit, kept);
        }
        return result is { Outcome: SaveOutcome.Saved, Newest: { } saved }
            ? AuthoredPostmortem.ToResult(http, saved, postmortems)
            : AuthoredPostmortem.ToErrorResult(http, result, postmortems);
    }
}
