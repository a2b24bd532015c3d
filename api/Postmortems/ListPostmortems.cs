using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Linking;
using Knowledge.Indexer.Postmortems.Surfaces;
using Knowledge.Indexer.Sources;

namespace Knowledge.Api.Postmortems;

/// <summary>
/// <c>GET /api/postmortems</c>: what is served, newest first, and the drafts, each with how much of what needed a patch has one.
/// </summary>
internal static class ListPostmortems
{
    public const string DraftsUnknown = "Drafts cannot be read just now; what is published is listed.";

    /// <param name="Degraded">What is missing from the list; absent when nothing is.</param>
    /// <param name="Total">All there are; the list is a part of them.</param>
    public sealed record Response(IReadOnlyList<Item> Postmortems, int Total, IReadOnlyList<string>? Degraded = null);

    private const int DefaultLimit = 200;

    /// <param name="Slug">Of one that is written here; null for a file of a source.</param>
    /// <param name="State">Null where a file does not say.</param>
    /// <param name="Missing">What stands in the way of closing.</param>
    public sealed record Item(
        string Id,
        string? Slug,
        string Title,
        DateOnly? Date,
        string? Severity,
        string? State,
        int Patched,
        int Total,
        IReadOnlyList<string> Missing,
        string? Url,
        string? EditUrl
    );

    public static void MapListPostmortems(this RouteGroupBuilder api) =>
        api.MapGet("/postmortems", Handle)
            .WithName("ListPostmortems")
            .WithSummary("All postmortems with the surfaces that are patched; drafts included.")
            .Produces<Response>()
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static IResult Handle(
        HttpContext http,
        VisibleKnowledge live,
        LivePostmortems postmortems,
        TimeProvider time,
        int limit = DefaultLimit,
        int offset = 0
    )
    {
        if (ListLimits.Refuse(http, limit, offset) is { } refused)
            return refused;
        var (knowledge, now) = (live.Current, time.GetUtcNow());
        var drafted = postmortems.List()?.Where(r => r.State == "draft" && !AuthoredSource.IsRunbook(r.Slug)).ToList();
        var published = ShowPostmortems.NewestFirst(knowledge).ToList();
        var left = Math.Max(0, limit - Math.Max(0, (drafted?.Count ?? 0) - offset));
        var served = published
            .Skip(Math.Max(0, offset - (drafted?.Count ?? 0)))
            .Take(left)
            .Select(d => Of(d, knowledge.PatchesOf(d, now), AuthoredSource.SlugOf(d), Urls.Of(d)));
        var revisions = drafted?.Skip(offset).Take(limit).Select(r => postmortems.Find(r.Slug)).ToList();
        var drafts = (revisions ?? [])
            .OfType<Knowledge.Indexer.Sources.AuthoredRevision>()
            .Select(r => (Revision: r, Document: LivePostmortems.Read(r.Slug, r.Text)))
            .Where(r => r.Document is not null)
            .Select(r => Of(r.Document!, postmortems.PatchesOf(r.Revision), r.Revision.Slug, null));
        return TypedResults.Ok(
            new Response(
                [.. drafts, .. served],
                (drafted?.Count ?? 0) + published.Count,
                revisions is null || revisions.Contains(null) ? [DraftsUnknown] : null
            )
        );
    }

    private static Item Of(Document document, Knowledge.Indexer.Postmortems.Surfaces.PatchMatrix patches, string? slug, string? url) =>
        new(
            document.Id.Value,
            slug,
            document.Title,
            document.FrontMatter.Date,
            document.FrontMatter.Severity,
            document.FrontMatter.Status,
            patches.Patched,
            patches.Total,
            patches.Missing,
            url,
            slug is null ? null : AuthoredPostmortem.EditUrlOf(slug)
        );
}
