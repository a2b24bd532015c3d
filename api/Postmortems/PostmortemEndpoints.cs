using Knowledge.Api.Access;

namespace Knowledge.Api.Postmortems;

/// <summary>The API of postmortems and their actions.</summary>
internal static class PostmortemEndpoints
{
    public static void MapPostmortems(this RoleGroups api)
    {
        api.Author.MapCreatePostmortem();
        api.Viewer.MapListPostmortems();
        api.Author.MapGetPostmortem();
        api.Author.MapSavePostmortem();
        api.Author.MapChangePostmortemState();
        api.Author.MapComments();
        api.Author.MapListRevisions();
        api.Author.MapGetRevision();
        api.Viewer.MapListActions();
        api.Author.MapCloseAction();
        api.Viewer.MapSimilarActions();
        api.Viewer.MapListSimilar();
    }
}
