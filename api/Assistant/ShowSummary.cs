using Knowledge.Api.Live;
using Knowledge.Api.Search;
using Knowledge.Api.Ui;
using Microsoft.AspNetCore.Mvc;

namespace Knowledge.Api.Assistant;

/// <param name="Model">Whom it was asked of.</param>
public sealed record SummaryModel(string Query, string Model, Summary Summary);

/// <summary>
/// <c>GET /assistant/summary?q=</c>: the sections that a search led to in a few sentences, each with where it stands; the cards do not
/// wait for it.
/// </summary>
internal static class ShowSummary
{
    public static void MapSummaryPage(this RouteGroupBuilder pages) => pages.MapPage("/assistant/summary", Handle);

    private static async Task<IResult> Handle(
        HttpContext http,
        VisibleKnowledge live,
        [FromServices] AssistantAccess access,
        string? q = null
    )
    {
        if (AssistantRequest.MistakeIn(http, q) is { } refused)
            return refused;
        var response = await live.SearchAsync(new(q!, SearchPages.HitsTyped), http.RequestAborted);
        var summary = await access.Assistant!.SummariseAsync(response, live.Current, http.RequestAborted);
        return AssistantRequest.Answer<SummaryPage, SummaryParts, SummaryModel>(http, new(q!, access.Model, summary));
    }
}
