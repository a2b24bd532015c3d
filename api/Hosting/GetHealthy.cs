using Knowledge.Content;

namespace Knowledge.Api.Hosting;

/// <summary><c>GET /-/healthy</c>: the process lives, and which version it is. Checks rely on the status and the first line.</summary>
internal static class GetHealthy
{
    public static void MapHealthy(this RouteGroupBuilder operations) =>
        operations.MapMethods("/-/healthy", ["GET", "HEAD"], () => TypedResults.Text($"alive\n{Product.Name} {Product.Version}\n"));
}
