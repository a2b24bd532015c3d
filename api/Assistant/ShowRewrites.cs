using Knowledge.Api.Live;
using Knowledge.Api.Ui;
using Microsoft.AspNetCore.Mvc;

namespace Knowledge.Api.Assistant;

/// <param name="Model">Whom it was asked of.</param>
public sealed record RewritesModel(string Query, string Model, Rewrites Rewrites);

/// <summary>
/// <c>GET /assistant/rewrites?q=</c>: what a search that found nothing finds in other words; the gap keeps the first ones.
/// </summary>
internal static class ShowRewrites
{
    public static void MapRewritesPage(this RouteGroupBuilder pages) => pages.MapPage("/assistant/rewrites", Handle);

    private static async Task<IResult> Handle(
        HttpContext http,
        VisibleKnowledge live,
        [FromServices] AssistantAccess access,
        string? q = null
    )
    {
        if (AssistantRequest.MistakeIn(http, q) is { } refused)
            return refused;
        var rewrites = await access.Assistant!.RewriteAsync(q!, live.SearchAsync, http.RequestAborted);
        return AssistantRequest.Answer<RewritesPage, RewritesParts, RewritesModel>(http, new(q!, access.Model, rewrites));
    }
}
