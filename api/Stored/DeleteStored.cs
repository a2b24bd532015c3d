using Knowledge.Api.Problems;
using Knowledge.Api.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Stored;

/// <summary>
/// <c>DELETE /api/stored/{kind}/{entry}</c> and <c>DELETE /api/stored/{kind}?before=DATE</c>: deletes for good, for programs.
/// </summary>
internal static class DeleteStored
{
    public sealed record Response(string Kind, int Deleted);

    public static void MapDeleteStored(this RouteGroupBuilder api)
    {
        Describe(
            api.MapDelete("/stored/{kind}/{**entry}", One)
                .WithName("DeleteStored")
                .WithSummary("Deletes one entry of a kind for good, by the name that GET /api/stored describes.")
        );
        Describe(
            api.MapDelete("/stored/{kind}", Old)
                .WithName("DeleteOldStored")
                .WithSummary("Deletes for good what is older than a day; before is a date such as 2026-01-31.")
                .ProducesProblem(StatusCodes.Status400BadRequest)
        );
    }

    private static void Describe(RouteHandlerBuilder endpoint) =>
        endpoint
            .WithTags("operation")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static Results<Ok<Response>, ProblemHttpResult> One(HttpContext http, StoredDeletion deletion, string kind, string entry) =>
        StoredKinds.Find(kind) is not { Delete: not null } known
            ? ErrorResponse.Json(http, Problem.NothingStored, ListOfKinds(k => k.Delete is not null))
            : deletion.One(http, known, entry) switch
            {
                null => ErrorResponse.Json(http, Problem.StoreUnavailable),
                0 => ErrorResponse.Json(http, Problem.NothingStored),
                var deleted => TypedResults.Ok(new Response(kind, deleted.Value)),
            };

    private static Results<Ok<Response>, ProblemHttpResult> Old(
        HttpContext http,
        StoredDeletion deletion,
        string kind,
        string? before = null
    )
    {
        if (StoredKinds.Find(kind) is not { HasOption: true } known)
            return ErrorResponse.Json(http, Problem.NothingStored, ListOfKinds(k => k.HasOption));
        if (StoredDeletion.Day(before) is not { } day)
            return ErrorResponse.Json(http, Problem.BadParameter, "before takes a date such as 2026-01-31; what came earlier is deleted.");
        return deletion.Old(http, known, day) is { } deleted
            ? TypedResults.Ok(new Response(kind, deleted))
            : ErrorResponse.Json(http, Problem.StoreUnavailable);
    }

    private static string ListOfKinds(Func<StoredKind, bool> which) =>
        $"Use one of {string.Join(", ", StoredKinds.All.Where(which).Select(k => k.Name))}.";
}
