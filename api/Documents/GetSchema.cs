using Knowledge.Api.Problems;
using Knowledge.Indexer.Schemas;

namespace Knowledge.Api.Documents;

/// <summary><c>GET /schemas/{name}</c>: the JSON Schema of front matter or of the catalog's annotations, for editors.</summary>
internal static class GetSchema
{
    public static void MapSchemas(this IEndpointRouteBuilder app) =>
        app.MapMethods("/schemas/{name}", ["GET", "HEAD"], Handle).ExcludeFromDescription();

    private static IResult Handle(HttpContext http, string name) =>
        Schema.Find(name) is { } text
            ? TypedResults.Text(text, "application/schema+json; charset=utf-8")
            : ErrorResponse.Json(
                http,
                Problem.NotFound,
                $"There is no schema of that name; there are {string.Join(" and ", Schema.Names.Select(n => $"/schemas/{n}.v1.json"))}."
            );
}
