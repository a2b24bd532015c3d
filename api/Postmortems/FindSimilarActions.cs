using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Indexer.Postmortems;
using Microsoft.AspNetCore.Mvc;

namespace Knowledge.Api.Postmortems;

/// <summary>
/// <c>POST /api/actions/similar</c>: actions of postmortems that say nearly the same as a text, and whether they were done; while
/// an action is written. Keeps nothing.
/// </summary>
internal static class FindSimilarActions
{
    public const int MaxCharacters = 2_000;

    /// <param name="Text">The action.</param>
    /// <param name="Except">Id of the postmortem that it is written for, whose own actions are left out.</param>
    public sealed record Request(string? Text, string? Except = null);

    public sealed record Response(IReadOnlyList<SimilarAction> Actions);

    public static void MapSimilarActions(this RouteGroupBuilder api) =>
        api.MapPost("/actions/similar", Handle)
            .WithName("FindSimilarActions")
            .WithSummary(
                "Actions of postmortems that say nearly the same as a text, the likest first, and whether they were done. Keeps nothing."
            )
            .Produces<Response>()
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static IResult Handle(HttpContext http, VisibleKnowledge live, [FromBody] Request request)
    {
        if (string.IsNullOrWhiteSpace(request.Text))
            return ErrorResponse.Json(
                http,
                Problem.BadParameter,
                "text is the action to look for, such as {\"text\": \"Alert when no logs arrive\"}."
            );
        if (request.Text.Length > MaxCharacters)
            return ErrorResponse.Json(
                http,
                Problem.BadParameter,
                $"text has {request.Text.Length:N0} characters; an action has up to {MaxCharacters:N0}."
            );
        var knowledge = live.Current;
        return TypedResults.Ok(
            new Response(knowledge.Incidents.ActionsLike(request.Text, request.Except is { } id ? knowledge.Find(id)?.Id : null))
        );
    }
}
