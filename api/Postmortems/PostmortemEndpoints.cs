namespace Knowledge.Api.Postmortems;

/// <summary>The API of postmortems and their actions.</summary>
internal static class PostmortemEndpoints
{
    public static void MapPostmortems(this RouteGroupBuilder api)
    {
        api.MapCreatePostmortem();
        api.MapListPostmortems();
        api.MapGetPostmortem();
        api.MapSavePostmortem();
        api.MapChangePostmortemState();
        api.MapComments();
        api.MapListRevisions();
        api.MapGetRevision();
        api.MapListActions();
        api.MapCloseAction();
        api.MapSimilarActions();
        api.MapListSimilar();
    }
}
