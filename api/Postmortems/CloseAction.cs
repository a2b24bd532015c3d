using Knowledge.Api.Access;
using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Content.Text;
using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Postmortems;

/// <summary><c>POST /api/postmortems/{slug}/actions/done</c>: ticks an action item; a link or a reason must show that it is done.</summary>
internal static class CloseAction
{
    private const int MaxProofCharacters = 500;
    private const int Attempts = 5;

    /// <param name="Text">The action as <c>/api/actions</c> gives it.</param>
    /// <param name="Link">Where it was done.</param>
    /// <param name="Reason">Why it is done, or need not be done, when there is no link.</param>
    public sealed record Request(string Text, string? Link = null, string? Reason = null, string? Actor = null);

    public static void MapCloseAction(this RouteGroupBuilder api) =>
        api.MapPost("/postmortems/{slug}/actions/done", Handle)
            .WithName("CloseAction")
            .WithSummary("Ticks an action item of a postmortem that is written here; needs a link or a reason.")
            .Produces<AuthoredPostmortem>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <returns>What was saved, or the problem.</returns>
    public static (AuthoredRevision? Saved, Problem? Problem, string? Detail) Close(
        LivePostmortems postmortems,
        string slug,
        string text,
        string? link,
        string? reason,
        string actor
    )
    {
        var proof = link?.Trim() is { Length: > 0 } address
            ? address
            : string.Join(' ', (reason ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (
            link?.Trim() is { Length: > 0 } given
            && !(Uri.TryCreate(given, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        )
            return (null, Problem.BadParameter, "The link must be an http or https address; what is none is a reason.");
        if (proof.Length is 0 or > MaxProofCharacters)
            return (
                null,
                Problem.BadParameter,
                $"An action is done when a link or a reason of up to {MaxProofCharacters} characters shows it."
            );
        if (LivePostmortems.SecretIn(proof) is { } secret)
            return (null, Problem.InvalidPostmortem, secret);
        // What is changed is found by its words, so somebody else's save in between does no harm.
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (postmortems.Find(slug) is not { } newest)
                return (null, Problem.NotSavedIn(postmortems), null);
            if (Content.Postmortems.PostmortemText.WithActionDone(newest.Text, text, proof) is not { } changed)
                return (null, Problem.NoSuchPostmortem, "It has no open action item with these words.");
            var result = postmortems.Save(slug, newest.Number, changed, actor, $"done: {Sentences.Truncate(text, 80)}");
            if (result is { Outcome: SaveOutcome.Saved, Newest: { } saved })
                return (saved, null, null);
            if (result is not { Outcome: SaveOutcome.Conflict })
                break;
        }
        return (null, Problem.StoreUnavailable, null);
    }

    private static IResult Handle(HttpContext http, LivePostmortems postmortems, string slug, Request request)
    {
        var before = postmortems.Find(slug)?.Text;
        var (saved, problem, detail) = Close(
            postmortems,
            slug,
            request.Text,
            request.Link,
            request.Reason,
            Actor.Named(http.Request, request.Actor)
        );
        if (saved is null)
            return ErrorResponse.Json(http, problem!, detail);
        AuditedChange.Set(http, before, saved.Text);
        return AuthoredPostmortem.ToResult(http, saved, postmortems);
    }
}
