using Knowledge.Api.Live;
using Knowledge.Api.Options;
using Knowledge.Api.Problems;
using Knowledge.Api.Search;
using Knowledge.Api.Ui;
using Knowledge.Indexer.Search;

namespace Knowledge.Api.Feeds;

/// <summary><c>GET /feeds/unanswered.atom</c>: what people searched for and nobody has written, the newest first.</summary>
internal static class UnansweredFeed
{
    private const int MaxEntries = 50;

    public static void MapUnansweredFeed(this RouteGroupBuilder feeds) => feeds.MapPage("/unanswered.atom", Handle);

    private static IResult Handle(HttpContext http, VisibleKnowledge live, ServerOptions options, TimeProvider time)
    {
        // An empty feed would say that there is nothing.
        if (live.Gaps(ListGaps.MaxGaps) is not { } gaps)
            return ErrorResponse.Page(http, Problem.CannotRead);
        var root = options.RootFor(http.Request);
        var entries = gaps.OrderByDescending(g => g.Last)
            .Take(MaxEntries)
            .Select(g => new AtomEntry(
                new(root, $"/search?q={Uri.EscapeDataString(Short(g.Query))}&preview=1"),
                g.Query,
                g.Last,
                $"Searched {g.Count} {(g.Count == 1 ? "time" : "times")} without an answer. Nearest owner: {g.Owner?.Team ?? "none"}."
            ))
            .ToList();
        return TypedResults.Bytes(
            AtomFeed.Write("Unanswered searches", new(root, "/feeds/unanswered.atom"), new(root, "/gaps"), entries, time.GetUtcNow()),
            AtomFeed.ContentType
        );
    }

    private static string Short(string query) =>
        query.Length <= SearchRequest.MaxQueryCharacters ? query : query[..SearchRequest.MaxQueryCharacters];
}
