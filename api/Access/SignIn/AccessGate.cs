using Knowledge.Api.Problems;

namespace Knowledge.Api.Access.SignIn;

/// <summary>Lets each caller do what the role of the endpoint's group allows, and writes down who changed something.</summary>
internal static class AccessGate
{
    private const string FragmentHeader = "X-Fragment";

    /// <summary>Finds out who calls; refuses nobody. Before the limits, which each person has for themselves.</summary>
    public static void UseCallers(this WebApplication app)
    {
        var lookup = app.Services.GetRequiredService<CallerLookup>();
        app.Use(
            (http, next) =>
            {
                http.Features.Set(lookup.Find(http));
                return next(http);
            }
        );
    }

    /// <summary>Refuses whoever may not. After the limits: a refusal costs something.</summary>
    public static void UseAccess(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<AccessOptions>();
        if (!options.IsOn)
            return;
        var audit = app.Services.GetRequiredService<AuditTrail>();
        var health = app.Services.GetRequiredService<SignInHealth>();
        app.Use(
            async (http, next) =>
            {
                // Anything else says that there is no such address or method, and does nothing.
                if (http.GetEndpoint() is not RouteEndpoint endpoint)
                {
                    await next(http);
                    return;
                }
                var (required, caller) = (RequiredRole.Of(endpoint), Caller.Of(http));
                if (required.Role == Role.Anyone || caller.Role >= required.Role)
                    await next(http);
                else if (!caller.IsSignedIn && required.IsOfSources && health.OpensReading)
                    await next(http);
                else
                {
                    await Refuse(http, caller, required, audit, endpoint);
                    return;
                }
                if (required.Role >= Role.Responder && !IsRead(http.Request) && http.Response.StatusCode < 400)
                    audit.Record(http, caller, What(http, endpoint), http.Request.Path, $"{http.Response.StatusCode}");
            }
        );
    }

    private static Task Refuse(HttpContext http, Caller caller, RequiredRole required, AuditTrail audit, RouteEndpoint endpoint)
    {
        if (caller.IsSignedIn)
        {
            audit.Record(http, caller, What(http, endpoint), http.Request.Path, $"refused: needs {required.Role.NameOf()}");
            return ErrorResponse.Write(
                http,
                Problem.NotAllowed,
                $"This needs the role {required.Role.NameOf()}; you have {caller.Role.NameOf()}. {Problem.NotAllowed.Remedy}"
            );
        }
        // A flood of these fills no store.
        if (
            http.Features.Get<InvalidToken>() is not null
            && http.RequestServices.GetRequiredService<SignInLimit>().Take(http.Connection.RemoteIpAddress, "token ") is null
        )
            audit.Record(http, caller, What(http, endpoint), http.Request.Path, "refused: no such token");
        if (ErrorResponse.IsForPrograms(http.Request.Path))
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return ErrorResponse.Write(http, Problem.SignInNeeded);
        }
        // A script would put the page of the sign-in into its own.
        if (http.Request.Headers.ContainsKey(FragmentHeader) || http.Request.Headers["Sec-Fetch-Dest"] == "empty")
            return ErrorResponse
                .Json(http, Problem.SignInNeeded, "Sign in again in another tab: what you typed is kept.")
                .ExecuteAsync(http);
        if (IsRead(http.Request))
        {
            http.Response.Redirect($"/sign-in?to={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}");
            return Task.CompletedTask;
        }
        return TypedAgain.Show(http);
    }

    private static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    // The pattern, not the address: a name in it is on what it was done.
    private static string What(HttpContext http, RouteEndpoint endpoint) =>
        $"{http.Request.Method} /{endpoint.RoutePattern.RawText?.TrimStart('/')}";
}
