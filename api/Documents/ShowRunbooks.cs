using Knowledge.Api.Live;
using Knowledge.Api.Ui;
using Knowledge.Content.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Documents;

public sealed record RunbooksModel(Paged<Document> Documents, IReadOnlyDictionary<DocumentKind, int> Counts);

/// <summary><c>GET /runbooks</c>: every document, runbooks first.</summary>
internal static class ShowRunbooks
{
    public static void MapRunbooksPage(this RouteGroupBuilder pages) => pages.MapPage("/runbooks", Handle);

    private static RazorComponentResult<RunbooksPage> Handle(LiveKnowledge live, string? page = null)
    {
        var all = live.Current.Documents.OrderBy(d => d.Kind).ThenBy(d => d.Title, StringComparer.OrdinalIgnoreCase).ToList();
        return Page.Of<RunbooksPage, RunbooksModel>(new(all.PageOf(page), all.CountBy(d => d.Kind).ToDictionary()));
    }
}
