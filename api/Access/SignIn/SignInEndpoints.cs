using System.Globalization;
using Knowledge.Api.Problems;
using static Knowledge.Api.Languages.Texts;

namespace Knowledge.Api.Access.SignIn;

/// <summary>Signing in and out: for everybody, on a safe connection, and not too often. Without sign-in none of it is there.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this RoleGroups pages)
    {
        var group = pages.Anyone.MapGroup("").AddEndpointFilter(Guard);
        group.MapShowSignIn();
        group.MapSignInWithPassword();
        group.MapOneUseLink();
        group.MapSignOut();
    }

    private static async ValueTask<object?> Guard(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!http.RequestServices.GetRequiredService<AccessOptions>().IsOn)
            return ErrorResponse.Page(http, Problem.NotFound);
        if (!SessionCookie.IsSafe(http.Request))
            return ErrorResponse.Page(http, Problem.HttpsNeeded);
        if (
            HttpMethods.IsPost(http.Request.Method)
            && http.RequestServices.GetRequiredService<SignInLimit>().Take(http.Connection.RemoteIpAddress) is { } seconds
        )
        {
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return ErrorResponse.Page(
                http,
                Problem.TooManyRequests,
                T(
                    "From one address {0} attempts to sign in are allowed a minute. Try again in {1} seconds.",
                    SignInLimit.PerMinute,
                    seconds
                )
            );
        }
        return await next(context);
    }
}
