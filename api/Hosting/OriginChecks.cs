using Knowledge.Api.Options;
using Knowledge.Api.Problems;

namespace Knowledge.Api.Hosting;

/// <summary>On endpoints whose callers sign what they send: no cookie or session is at stake there.</summary>
internal sealed record AnyOrigin;

/// <summary>Turns away requests under foreign names and from foreign pages, before anything else looks at them.</summary>
internal static class OriginChecks
{
    public static RouteGroupBuilder AllowAnyOrigin(this RouteGroupBuilder group) => group.WithMetadata(new AnyOrigin());

    public static void UseOrigins(this WebApplication app) =>
        app.Use(
            static (http, next) =>
            {
                var options = http.RequestServices.GetRequiredService<ServerOptions>();
                if (!HostCheck.IsAllowed(http.Request.Host, options.Hosts))
                    return ErrorResponse.Write(http, Problem.HostNotAllowed);
                return http.GetEndpoint()?.Metadata.GetMetadata<AnyOrigin>() is not null || SameOrigin.IsAllowed(http.Request)
                    ? next(http)
                    : ErrorResponse.Write(http, Problem.CrossSite);
            }
        );
}
