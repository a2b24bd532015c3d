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
            .WithSummary("Searches runbooks, postmortems and alerts and composes answers; below them what archives hold.")
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<Ok<SearchResponse>, ProblemHttpResult>> Handle(
        HttpContext http,
        [FromServices] SearchRunner searching,
        string? q,
        int limit = 20,
        string? preview = null,
        string? explain = null,
        string? syntax = null,
        string? scope = null,
        int archivePage = 1,
        string? archiveOrder = null
    )
    {
        if (Validate(http, q, limit, SearchRequest.MaxQueryCharacters) is { } problem)
            return problem;
        var (reading, part, wrong) = SearchParameters.Read(q!, syntax, scope, archivePage, archiveOrder, searching.HasArchives);
        if (wrong is { } refused)
            return ErrorResponse.Json(http, refused.Problem, refused.Detail);
        var request = new SearchRequest(q!, limit, preview is "1" or "true", explain is "1" or "true") { Syntax = reading };
        return TypedResults.Ok(await searching.RunAsync(request, part, http.RequestAborted));
    }

    public static ProblemHttpResult? Validate(HttpContext http, string? query, int limit, int maxCharacters)
    {
        if (string.IsNullOrWhiteSpace(query))
            return ErrorResponse.Json(http, Problem.QueryMissing);
        if (query.Length > maxCharacters)
            return ErrorResponse.Json(
                http,
                Problem.QueryTooLong,
                $"The text has {query.Length} characters, {maxCharacters} are allowed. {Problem.QueryTooLong.Remedy}"
            );
        if (limit is < 1 or > SearchRequest.MaxLimit)
            return ErrorResponse.Json(http, Problem.BadParameter, $"limit is {limit}; use 1 to {SearchRequest.MaxLimit}.");
        return null;
    }
}
