using Knowledge.Api.Live;

namespace Knowledge.Api.Search;

/// <summary><c>GET /api/feedback</c>: what was learned, of one page or of all.</summary>
internal static class ListFeedback
{
    public static void MapListFeedback(this RouteGroupBuilder api) =>
        api.MapGet("/feedback", Handle)
            .WithName("ListFeedback")
            .WithSummary("Phrases with feedback on pages, helpful or not, and what they count today.");

    private static IReadOnlyList<LearnedPage> Handle(VisibleKnowledge live, string? documentId = null)
    {
        var phrases = live.Phrases;
        return documentId is not null
            ? [LearnedPage.Of(phrases, live.Current.Find(documentId)?.Id.Value ?? documentId)]
            : [.. phrases.All.Select(p => p.DocumentId).Distinct().Order(StringComparer.Ordinal).Select(id => LearnedPage.Of(phrases, id))];
    }
}
