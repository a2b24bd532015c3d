namespace Knowledge.Api.Assistant;

/// <summary>Pages of the assistant.</summary>
internal static class AssistantPages
{
    public static void MapAssistant(this RouteGroupBuilder pages)
    {
        pages.MapSummaryPage();
        pages.MapRewritesPage();
        pages.MapAreasPage();
        pages.MapRunbookDraftPage();
    }
}
