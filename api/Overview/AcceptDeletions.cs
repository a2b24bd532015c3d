using Knowledge.Api.Live;
using Knowledge.Api.Problems;

namespace Knowledge.Api.Overview;

/// <summary>
/// Says that the pages that a source lost at once are meant to be gone: <c>POST /api/sources/{source}/accept-deletions</c> for programs,
/// <c>POST /status/{source}/accept-deletions</c> for the button of the page.
/// </summary>
internal static class AcceptDeletions
{
    /// <param name="Pages">How many pages are deleted with the next look.</param>
    public sealed record Deletions(string Source, int Pages);

    public static void MapAcceptDeletions(this RouteGroupBuilder api) =>
        api.MapPost("/sources/{source}/accept-deletions", Handle)
            .WithName("AcceptDeletions")
            .WithSummary("Accepts that the pages that a source lost at once are deleted; until then they are served.")
            .WithTags("operation")
            .Produces<Deletions>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    public static void MapAcceptDeletionsForm(this RouteGroupBuilder pages) =>
        pages.MapPost("/status/{source}/accept-deletions", HandleForm);

    private static IResult Handle(HttpContext http, LiveKnowledge live, string source) =>
        live.AcceptDeletions(source) is { } pages
            ? TypedResults.Ok(new Deletions(source, pages))
            : ErrorResponse.Json(http, Problem.NothingHeld);

    private static async Task<IResult> HandleForm(HttpContext http, LiveKnowledge live, string source)
    {
        if (live.AcceptDeletions(source) is null)
            return ErrorResponse.Page(http, Problem.NothingHeld);
        await live.RefreshAsync(TimeSpan.FromSeconds(2));
        return TypedResults.LocalRedirect("/status");
    }
}
