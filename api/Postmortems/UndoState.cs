using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Postmortems;

/// <summary><c>POST /postmortems/{slug}/undo</c>: takes back the last change of state, as long as nobody saved since.</summary>
internal static class UndoState
{
    /// <summary>For so long the button is offered.</summary>
    public static readonly TimeSpan Offered = TimeSpan.FromMinutes(1);

    public static void MapUndoState(this RouteGroupBuilder pages) => pages.MapPost("/postmortems/{slug}/undo", Handle);

    private static async Task<IResult> Handle(HttpContext http, LivePostmortems postmortems, string slug, IFormCollection form)
    {
        var revision = SubmittedPostmortem.RevisionOf(form);
        if (postmortems.Find(slug) is not { } newest || postmortems.Find(slug, revision - 1) is not { } before)
            return ErrorResponse.Page(http, Problem.NotSavedIn(postmortems));
        if (newest.Number != revision)
            return ErrorResponse.Page(http, Problem.EditConflict);
        var (result, missing) = await postmortems.ChangeStateAsync(slug, revision, before.State, Actor.Remember(http, form["actor"]));
        return result is { Outcome: SaveOutcome.Saved, Newest: { } saved }
                ? TypedResults.LocalRedirect($"/postmortems/{slug}/edit?saved={saved.Number}&done={saved.State}")
            : missing.Count > 0 ? ErrorResponse.Page(http, Problem.InvalidStateChange, string.Join(" ", missing))
            : ErrorResponse.Page(http, Problem.StoreUnavailable);
    }
}
