using System.Diagnostics;
using Knowledge.Api.Store;
using Knowledge.Indexer.Search;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Problems;

/// <summary>Writes a problem in the form the caller reads: problem details for programs, a page for people.</summary>
internal static class ErrorResponse
{
    private static readonly string[] ForPrograms = ["/api", "/hooks", "/-", "/metrics", "/openapi", "/mcp", "/assets", "/schemas"];

    public static ProblemHttpResult Json(
        HttpContext http,
        Problem problem,
        string? detail = null,
        params IEnumerable<KeyValuePair<string, object?>> more
    ) =>
        TypedResults.Problem(
            type: $"/problems/{problem.Name}",
            title: problem.Title,
            statusCode: problem.Status,
            detail: detail ?? problem.Remedy,
            instance: http.Request.Path,
            extensions: [new("traceId", TraceId(http)), .. more]
        );

    public static Task Write(HttpContext http, Problem problem, string? detail = null) =>
        (IsForPrograms(http.Request.Path) ? (IResult)Json(http, problem, detail) : Page(http, problem, detail)).ExecuteAsync(http);

    public static IResult Page(
        HttpContext http,
        Problem problem,
        string? detail = null,
        string? suggestion = null,
        Successor? successor = null,
        IReadOnlyList<Hit>? hits = null
    ) =>
        Knowledge.Api.Ui.Page.Of<ErrorPage, ErrorModel>(
            new(problem, detail ?? problem.Remedy, TraceId(http), suggestion, successor, hits ?? []),
            problem.Status
        );

    public static bool IsForPrograms(PathString path) => ForPrograms.Any(p => path.StartsWithSegments(p, StringComparison.Ordinal));

    private static string TraceId(HttpContext http) => Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
}
