using Knowledge.Api.Access;
using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Postmortems;

/// <summary>
/// <c>POST /postmortems/{slug}/evidence/undo</c>: takes the last line of evidence away again, as long as nobody saved since.
/// </summary>
internal static class UndoEvidence
{
    public static void MapUndoEvidence(this RouteGroupBuilder pages) => pages.MapPost("/postmortems/{slug}/evidence/undo", Handle);

    private static IResult Handle(HttpContext http, LivePostmortems postmortems, string slug, IFormCollection form)
    {
        var revision = SubmittedPostmortem.RevisionOf(form);
        if (postmortems.Find(slug) is not { } newest || postmortems.Find(slug, revision - 1) is not { } before)
            return ErrorResponse.Page(http, Problem.NotSavedIn(postmortems));
        if (newest.Number != revision)
            return ErrorResponse.Page(http, Problem.EditConflict);
        var result = postmortems.Save(slug, revision, before.Text, Actor.Remember(http, form["actor"]), "took evidence away again");
        if (result is { Outcome: SaveOutcome.Saved, Newest: { } kept })
            AuditedChange.Set(http, newest.Text, kept.Text);
        return result is { Outcome: SaveOutcome.Saved or SaveOutcome.Unchanged } ? TypedResults.LocalRedirect(LocalAddress.Of(form["back"]))
            : result is { Outcome: SaveOutcome.Conflict } ? ErrorResponse.Page(http, Problem.EditConflict)
            : ErrorResponse.Page(http, Problem.StoreUnavailable);
    }
}
