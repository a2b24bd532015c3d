using Knowledge.Api.Problems;
using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Search;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Knowledge.Api.Search;

/// <summary><c>POST /api/search</c>: for texts that do not fit into a URL, such as log lines and tickets.</summary>
internal static class SearchPaste
{
    /// <param name="Syntax"><c>detect</c>, <c>lucene</c> or <c>plain</c>.</param>
    /// <param name="Scope"><c>all</c>, <c>knowledge</c> or <c>archive</c>.</param>
    /// <param name="ArchivePage">Of the list of the archive, from 1.</param>
    /// <param name="ArchiveOrder"><c>score</c> or <c>date</c>.</param>
    public sealed record Request(
        string? Q,
        int Limit = 20,
        bool Preview = false,
        bool Explain = false,
        string? Syntax = null,
        string? Scope = null,
        int ArchivePage = 1,
        string? ArchiveOrder = null
    );

    public static void MapPastedSearch(this RouteGroupBuilder api) =>
        api.MapPost("/search", Handle)
            .WithName("SearchPaste")
            .WithSummary("Searches with a pasted text of up to 4,096 characters.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

    private static async Task<Results<Ok<SearchResponse>, ProblemHttpResult>> Handle(
        HttpContext http,
        [FromServices] SearchRunner searching,
        [FromBody] Request request
    )
    {
        if (SearchKnowledge.Validate(http, request.Q, request.Limit, SearchRequest.MaxPasteCharacters) is { } problem)
            return problem;
        var (reading, part, wrong) = SearchParameters.Read(
            request.Q!,
            request.Syntax,
            request.Scope,
            request.ArchivePage,
            request.ArchiveOrder,
            searching.HasArchives
        );
        if (wrong is { } refused)
            return ErrorResponse.Json(http, refused.Problem, refused.Detail);
        var asked = new SearchRequest(request.Q!, request.Limit, request.Preview, request.Explain) { Syntax = reading };
        return TypedResults.Ok(await searching.RunAsync(asked, part, http.RequestAborted));
    }
}
