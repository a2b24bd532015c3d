using Knowledge.Api.Live;
using Knowledge.Api.Options;
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
        ServerOptions options,
        TimeProvider time,
        [FromServices] AssistantAccess access,
        string? id = null
    )
    {
        if (access.Assistant is not { } assistant || options.Chat is not { } chat)
            return AssistantRequest.Off(http);
        if (AssistantRequest.RefuseOthers(http) is { } refused)
            return refused;
        if (live.Current.Find(id ?? "") is not { Kind: DocumentKind.Postmortem } postmortem)
            return ErrorResponse.Page(http, Problem.DocumentNotFound);
        var candidates = AreaCandidates.Of(postmortem, live.Current.PatchesOf(postmortem, time.GetUtcNow()));
        var summary = await assistant.NameCandidatesAsync(candidates, http.RequestAborted);
        return Page.Of<AreasPage, AreasModel>(new(postmortem, chat.Name, summary));
    }
}
