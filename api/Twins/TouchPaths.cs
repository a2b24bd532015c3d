using Knowledge.Api.Hosting;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Indexer.Twins;
using Microsoft.AspNetCore.Mvc;

namespace Knowledge.Api.Twins;

/// <summary><c>POST /api/touch</c>: what a change touches that an incident was about, and which twins it lacks. Keeps nothing.</summary>
internal static class TouchPaths
{
    private const long MaxBodyBytes = 16L * 1024 * 1024;

    /// <param name="Paths">Relative to the repository; <c>NAME:PATH</c> lies in another.</param>
    /// <param name="Diff">In place of paths: what <c>git diff</c> writes.</param>
    /// <param name="Acknowledge">Link to what sees to the missing twins.</param>
    public sealed record Request(
        string? Repository = null,
        IReadOnlyList<string>? Paths = null,
        string? Diff = null,
        string? Acknowledge = null
    );

    public static void MapTouchPaths(this RouteGroupBuilder api) =>
        api.MapPost("/touch", Handle)
            .WithName("TouchPaths")
            .WithSummary(
                "What a change touches that an incident was about, and which linked files it lacks: verdict noTwin, "
                    + "complete, acknowledged or twinMissing. Keeps nothing."
            )
            .WithBodyUpTo(MaxBodyBytes)
            .Produces<TouchReport>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static IResult Handle(HttpContext http, VisibleKnowledge live, TimeProvider time, [FromBody] Request request)
    {
        if (request.Diff is not null && request.Paths is not null)
            return ErrorResponse.Json(http, Problem.BadParameter, "Give paths or a diff, not both.");
        var paths = request.Diff is { } diff ? UnifiedDiff.Paths(diff.Split('\n')) : request.Paths ?? [];
        if (paths is null)
            return ErrorResponse.Json(http, Problem.BadParameter, "diff is no diff as git writes it; give paths instead.");
        var change = new Change(Empty(request.Repository), [.. paths.Where(p => p is not null)], Empty(request.Acknowledge));
        if (TwinGuard.Validate(change) is { } error)
            return ErrorResponse.Json(http, Problem.BadParameter, $"{char.ToUpperInvariant(error[0])}{error[1..]}.");
        // A guard that has read nothing must not say that all is well.
        if (live.Current.Documents.Count == 0)
            return ErrorResponse.Json(http, Problem.Unavailable, "No documents are served, so nothing is known of linked files.");
        return TypedResults.Ok(TwinGuard.Of(live.Current, change, time.GetUtcNow()));
    }

    private static string? Empty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
