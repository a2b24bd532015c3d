using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Problems;

/// <summary>How much of a list a request may ask for.</summary>
internal static class ListLimits
{
    public const int Most = 1_000;

    /// <returns>Null when it may.</returns>
    public static ProblemHttpResult? Refuse(HttpContext http, int limit, int offset) =>
        limit is < 1 or > Most ? ErrorResponse.Json(http, Problem.BadParameter, $"limit is {limit}; use 1 to {Most}.")
        : offset < 0 ? ErrorResponse.Json(http, Problem.BadParameter, $"offset is {offset}; use 0 or more.")
        : null;
}
