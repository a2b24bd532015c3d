using Knowledge.Api.Live;
using Knowledge.Api.Problems;
using Knowledge.Api.Ui;
using Knowledge.Content.Documents;
using Knowledge.Indexer.Postmortems.Surfaces;
using Microsoft.AspNetCore.Mvc;

namespace Knowledge.Api.Assistant;

/// <param name="Model">Whom it was asked of.</param>
public sealed record AreasModel(Document Postmortem, string Model, Summary Summary);

/// <summary><c>GET /assistant/areas?id=</c>: lines of a postmortem that speak for areas that are left unpatched.</summary>
internal static class ShowAreas
{
    public static void MapAreasPage(this RouteGroupBuilder pages) => pages.MapPage("/assistant/areas", Handle);

    private static async Task<IResult> Handle(
        HttpContext http,
        VisibleKnowledge live,
        TimeProvider time,
        [FromServices] AssistantAccess access,
        string? id = null
    )
    {
        if (live.Current.Find(id ?? "") is not { Kind: DocumentKind.Postmortem } postmortem)
            return ErrorResponse.Page(http, Problem.DocumentNotFound);
        var candidates = AreaCandidates.Of(postmortem, live.Current.PatchesOf(postmortem, time.GetUtcNow()));
        var summary = await access.Assistant!.NameCandidatesAsync(candidates, http.RequestAborted);
        return Page.Of<AreasPage, AreasModel>(new(postmortem, access.Model, summary));
    }
}
