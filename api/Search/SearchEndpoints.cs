namespace Knowledge.Api.Search;

/// <summary>The API of searching.</summary>
internal static class SearchEndpoints
{
    public static void MapSearch(this RouteGroupBuilder api)
    {
        api.MapSearchKnowledge();
        api.MapPastedSearch();
    }
}
