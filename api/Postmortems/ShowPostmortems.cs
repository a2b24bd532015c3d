using Knowledge.Api.Live;
using Knowledge.Api.Ui;
using Knowledge.Content.Documents;
using Knowledge.Indexer;
using Knowledge.Indexer.Postmortems.Surfaces;
using Knowledge.Indexer.Sources;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Postmortems;

/// <param name="Drafts">Null when they cannot be read just now.</param>
public sealed record PostmortemsModel(Paged<(Document Document, PatchMatrix Patches)> Postmortems, Paged<AuthoredRevision>? Drafts);

/// <summary><c>GET /postmortems</c>, newest first.</summary>
internal static class ShowPostmortems
{
    public static void MapPostmortemsPage(this RouteGroupBuilder pages) => pages.MapPage("/postmortems", Handle);

    public static IEnumerable<Document> NewestFirst(KnowledgeBase knowledge) =>
        knowledge
            .Documents.Where(d => d.Kind == DocumentKind.Postmortem)
            .OrderByDescending(d => d.FrontMatter.Date)
            .ThenByDescending(d => d.Id.Value, StringComparer.Ordinal);

    private static RazorComponentResult<PostmortemsPage> Handle(
        LiveKnowledge live,
        LivePostmortems written,
        TimeProvider time,
        string? page = null,
        string? drafts = null
    )
    {
        var (knowledge, now) = (live.Current, time.GetUtcNow());
        return Page.Of<PostmortemsPage, PostmortemsModel>(
            new(
                NewestFirst(knowledge).ToList().PageOf(page).Select(d => (d, knowledge.PatchesOf(d, now))),
                written.List()?.Where(r => r.State == "draft").ToList().PageOf(drafts)
            )
        );
    }
}
