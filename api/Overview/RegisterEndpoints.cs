namespace Knowledge.Api.Overview;

/// <summary>The API of what recurs over incidents, and of what is left out.</summary>
internal static class RegisterEndpoints
{
    public static void MapRegisters(this RouteGroupBuilder api)
    {
        api.MapListStaysGreen();
        api.MapListDeadEnds();
        api.MapListUnserved();
    }
}
