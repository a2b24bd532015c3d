namespace Knowledge.Api.Health;

/// <summary><c>GET /-/healthy</c>: the process lives, nothing more.</summary>
internal static class GetHealthy
{
    public static void MapHealthy(this WebApplication app) =>
        app.MapMethods("/-/healthy", ["GET", "HEAD"], () => TypedResults.Text("alive\n")).ExcludeFromDescription();
}
