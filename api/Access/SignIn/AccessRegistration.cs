using Knowledge.Api.Background;
using Knowledge.Api.Options;

namespace Knowledge.Api.Access.SignIn;

/// <summary>Puts together what lets people in, as far as the mode needs it.</summary>
internal static class AccessRegistration
{
    public static void AddAccess(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(services => services.GetRequiredService<ServerOptions>().Access);
        builder.Services.AddSingleton<Sessions>();
        builder.Services.AddSingleton<Tokens>();
        builder.Services.AddSingleton<People>();
        builder.Services.AddSingleton<AuditTrail>();
        builder.Services.AddSingleton<SignInHealth>();
        builder.Services.AddSingleton<LocalAccounts>();
        builder.Services.AddSingleton<Entrance>();
        builder.Services.AddSingleton<SignInLimit>();
        builder.Services.AddSingleton<ProxyHeaders>();
        builder.Services.AddSingleton<CallerLookup>();
        // What is wrong with the options is said when they are read as a whole.
        _ = AccessSettings.Read(builder.Configuration, out var options);
        if (!options.IsOn)
            return;
        builder.Services.AddSingleton<IBackgroundWork, AccessLoop>();
        if (options.Oidc is { } oidc)
            builder.AddOidc(oidc);
    }

    /// <summary>Drops what only a proxy may say, while it is known whether the caller is one.</summary>
    public static void UseProxyHeaders(this WebApplication app)
    {
        if (app.Services.GetRequiredService<AccessOptions>() is { Mode: SignInMode.Proxy } options)
            ProxyHeaders.Use(app, options);
    }

    /// <summary>Takes what a provider sends back.</summary>
    public static void UseProvider(this WebApplication app)
    {
        if (app.Services.GetRequiredService<AccessOptions>().Mode == SignInMode.Oidc)
            app.UseAuthentication();
    }
}
