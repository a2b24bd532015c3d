using Knowledge.Api.Hosting;

namespace Knowledge.Api.Alerts;

/// <summary>
/// What machines post: each signs what it sends, so pages of other sites cannot speak for it, and each has a rate of its own
/// (<see cref="SenderRateLimit"/>).
/// </summary>
internal static class HookEndpoints
{
    public static void MapHooks(this WebApplication app)
    {
        var hooks = app.MapGroup("/hooks").AllowAnyOrigin().DisableRateLimiting();
        hooks.MapReceiveHook();
        hooks.MapAllowDeliveries();
        hooks.MapSlackCommand();
    }
}
