using Knowledge.Api.Access;
using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Indexer.Reports;

namespace Knowledge.Api.Documents;

/// <summary><c>GET /api/documents/{id}</c>: everything that is known about one document; with <c>.md</c> its Markdown.</summary>
internal static class GetDocument
{
    public static void MapGetDocument(this RouteGroupBuilder api) =>
        api.MapGet("/documents/{**id}", Handle)
            .WithName("GetDocument")
            .WithSummary("One document with sections, steps, causes, owner and neighbours; add .md for its Markdown.")
            .Produces<DocumentView>()
            .Produces(StatusCodes.Status302Found)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status410Gone);

    private static IResult Handle(
        HttpContext http,
        VisibleKnowledge live,
        AuditTrail audit,
        LiveHistory history,
        ServingOptions options,
        TimeProvider time,
        string id
    )
    {
        var address = DocumentAddress.Of(live, id);
        if (address.MovedTo is not null)
            return address.Redirect(http, "/api/documents/");
        if (address.Document is { } document)
        {
            if (live.IsSeenAsAdministrator(document))
                audit.RecordReading(http, document.Id.Value);
            var view = DocumentView.Of(
                document,
                live.Current,
                live.TimesOf(document.Id),
                time.GetUtcNow(),
                options.Sources,
                history.Current
            );
            return address.IsMarkdown ? DocumentMarkdown.Of(document, view) : TypedResults.Ok(view);
        }
        if (address.Gone is { } deleted)
            return ErrorResponse.Json(
                http,
                Problem.DocumentDeleted,
                Problem.DocumentDeleted.DetailOf(deleted),
                new KeyValuePair<string, object?>("tombstone", deleted)
            );
        return ErrorResponse.Json(http, Problem.NotFoundIn(live));
    }
}
