using Knowledge.Api.Problems;

namespace Knowledge.Api.Access.Account;

/// <summary>What people see and end of their own, and administrators of all. Without sign-in none of it is there.</summary>
internal static class AccountEndpoints
{
    public static void MapAccount(this RoleGroups pages)
    {
        var own = pages.Viewer.MapGroup("").AddEndpointFilter(OnlyWithSignIn);
        own.MapShowAccount();
        own.MapEndSessionForm();
        own.MapShowTokens();
        own.MapMakeToken();
        own.MapEndToken();
        var all = pages.Admin.MapGroup("").AddEndpointFilter(OnlyWithSignIn);
        all.MapShowSessions();
        all.MapShowAudit();
        all.MapExportAudit();
    }

    private static async ValueTask<object?> OnlyWithSignIn(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.RequestServices.GetRequiredService<AccessOptions>().IsOn
            ? await next(context)
            : ErrorResponse.Page(context.HttpContext, Problem.NotFound);
}
