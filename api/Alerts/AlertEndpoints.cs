using Knowledge.Api.Access;

namespace Knowledge.Api.Alerts;

/// <summary>The API of alerts and of what senders posted.</summary>
internal static class AlertEndpoints
{
    public static void MapAlerts(this RoleGroups api)
    {
        api.Viewer.MapMatchAlerts();
        api.Viewer.MapListAlerts();
        api.Viewer.MapGetAlert();
        api.Responder.MapInbox();
        api.Admin.MapConfirmSubscription();
        api.Responder.MapVote();
        api.Responder.MapAcknowledgeAlert();
        api.Responder.MapNoteOnAlert();
        api.Responder.MapSolveAlert();
        api.Responder.MapCloseAlert();
        api.Responder.MapReopenAlert();
        api.Responder.MapHandoff();
    }
}
