using Knowledge.Api.Access;

namespace Knowledge.Api.Documents;

/// <summary>The API of documents.</summary>
internal static class DocumentEndpoints
{
    public static void MapDocuments(this RoleGroups api)
    {
        api.Sources.MapListDocuments();
        api.Sources.MapGetDocument();
        api.Viewer.MapReplaySearches();
    }
}
