namespace Knowledge.Api.Alerts;

/// <summary>The API of alerts and of what senders posted.</summary>
internal static class AlertEndpoints
{
    public static void MapAlerts(this RouteGroupBuilder api)
    {
        api.MapMatchAlerts();
        api.MapListAlerts();
        api.MapGetAlert();
        api.MapInbox();
        api.MapConfirmSubscription();
        api.MapVote();
        api.MapAcknowledgeAlert();
        api.MapNoteOnAlert();
        api.MapSolveAlert();
        api.MapCloseAlert();
        api.MapReopenAlert();
        api.MapHandoff();
    }
}
