using System.Diagnostics.Metrics;
using System.Net;
using System.Security.Claims;
using Knowledge.Api.Access.SignIn;
using Knowledge.Api.Hosting;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Knowledge.Tests.Api.Access;

/// <summary>A provider of OpenID Connect in this process, who signs in whomever a test says.</summary>
internal sealed class Provider : IDisposable
{
    public const string Authority = "https://id.test/";
    public const string ClientId = "knowledge";

    // Null for one that only a server of the same test reaches, not a browser.
    private readonly int? port;
    private WebApplication app;

    public Provider(bool isOnNetwork = false)
    {
        port = isOnNetwork ? ServerProcess.FreePort() : null;
        Address = port is null ? Authority : $"http://127.0.0.1:{port}/";
        app = Start();
    }

    /// <summary>Where it is, with a slash at its end.</summary>
    public string Address { get; }

    public string Subject { get; set; } = "u-1";
    public string Name { get; set; } = "Ada";
    public IReadOnlyList<string> Groups { get; set; } = [];

    /// <summary>Nobody answers.</summary>
    public bool IsAway { get; set; }

    /// <summary>Changes what the identity token says.</summary>
    public Action<ClaimsPrincipal>? Forge { get; set; }

    /// <summary>A server that trusts it.</summary>
    public Server Serve(params (string Key, string Value)[] more) =>
        Server.Told(
            [("auth", "oidc"), ("oidc-authority", Address), ("oidc-client-id", ClientId), .. more],
            services: services =>
            {
                // Machines of tests are busy: the first answer of the framework may take longer than a page may.
                services.AddSingleton<TimeBudget>(s =>
                    new(TimeSpan.FromMinutes(2), s.GetRequiredService<IMeterFactory>(), s.GetRequiredService<ILogger<TimeBudget>>())
                );
                services.Configure<OpenIdConnectOptions>(
                    OidcSignIn.Scheme,
                    options =>
                    {
                        if (port is null)
                            options.BackchannelHttpHandler = new Away(this);
                        options.BackchannelTimeout = TimeSpan.FromMinutes(1);
                    }
                );
            }
        );

    /// <summary>Begins anew with other keys.</summary>
    public void ChangeKeys()
    {
        var old = app;
        app = Start();
        old.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Where a browser ends that the server sent here.</summary>
    public async Task<Uri> VisitAsync(Uri address, CancellationToken cancellation)
    {
        using var browser = new HttpClient(new Away(this));
        using var answer = await browser.GetAsync(address, cancellation);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync(cancellation));
        return answer.Headers.Location!;
    }

    public void Dispose() => app.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private WebApplication Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (port is null)
            builder.WebHost.UseTestServer(options => options.BaseAddress = new(Authority));
        else
            builder.WebHost.UseUrls(Address);
        builder
            .Services.AddOpenIddict()
            .AddServer(server =>
            {
                server.EnableDegradedMode();
                server.SetIssuer(new Uri(Address));
                server.SetAuthorizationEndpointUris("connect/authorize");
                server.SetTokenEndpointUris("connect/token");
                server.SetEndSessionEndpointUris("connect/end");
                server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
                server.RegisterScopes(Scopes.Profile, Scopes.Email);
                server.AddEphemeralEncryptionKey().AddEphemeralSigningKey();
                var hosted = server.UseAspNetCore();
                if (port is not null)
                    hosted.DisableTransportSecurityRequirement();
                server.AddEventHandler<ValidateAuthorizationRequestContext>(handler =>
                    handler.UseInlineHandler(context =>
                    {
                        if (context.ClientId != ClientId)
                            context.Reject(Errors.InvalidClient);
                        return default;
                    })
                );
                server.AddEventHandler<ValidateTokenRequestContext>(handler =>
                    handler.UseInlineHandler(context =>
                    {
                        if (context.ClientId != ClientId || context.ClientSecret != Server.OidcSecret)
                            context.Reject(Errors.InvalidClient);
                        return default;
                    })
                );
                server.AddEventHandler<ValidateEndSessionRequestContext>(handler => handler.UseInlineHandler(_ => default));
                server.AddEventHandler<HandleAuthorizationRequestContext>(handler =>
                    handler.UseInlineHandler(context =>
                    {
                        var identity = new ClaimsIdentity("test", Claims.Name, Claims.Role);
                        identity.AddClaim(Claims.Subject, Subject);
                        identity.AddClaim(Claims.Name, Name);
                        foreach (var group in Groups)
                            identity.AddClaim(new Claim("groups", group));
                        identity.SetScopes(context.Request.GetScopes());
                        identity.SetDestinations(_ => [Destinations.IdentityToken]);
                        context.SignIn(new ClaimsPrincipal(identity));
                        return default;
                    })
                );
                server.AddEventHandler<GenerateTokenContext>(handler =>
                    handler
                        .UseInlineHandler(context =>
                        {
                            if (context.TokenType is "id_token" or "urn:ietf:params:oauth:token-type:id_token")
                                Forge?.Invoke(context.Principal);
                            return default;
                        })
                        .SetOrder(int.MinValue)
                );
            });
        var made = builder.Build();
        made.UseAuthentication();
        made.StartAsync().GetAwaiter().GetResult();
        // Making keys takes seconds on a busy machine, in which a server would think that nobody answers.
        using var client = port is null ? made.GetTestClient() : new() { BaseAddress = new(Address) };
        foreach (var address in new[] { ".well-known/openid-configuration", ".well-known/jwks" })
            client.GetAsync(new Uri(address, UriKind.Relative)).GetAwaiter().GetResult().Dispose();
        return made;
    }

    private sealed class Away(Provider provider) : DelegatingHandler(provider.app.GetTestServer().CreateHandler())
    {
        private readonly Provider provider = provider;
        private HttpMessageInvoker? current;
        private WebApplication? of;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (provider.IsAway)
                throw new HttpRequestException("nobody answers");
            // The one that is there now.
            if (of != provider.app)
                (of, current) = (provider.app, new(provider.app.GetTestServer().CreateHandler()));
            return await current!.SendAsync(request, cancellationToken);
        }
    }
}
