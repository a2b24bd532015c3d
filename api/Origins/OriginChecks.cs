using Knowledge.Api.Problems;
using Knowledge.Api.Serving;

namespace Knowledge.Api.Origins;

/// <summary>Turns away requests under foreign names and from foreign pages, before anything else looks at them.</summary>
internal static class OriginChecks
{
    public static void UseOrigins(this WebApplication app) =>
        app.Use(
            static (http, next) =>
            {
                var options = http.RequestServices.GetRequiredService<ServerOptions>();
                if (!HostCheck.IsAllowed(http.Request.Host, options.Hosts))
                    return ErrorAnswer.Write(http, Problem.HostNotAllowed);
                return SameOrigin.IsAllowed(http.Request) ? next(http) : ErrorAnswer.Write(http, Problem.CrossSite);
            }
        );
}
