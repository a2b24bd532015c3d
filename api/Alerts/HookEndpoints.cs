using Knowledge.Api.Access;
using Knowledge.Api.Hosting;

namespace Knowledge.Api.Alerts;

/// <summary>
/// What machines post: each proves itself by a secret, no page of a browser can speak for it, and each has a rate of its own
/// (<see cref="SenderRateLimit"/>).
/// </summary>
internal static class HookEndpoints
{
    public static void MapHooks(this WebApplication app)
    {
        var hooks = app.MapGroup("/hooks").For(Role.Anyone).RefuseBrowsers().DisableRateLimiting();
        hooks.MapReceiveHook();
        hooks.MapAllowDeliveries();
        hooks.MapSlackCommand();
    }
}
