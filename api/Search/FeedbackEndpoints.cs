using Knowledge.Api.Access;

namespace Knowledge.Api.Search;

/// <summary>The API of feedback on pages.</summary>
internal static class FeedbackEndpoints
{
    public static void MapFeedback(this RoleGroups api)
    {
        api.Responder.MapGiveFeedback();
        api.Viewer.MapListFeedback();
    }
}
