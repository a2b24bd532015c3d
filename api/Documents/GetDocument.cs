using Knowledge.Api.Problems;
using Knowledge.Indexer.Documents;
using Knowledge.Indexer.Serving;

namespace Knowledge.Api.Documents;

/// <summary><c>GET /api/documents/{id}</c>: everything that is known about one document; with <c>.md</c> its Markdown.</summary>
internal static class GetDocument
{
    public static void MapGetDocument(this RouteGroupBuilder api) => api.MapGet("/documents/{**id}", Handle)
        .WithName("GetDocument").WithSummary("One document with sections, steps, causes, owner and neighbours; add .md for its Markdown.")
        .Produces<DocumentView>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status410Gone);

    private static IResult Handle(HttpContext http, LiveKnowledge live, LiveHistory history, ServingOptions options, TimeProvider time, string id)
    {
        if (live.Current.Find(id) is { } document)
            return TypedResults.Ok(DocumentView.Of(document, live.Current, live.TimesOf(document.Id), time.GetUtcNow(), options.Sources, history.Current));
        if (DocumentMarkdown.Of(live, id) is { } markdown) return markdown;
        if (live.FindTombstone(id) is { } gone)
            return ErrorAnswer.Json(http, Problem.DocumentDeleted,
                $"“{gone.Title}” was deleted on {gone.Deleted:yyyy-MM-dd}. {Problem.DocumentDeleted.Remedy}", new KeyValuePair<string, object?>("tombstone", gone));
        return ErrorAnswer.Json(http, Problem.DocumentNotFound);
    }
}
