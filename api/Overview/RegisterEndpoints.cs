using Knowledge.Api.Access;

namespace Knowledge.Api.Overview;

/// <summary>The API of what recurs over incidents, of what is left out, and of what the status page asks people.</summary>
internal static class RegisterEndpoints
{
    public static void MapRegisters(this RoleGroups api)
    {
        api.Viewer.MapListStaysGreen();
        api.Viewer.MapListDeadEnds();
        api.Viewer.MapListUnserved();
        api.Admin.MapAcceptDeletions();
    }
}
