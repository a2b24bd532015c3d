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
                if (!HostCheck.IsAllowed(http.Request.Host, options.Hosts))
                    return ErrorResponse.Write(http, Problem.HostNotAllowed);
                var isOfMachines = http.GetEndpoint()?.Metadata.GetMetadata<NoBrowsers>() is not null;
                return (isOfMachines ? !SameOrigin.IsOfPage(http.Request) : SameOrigin.IsAllowed(http.Request))
                    ? next(http)
                    : ErrorResponse.Write(http, Problem.CrossSite);
            }
        );
}
