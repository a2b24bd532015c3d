using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Ui;
using Knowledge.Indexer.Postmortems;

namespace Knowledge.Api.Postmortems;

/// <summary><c>GET /postmortems/{slug}/customer</c> and <c>/docs/{id}/customer</c>: what may be told outside, on one page.</summary>
internal static class ShowCustomerSummary
{
    public static void MapCustomerSummary(this RouteGroupBuilder pages)
    {
        pages.MapPage(
            "/postmortems/{slug}/customer",
            (HttpContext http, LivePostmortems postmortems, VisibleKnowledge live, string slug) =>
                Answer(http, live, postmortems.Find(slug) is { } written ? LivePostmortems.Read(slug, written.Text) : null)
        );
        pages.MapPage(
            "/customer/{**id}",
            (HttpContext http, VisibleKnowledge live, string id) => Answer(http, live, live.Current.Find(id))
        );
    }

    private static IResult Answer(HttpContext http, VisibleKnowledge live, Content.Documents.Document? document) =>
        document is { Kind: Content.Documents.DocumentKind.Postmortem }
            ? Page.Of<CustomerSummaryPage, CustomerSummary>(CustomerSummary.Of(document, live.Current))
            : ErrorResponse.Page(http, Problem.NoSuchPostmortem);
}
