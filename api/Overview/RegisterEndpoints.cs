namespace Knowledge.Api.Overview;

/// <summary>The API of what recurs over incidents, of what is left out, and of what the status page asks people.</summary>
internal static class RegisterEndpoints
{
    public static void MapRegisters(this RouteGroupBuilder api)
    {
        api.MapListStaysGreen();
        api.MapListDeadEnds();
        api.MapListUnserved();
        api.MapAcceptDeletions();
    }
}
