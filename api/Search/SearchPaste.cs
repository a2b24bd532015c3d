using Knowledge.Indexer.Answers;
using Knowledge.Indexer.Search;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Knowledge.Api.Search;

/// <summary><c>POST /api/search</c>: for texts that do not fit into a URL, such as log lines and tickets.</summary>
internal static class SearchPaste
{
    public sealed record Request(string? Q, int Limit = 20, bool Preview = false, bool Explain = false);

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
        return TypedResults.Ok(
            await searching.RunAsync(
                new SearchRequest(request.Q!, request.Limit, request.Preview, request.Explain),
                new ArchivePart(SearchScope.All),
                http.RequestAborted
            )
        );
    }
}
