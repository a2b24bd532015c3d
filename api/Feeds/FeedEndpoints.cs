namespace Knowledge.Api.Feeds;

/// <summary>Feeds for readers and chats that follow them.</summary>
internal static class FeedEndpoints
{
    public static void MapFeeds(this RouteGroupBuilder pages)
    {
        var feeds = pages.MapGroup("/feeds");
        feeds.MapPostmortemFeed();
        feeds.MapUnansweredFeed();
    }
}
