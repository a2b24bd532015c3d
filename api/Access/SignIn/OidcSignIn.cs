using System.Security.Claims;
using Knowledge.Api.Options;
using Knowledge.Api.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Knowledge.Api.Access.SignIn;

/// <summary>
/// <c>--auth oidc</c>: the code flow with PKCE, by the framework. What comes back is a subject, a name, groups and, where the provider is
/// asked for it, a mail address; of its tokens none is kept, and nobody asks the provider again while the session lasts.
/// </summary>
internal static partial class OidcSignIn
{
    public const string Scheme = "oidc";
    public const string CallbackPath = "/sign-in/oidc";
    public const string SecretVariable = "KB_OIDC_SECRET";

    // OpenID Connect Core, 5.1.
    private const string EmailClaim = "email";
    private const string EmailVerifiedClaim = "email_verified";

    // A provider that hangs is told apart from one that answers before somebody gives up.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void AddOidc(this WebApplicationBuilder builder, OidcOptions oidc)
    {
        builder.Services.AddDataProtection().SetApplicationName("knowledge");
        builder.Services.AddSingleton<StoredKeys>();
        builder.Services.AddOptions<KeyManagementOptions>().Configure<StoredKeys>((options, keys) => options.XmlRepository = keys);
        // The store is the server's own user's alone, so its keys lie there as they are.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder
            .Services.AddAuthentication(NoScheme.Name)
            .AddScheme<AuthenticationSchemeOptions, NoScheme>(NoScheme.Name, null)
            .AddOpenIdConnect(Scheme, options => Configure(options, oidc));
        builder
            .Services.AddOptions<OpenIdConnectOptions>(Scheme)
            .Configure<IConfiguration>(
                (options, configuration) => options.ClientSecret = HookSource.SecretOf(configuration, SecretVariable).Secret
            );
    }

    /// <summary>Where the provider ends its own session; null when it has no such place or cannot be asked.</summary>
    public static async Task<string?> EndSessionAddress(HttpContext http)
    {
        var options = http.RequestServices.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get(Scheme);
        try
        {
            var provider = await options.ConfigurationManager!.GetConfigurationAsync(http.RequestAborted);
            return Uri.TryCreate(provider.EndSessionEndpoint, UriKind.Absolute, out var end) && end.Scheme is "https" or "http"
                ? QueryHelpers.AddQueryString(provider.EndSessionEndpoint, "client_id", options.ClientId!)
                : null;
        }
        catch (Exception e) when (e is InvalidOperationException or HttpRequestException or TaskCanceledException or IOException)
        {
            return null;
        }
    }

    public static void LogAway(HttpContext http, Exception e) =>
        LogProviderAway(LoggerOf(http), e.GetType().Name, e.GetBaseException().GetType().Name);

    private static void Configure(OpenIdConnectOptions options, OidcOptions oidc)
    {
        options.Authority = oidc.Authority.ToString();
        options.ClientId = oidc.ClientId;
        options.RequireHttpsMetadata = oidc.Authority.Scheme == Uri.UriSchemeHttps;
        options.ResponseType = OpenIdConnectResponseType.Code;
        // A form that the provider's page posts here would come from another site, which everything here refuses.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.SignInScheme = NoScheme.Name;
        options.CallbackPath = CallbackPath;
        // Signing out by a link of somebody else's.
        options.RemoteSignOutPath = default;
        options.SignedOutCallbackPath = default;
        options.MapInboundClaims = false;
        options.SaveTokens = false;
        options.GetClaimsFromUserInfoEndpoint = true;
        options.DisableTelemetry = true;
        options.BackchannelTimeout = Patience;
        options.TokenValidationParameters.ClockSkew = TimeSpan.FromMinutes(1);
        options.Scope.Clear();
        foreach (var scope in oidc.Scopes.Prepend("profile").Prepend("openid").Distinct())
            options.Scope.Add(scope);
        options.ClaimActions.MapJsonKey(oidc.NameClaim, oidc.NameClaim);
        options.ClaimActions.MapJsonKey(oidc.GroupsClaim, oidc.GroupsClaim);
        foreach (var claim in new[] { EmailClaim, EmailVerifiedClaim })
            options.ClaimActions.MapJsonKey(claim, claim);
        foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.HttpOnly = true;
        }
        options.Events.OnTicketReceived = context => Receive(context, oidc);
        options.Events.OnRemoteFailure = Refuse;
    }

    private static async Task Receive(TicketReceivedContext context, OidcOptions oidc)
    {
        var http = context.HttpContext;
        var services = http.RequestServices;
        services.GetRequiredService<SignInHealth>().Works();
        context.HandleResponse();
        var principal = context.Principal!;
        var subject = principal.FindFirstValue("sub");
        if (string.IsNullOrEmpty(subject))
        {
            await ErrorResponse.Write(http, Problem.SignInFailed, "The provider named nobody. Tell whoever runs this server.");
            return;
        }
        var groups = Groups.Clean(principal.FindAll(oidc.GroupsClaim).Select(c => c.Value));
        var name = principal.FindFirstValue(oidc.NameClaim) ?? principal.FindFirstValue("preferred_username") ?? subject;
        if (services.GetRequiredService<AccessOptions>().RoleOf(groups) is not { } role)
        {
            services
                .GetRequiredService<AuditTrail>()
                .Record(http, Caller.Nobody with { Subject = $"oidc:{subject}" }, "sign in", "oidc", "refused: no role");
            await ErrorResponse.Write(http, Problem.NoRole);
            return;
        }
        services.GetRequiredService<Entrance>().LetIn(http, $"oidc:{subject}", name, role, groups, "oidc", email: EmailOf(principal));
        http.Response.Redirect(LocalAddress.Of(context.ReturnUri));
    }

    // One that somebody typed there and nobody looked into may be anybody's.
    private static string? EmailOf(ClaimsPrincipal principal) =>
        principal.FindAll(EmailVerifiedClaim).Any(c => c.Value.Equals("false", StringComparison.OrdinalIgnoreCase))
            ? null
            : principal.FindFirstValue(EmailClaim);

    private static Task Refuse(RemoteFailureContext context)
    {
        context.HandleResponse();
        var http = context.HttpContext;
        // The messages of the framework quote what came from outside.
        var reason = (context.Failure?.GetBaseException() ?? context.Failure)?.GetType().Name ?? "unknown";
        LogRefused(LoggerOf(http), reason);
        http.RequestServices.GetRequiredService<AuditTrail>().Record(http, Caller.Nobody, "sign in", "oidc", $"refused: {reason}");
        return ErrorResponse.Write(http, Problem.SignInFailed);
    }

    private static ILogger LoggerOf(HttpContext http) =>
        http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(OidcSignIn).FullName!);

    [LoggerMessage(LogLevel.Warning, "The provider does not answer, so nobody can sign in ({Kind}, {Cause}); sessions stay")]
    private static partial void LogProviderAway(ILogger logger, string kind, string cause);

    [LoggerMessage(LogLevel.Warning, "A sign-in was refused: {Reason}")]
    private static partial void LogRefused(ILogger logger, string reason);
}
