using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Store;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Stored;

/// <param name="Kept">How long, such as <c>30d</c> or <c>forever</c>, and since when.</param>
/// <param name="Entry">What one of it is named by for its deletion; none where one is not deleted by itself.</param>
/// <param name="SeenAt">Where that is seen.</param>
/// <param name="ByAge">Whether it can be deleted by its age.</param>
/// <param name="Otherwise">What takes it away where that is no deletion here.</param>
public sealed record StoredKindStatus(
    string Name,
    string What,
    string Kept,
    long? Entries,
    DateTimeOffset? Oldest,
    string? Entry,
    string? SeenAt,
    bool ByAge,
    string? Otherwise
);

/// <summary><c>GET /api/stored</c>: what is stored, by kind: how much, how long it is kept, and what deletes it.</summary>
internal static class ListStored
{
    public sealed record Response(IReadOnlyList<StoredKindStatus> Kinds);

    public static void MapListStored(this RouteGroupBuilder api) =>
        api.MapGet("/stored", Handle)
            .WithName("ListStored")
            .WithSummary("What is stored, by kind: how much, how long it is kept, and how it is deleted.")
            .WithTags("operation")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static Results<Ok<Response>, ProblemHttpResult> Handle(HttpContext http, LiveKnowledge live, ServingOptions options) =>
        Kinds(live, options.Retention) is { } kinds ? TypedResults.Ok(new Response(kinds)) : ErrorResponse.Json(http, Problem.CannotRead);

    /// <summary>Null when the store cannot be read just now.</summary>
    public static IReadOnlyList<StoredKindStatus>? Kinds(LiveKnowledge live, Retention retention) =>
        live.QueryStore(s =>
            (IReadOnlyList<StoredKindStatus>)
                [
                    .. StoredKinds.All.Select(k =>
                    {
                        var counted = k.CountIn(s.Database);
                        return new StoredKindStatus(
                            k.Name,
                            k.What,
                            retention.InWords(k),
                            counted?.Entries,
                            counted?.Oldest,
                            k.Entry?.Placeholder,
                            k.Entry?.SeenAt,
                            k.HasOption,
                            k.Otherwise
                        );
                    }),
                ]
        );
}
