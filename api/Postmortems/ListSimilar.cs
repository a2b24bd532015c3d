using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Postmortems;

namespace Knowledge.Api.Postmortems;

/// <summary><c>GET /api/similar/{id}</c>: incidents like that of a postmortem, and which of its actions were asked for before.</summary>
internal static class ListSimilar
{
    /// <param name="Incidents">The likest first.</param>
    /// <param name="Actions">Actions of the postmortem that earlier ones had, in its order.</param>
    public sealed record Response(string DocumentId, IReadOnlyList<SimilarIncident> Incidents, IReadOnlyList<RepeatedAction> Actions);

    public static void MapListSimilar(this RouteGroupBuilder api) =>
        api.MapGet("/similar/{**id}", Handle)
            .WithName("ListSimilar")
            .WithSummary(
                "Incidents like that of a postmortem by causes, what was seen and services, with what of "
                    + "them is not done; and its actions that earlier ones had."
            )
            .Produces<Response>()
            .Produces(StatusCodes.Status302Found)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status410Gone);

    private static IResult Handle(HttpContext http, VisibleKnowledge live, string id)
    {
        var address = DocumentAddress.Of(live, id);
        if (address.MovedTo is not null)
            return address.Redirect(http, "/api/similar/");
        if (address.Gone is { } deleted)
            return ErrorResponse.Json(http, Problem.DocumentDeleted, Problem.DocumentDeleted.DetailOf(deleted));
        if (address.Document is not { } document)
            return ErrorResponse.Json(http, Problem.DocumentNotFound);
        if (document.Kind != DocumentKind.Postmortem)
            return ErrorResponse.Json(http, Problem.BadParameter, $"'{document.Id}' is no postmortem; only those are compared.");
        var past = live.Current.Incidents;
        return TypedResults.Ok(new Response(document.Id.Value, past.Like(document), past.RepeatedBy(document)));
    }
}
