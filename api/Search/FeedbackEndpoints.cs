namespace Knowledge.Api.Search;

/// <summary>The API of feedback on pages.</summary>
internal static class FeedbackEndpoints
{
    public static void MapFeedback(this RouteGroupBuilder api)
    {
        api.MapGiveFeedback();
        api.MapListFeedback();
    }
}
