namespace Knowledge.Api.Overview;

/// <summary>The API of what recurs over incidents.</summary>
internal static class RegisterEndpoints
{
    public static void MapRegisters(this RouteGroupBuilder api)
    {
        api.MapListStaysGreen();
        api.MapListDeadEnds();
    }
}
