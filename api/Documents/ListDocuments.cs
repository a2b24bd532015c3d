using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Content.Catalog;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Linking;
using Knowledge.Indexer.Postmortems.Surfaces;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Documents;

/// <summary><c>GET /api/documents</c>: what there is, ordered by id.</summary>
internal static class ListDocuments
{
    public sealed record Response(int Total, int Offset, IReadOnlyList<Item> Documents);

    /// <param name="Patched">Of a postmortem: how many of the eleven surfaces are patched.</param>
    public sealed record Item(
        string Id,
        DocumentKind Kind,
        string Title,
        string Source,
        string Path,
        Owner? Owner,
        IReadOnlyList<string> Services,
        IReadOnlyList<string> Tags,
        DateTimeOffset? Changed,
        string Url,
        string? Status,
        int? Patched
    );

    public static void MapListDocuments(this RouteGroupBuilder api) =>
        api.MapGet("/documents", Handle).WithName("ListDocuments").ProducesProblem(StatusCodes.Status400BadRequest);

    private static Results<Ok<Response>, ProblemHttpResult> Handle(
        HttpContext http,
        VisibleKnowledge live,
        TimeProvider time,
        string? kind = null,
        string? service = null,
        int limit = 100,
        int offset = 0
    )
    {
        if (ListLimits.Refuse(http, limit, offset) is { } refused)
            return refused;
        DocumentKind? wanted = null;
        if (!string.IsNullOrEmpty(kind))
        {
            if (
                !Enum.TryParse<DocumentKind>(kind, ignoreCase: true, out var parsed)
                || char.IsAsciiDigit(kind[0])
                || !Enum.IsDefined(parsed)
            )
                return ErrorResponse.Json(http, Problem.BadParameter, $"kind is '{kind}'; use runbook, postmortem, alert or article.");
            wanted = parsed;
        }
        var knowledge = live.Current;
        var now = time.GetUtcNow();
        var documents = (string.IsNullOrEmpty(service) ? knowledge.Documents : knowledge.DocumentsOfService(service))
            .Where(d => wanted is null || d.Kind == wanted)
            .ToList();
        var page = documents
            .Skip(offset)
            .Take(limit)
            .Select(d => new Item(
                d.Id.Value,
                d.Kind,
                d.Title,
                d.Source,
                d.Path,
                knowledge.OwnerOf(d, now),
                d.FrontMatter.Services,
                d.FrontMatter.Tags,
                live.TimesOf(d.Id)?.Changed,
                Urls.Of(d),
                d.FrontMatter.Status,
                d.Kind == DocumentKind.Postmortem ? knowledge.PatchesOf(d, now).Patched : null
            ));
        return TypedResults.Ok(new Response(documents.Count, offset, [.. page]));
    }
}
