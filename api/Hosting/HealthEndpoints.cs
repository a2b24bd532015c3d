using Knowledge.Api.Access;

namespace Knowledge.Api.Hosting;

/// <summary>What those ask who run the server; they ask often, and from everywhere.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app)
    {
        var operations = app.MapGroup("").ExcludeFromDescription().DisableRateLimiting();
        var probes = operations.For(Role.Anyone);
        probes.MapHealthy();
        probes.MapReady();
        operations.For(Role.Viewer).MapMetrics();
    }
}
