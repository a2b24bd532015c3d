namespace Knowledge.Api.Documents;

/// <summary>The API of documents.</summary>
internal static class DocumentEndpoints
{
    public static void MapDocuments(this RouteGroupBuilder api)
    {
        api.MapListDocuments();
        api.MapGetDocument();
        api.MapReplaySearches();
    }
}
