using Knowledge.Api.Options;
using Knowledge.Api.Problems;

namespace Knowledge.Api.Hosting;

/// <summary>On endpoints that machines call: what comes from a page of a browser is turned away, whichever page it is.</summary>
internal sealed record NoBrowsers;

/// <summary>Turns away requests under foreign names and from foreign pages, before anything else looks at them.</summary>
internal static class OriginChecks
{
    public static RouteGroupBuilder RefuseBrowsers(this RouteGroupBuilder group) => group.WithMetadata(new NoBrowsers());

    public static void UseOrigins(this WebApplication app) =>
        app.Use(
            static (http, next) =>
            {
                var options = http.RequestServices.GetRequiredService<ServerOptions>();
                if (!HostCheck.IsAllowed(HostOf(http.Request), options.Hosts))
                {
                    // A name that is none at all would also be the address of the page that says so.
                    http.Request.Host = new("localhost");
                    return ErrorResponse.Write(http, Problem.HostNotAllowed);
                }
                var isOfMachines = http.GetEndpoint()?.Metadata.GetMetadata<NoBrowsers>() is not null;
                return (isOfMachines ? !SameOrigin.IsOfPage(http.Request) : SameOrigin.IsAllowed(http.Request))
                    ? next(http)
                    : ErrorResponse.Write(http, Problem.CrossSite);
            }
        );

    private static HostString HostOf(HttpRequest request)
    {
        try
        {
            return request.Host;
        }
        catch (ArgumentException)
        {
            // A name that begins like an encoded one (xn--) and is none.
            return default;
        }
    }
}
