using Knowledge.Api.Live;
using Knowledge.Api.Ui;
using Knowledge.Content.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Knowledge.Api.Documents;

public sealed record RunbooksModel(IReadOnlyList<IGrouping<DocumentKind, Document>> Kinds);

/// <summary><c>GET /runbooks</c>: every document, runbooks first.</summary>
internal static class ShowRunbooks
{
    public static void MapRunbooksPage(this RouteGroupBuilder pages) => pages.MapPage("/runbooks", Handle);

    private static RazorComponentResult<RunbooksPage> Handle(LiveKnowledge live) =>
        Page.Of<RunbooksPage, RunbooksModel>(
            new([
                .. live.Current.Documents.OrderBy(d => d.Title, StringComparer.OrdinalIgnoreCase).GroupBy(d => d.Kind).OrderBy(g => g.Key),
            ])
        );
}
