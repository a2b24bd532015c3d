using Knowledge.Api.Access;
using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Indexer.Search;
using Microsoft.AspNetCore.Mvc;

namespace Knowledge.Api.Search;

/// <summary><c>POST /api/feedback</c>: whether a page helped with what was searched for.</summary>
internal static class GiveFeedback
{
    /// <param name="Helped">True: it helped; false: it was not relevant; absent: undoes that.</param>
    /// <param name="Actor">Name of the person, as chosen.</param>
    /// <param name="Forget">Takes back what everybody said of the two.</param>
    public sealed record Request(string? Query, string? DocumentId, bool? Helped = null, string? Actor = null, bool Forget = false);

    public static void MapGiveFeedback(this RouteGroupBuilder api) =>
        api.MapPost("/feedback", Handle)
            .WithName("GiveFeedback")
            .WithSummary("Marks a page as helpful for a query, or as not relevant; searches for such words find it more easily, or less.")
            .Produces<LearnedPage>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static IResult Handle(HttpContext http, VisibleKnowledge live, [FromBody] Request request)
    {
        if (SearchKnowledge.Validate(http, request.Query, 1, SearchRequest.MaxPasteCharacters) is { } problem)
            return problem;
        if (request.Forget && !MayForget(http))
            return ErrorResponse.Json(http, Problem.NotAllowed, OnlyAdministratorsForget);
        // Feedback on a deleted page can still be deleted.
        var id =
            live.Current.Find(request.DocumentId ?? "")?.Id.Value ?? (request.Forget || request.Helped is null ? request.DocumentId : null);
        if (string.IsNullOrEmpty(id))
            return ErrorResponse.Json(http, Problem.DocumentNotFound);
        return Keep(live, request.Query!, id, request.Helped, request.Forget, Actor.Remember(http, request.Actor))
            ? TypedResults.Ok(LearnedPage.Of(live.Phrases, id))
            : ErrorResponse.Json(http, Problem.Unavailable);
    }

    public const string OnlyAdministratorsForget = "Only administrators remove the feedback of others; your own you can undo.";

    /// <summary>Whether somebody may take back what others said: what differs from saying something is not the address.</summary>
    public static bool MayForget(HttpContext http) => Caller.Of(http).Role >= Role.Admin;

    /// <summary>Keeps it; false when the store cannot be written.</summary>
    public static bool Keep(VisibleKnowledge live, string query, string documentId, bool? helped, bool forget, string actor) =>
        forget ? live.Feedback.Forget(query, documentId) : live.Feedback.Record(query, documentId, helped, actor);
}

/// <summary>A page and the phrases that were learned for it.</summary>
public sealed record LearnedPage(string DocumentId, IReadOnlyList<SearchPhrase> Phrases)
{
    public static LearnedPage Of(SearchPhrases phrases, string documentId) => new(documentId, phrases.Of(documentId));
}
