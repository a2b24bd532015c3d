using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Postmortems.Surfaces;

namespace Knowledge.Api.Documents;

/// <summary>
/// <c>GET /api/searches/{id}</c>: what the words that found nothing on the day of an incident find now, with and without the
/// postmortem's own quotation of them.
/// </summary>
internal static class ReplaySearches
{
    public sealed record Response(string DocumentId, IReadOnlyList<ReplayedSearch> Searches);

    public static void MapReplaySearches(this RouteGroupBuilder api) =>
        api.MapGet("/searches/{**id}", Handle)
            .WithName("ReplaySearches")
            .WithSummary(
                "What the words that found nothing on the day of an incident find now, with and without the postmortem's own quotation."
            )
            .Produces<Response>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static IResult Handle(HttpContext http, VisibleKnowledge live, string id) =>
        live.Current.Find(id) is { Kind: DocumentKind.Postmortem } postmortem
            ? TypedResults.Ok(new Response(postmortem.Id.Value, live.Current.ReplaySearches(postmortem)))
            : ErrorResponse.Json(http, Problem.DocumentNotFound);
}
