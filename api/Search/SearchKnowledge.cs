using Knowledge.Api.Problems;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Search;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Knowledge.Api.Search;

/// <summary><c>GET /api/search?q=</c>.</summary>
internal static class SearchKnowledge
{
    public static void MapSearchKnowledge(this RouteGroupBuilder api) =>
        api.MapGet("/search", Handle)
            .WithName("Search")
            .WithSummary("Searches runbooks, postmortems and alerts and composes answers.")
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<SearchResponse>, ProblemHttpResult>> Handle(
        HttpContext http,
        [FromServices] Searching searching,
        string? q,
        int limit = 20,
        string? preview = null,
        string? explain = null
    )
    {
        if (Mistake(http, q, limit, SearchRequest.MaxQueryCharacters) is { } problem)
            return problem;
        return TypedResults.Ok(
            (await searching.RunAsync(q!, limit, preview is "1" or "true", http.RequestAborted, explain is "1" or "true")).Response
        );
    }

    public static ProblemHttpResult? Mistake(HttpContext http, string? query, int limit, int maxCharacters)
    {
        if (string.IsNullOrWhiteSpace(query))
            return ErrorAnswer.Json(http, Problem.QueryMissing);
        if (query.Length > maxCharacters)
            return ErrorAnswer.Json(
                http,
                Problem.QueryTooLong,
                $"The text has {query.Length} characters, {maxCharacters} are allowed. {Problem.QueryTooLong.Remedy}"
            );
        if (limit is < 1 or > SearchRequest.MaxLimit)
            return ErrorAnswer.Json(http, Problem.BadParameter, $"limit is {limit}; use 1 to {SearchRequest.MaxLimit}.");
        return null;
    }
}
