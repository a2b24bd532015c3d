using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Indexer.Alerts;
using Microsoft.AspNetCore.Mvc;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Alerts;

/// <summary>
/// Whether a page solved an alert: <c>POST /api/alerts/{id}/feedback</c> for programs, <c>POST /alerts/{id}/feedback</c> for the
/// buttons of the page.
/// </summary>
internal static class VoteOnRunbook
{
    /// <param name="Helped">True: it solved the alert; false: it was not the one; absent: undoes that.</param>
    /// <param name="Actor">Name of the person, as chosen.</param>
    public sealed record Vote(string DocumentId, bool? Helped = null, string? Actor = null);

    public static void MapVote(this RouteGroupBuilder api) =>
        api.MapPost("/alerts/{id}/feedback", Handle)
            .WithName("VoteOnRunbook")
            .WithSummary("Marks a page as the solution of an alert, or as not relevant; alerts of that name lead there, or no longer.")
            .Produces<IReadOnlyList<RunbookVotes>>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    public static void MapVoteForm(this RouteGroupBuilder pages) => pages.MapPost("/alerts/{id}/feedback", HandleForm);

    private static IResult Handle(HttpContext http, LiveAlerts alerts, VisibleKnowledge live, string id, Vote vote)
    {
        var found = alerts.Find(id);
        if (found.Alert is not { } alert)
            return ErrorResponse.Json(http, Problem.NotFoundIn(found));
        if (live.Current.Find(vote.DocumentId) is not { } document)
            return ErrorResponse.Json(http, Problem.DocumentNotFound);
        if (!alerts.Vote(alert, document.Id.Value, vote.Helped, Actor.Remember(http, vote.Actor)))
            return ErrorResponse.Json(http, Problem.Unavailable);
        // Voting again changes nothing.
        return alerts.VotesOf(alert.Name) is { } votes
            ? TypedResults.Ok<IReadOnlyList<RunbookVotes>>([.. votes.Where(v => live.Shows(v.DocumentId))])
            : ErrorResponse.Json(http, Problem.CannotRead);
    }

    private static IResult HandleForm(
        HttpContext http,
        LiveAlerts alerts,
        VisibleKnowledge live,
        string id,
        [FromForm] string? document,
        [FromForm] string? helped,
        [FromForm] string? actor
    )
    {
        var found = alerts.Find(id);
        if (found.Alert is not { } alert)
            return ErrorResponse.Page(http, Problem.NotFoundIn(found));
        if (live.Current.Find(document?.Trim() ?? "") is not { } page)
            return ErrorResponse.Page(
                http,
                Problem.DocumentNotFound,
                T("No page has this id; the id of a page is the end of its address.")
            );
        return alerts.Vote(
            alert,
            page.Id.Value,
            helped switch
            {
                "yes" => true,
                "no" => false,
                _ => null,
            },
            Actor.Remember(http, actor)
        )
            ? TypedResults.LocalRedirect($"/alerts/{alert.Id}#solved")
            : ErrorResponse.Page(http, Problem.Unavailable);
    }
}
