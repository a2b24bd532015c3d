namespace Knowledge.Api.Assistant;

/// <summary>Pages of the assistant.</summary>
internal static class AssistantPages
{
    public static void MapAssistant(this RouteGroupBuilder pages)
    {
        var guarded = pages.MapGroup("").AddEndpointFilter(AssistantRequest.Guard);
        guarded.MapSummaryPage();
        guarded.MapRewritesPage();
        guarded.MapAreasPage();
        guarded.MapRunbookDraftPage();
    }
}
