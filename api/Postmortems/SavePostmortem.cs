using Knowledge.Api.Access;
using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Content.Postmortems;
using Knowledge.Content.Text;
using Knowledge.Indexer.Redaction;
using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Postmortems;

/// <summary>
/// <c>PUT /api/postmortems/{slug}</c>: a new text over the revision that <c>If-Match</c> names; a save from an older revision is refused.
/// </summary>
internal static class SavePostmortem
{
    public const int MaxNoteCharacters = 200;

    /// <param name="Text">The whole page, front matter included.</param>
    /// <param name="Note">What was done.</param>
    public sealed record Request(string Text, string? Note = null, string? Actor = null);

    public static void MapSavePostmortem(this RouteGroupBuilder api) =>
        api.MapPut("/postmortems/{slug}", Handle)
            .WithName("SavePostmortem")
            .WithSummary("Saves a text over the revision that If-Match names; 412 with the newest one when somebody else saved in between.")
            .Produces<AuthoredPostmortem>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status428PreconditionRequired)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static IResult Handle(HttpContext http, LivePostmortems postmortems, string slug, Request request)
    {
        if (AuthoredPostmortem.Expected(http.Request) is not { } expected)
            return ErrorResponse.Json(http, Problem.RevisionMissing);
        if (postmortems.Find(slug) is not { } newest)
            return ErrorResponse.Json(http, Problem.NotSavedIn(postmortems));
        // Judged by the state it has now; should that change before the save, the save is refused as a conflict (412).
        if (newest.Number == expected && LivePostmortems.Validate(newest, PostmortemText.Normalised(request.Text)) is { } error)
            return ErrorResponse.Json(http, Problem.InvalidPostmortem, error);
        var result = postmortems.Save(
            slug,
            expected,
            request.Text,
            Actor.Named(http.Request, request.Actor),
            SecretRedaction.Of(Sentences.Truncate(request.Note?.Trim() ?? "", MaxNoteCharacters))
        );
        if (result is { Outcome: SaveOutcome.Saved, Newest: { } kept })
            AuditedChange.Set(http, newest.Text, kept.Text);
        return result is { Outcome: SaveOutcome.Saved or SaveOutcome.Unchanged, Newest: { } saved }
            ? AuthoredPostmortem.ToResult(http, saved, postmortems)
            : AuthoredPostmortem.ToErrorResult(http, result, postmortems);
    }
}
