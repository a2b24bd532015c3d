using System.Net;
using Knowledge.Api.Access;
using Knowledge.Api.Live;
using Knowledge.Api.Options;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Access;

public sealed class ProxyTests
{
    private static readonly IPAddress Proxy = IPAddress.Parse("192.0.2.10");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Server Serve(IPAddress caller, params (string Key, string Value)[] more) =>
        Server.Told([("auth", "proxy"), ("trusted-proxies", "192.0.2.10"), ("role", "sre=author"), .. more], caller);

    private static async Task<HttpStatusCode> Get(Server server, params (string Name, string Value)[] headers)
    {
        using var client = server.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/docs/a");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await client.SendAsync(request, Cancellation);
        return answer.StatusCode;
    }

    [Fact]
    public async Task The_proxy_says_who_somebody_is_and_what_groups_they_have()
    {
        using var server = Serve(Proxy);
        using var client = server.Browser();
        client.DefaultRequestHeaders.Add("X-Forwarded-User", "ada");
        client.DefaultRequestHeaders.Add("X-Forwarded-Groups", "staff, sre");

        var account = await client.GetStringAsync("/account", Cancellation);

        Assert.Contains("proxy:ada", account, StringComparison.Ordinal);
        Assert.Contains(">author</span>", account, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("192.0.2.11")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task Anybody_else_says_nothing(string address)
    {
        using var server = Serve(IPAddress.Parse(address));

        Assert.Equal(HttpStatusCode.Redirect, await Get(server, ("X-Forwarded-User", "ada"), ("X-Forwarded-Groups", "sre")));
    }

    [Fact]
    public async Task Whoever_calls_through_the_proxy_is_not_taken_for_it()
    {
        // The address of the client takes the place of the proxy's: the header must be judged before.
        using var server = Serve(IPAddress.Parse("198.51.100.7"));

        Assert.Equal(HttpStatusCode.Redirect, await Get(server, ("X-Forwarded-For", "192.0.2.10"), ("X-Forwarded-User", "ada")));
    }

    [Fact]
    public async Task A_header_that_a_client_may_have_begun_counts_for_nothing()
    {
        using var server = Serve(Proxy);

        Assert.Equal(HttpStatusCode.OK, await Get(server, ("X-Forwarded-User", "ada")));
        Assert.Equal(HttpStatusCode.Redirect, await Get(server, ("X-Forwarded-User", "admin, ada")));
        Assert.Equal(HttpStatusCode.Redirect, await Get(server, ("X-Forwarded-User", "admin"), ("X-Forwarded-User", "ada")));
        Assert.Equal(
            HttpStatusCode.Redirect,
            await Get(server, ("X-Forwarded-User", "ada"), ("X-Forwarded-Groups", "sre"), ("X-Forwarded-Groups", "staff"))
        );
        Assert.Equal(HttpStatusCode.Redirect, await Get(server, ("X-Forwarded-User", "")));
        Assert.Equal(HttpStatusCode.Redirect, await Get(server));
    }

    [Fact]
    public async Task Other_headers_can_be_named()
    {
        using var server = Serve(
            Proxy,
            ("proxy-user-header", "Remote-User"),
            ("require-role", "true"),
            ("proxy-groups-header", "Remote-Groups")
        );

        Assert.Equal(HttpStatusCode.OK, await Get(server, ("Remote-User", "ada"), ("Remote-Groups", "sre")));
        Assert.Equal(HttpStatusCode.Redirect, await Get(server, ("Remote-User", "bob"), ("Remote-Groups", "staff")));
        Assert.Equal(HttpStatusCode.Redirect, await Get(server, ("X-Forwarded-User", "ada"), ("X-Forwarded-Groups", "sre")));
    }

    [Fact]
    public async Task The_mail_address_is_what_the_proxy_says_in_the_header_that_was_named_and_nobody_else()
    {
        using var server = Serve(Proxy, ("proxy-email-header", "X-Forwarded-Email"));
        string? Known(string name) =>
            server.Services.GetRequiredService<LiveKnowledge>().QueryStore(s => s.Access.People.Find($"proxy:{name}"))?.Email;

        await Get(server, ("X-Forwarded-User", "ada"), ("X-Forwarded-Email", "ada@example.org"));
        Assert.Equal("ada@example.org", Known("ada"));
        // Another one is taken over at once, and none is none.
        await Get(server, ("X-Forwarded-User", "ada"), ("X-Forwarded-Email", "lovelace@example.org"));
        Assert.Equal("lovelace@example.org", Known("ada"));
        await Get(server, ("X-Forwarded-User", "ada"));
        Assert.Null(Known("ada"));
        foreach (
            var wrong in new[]
            {
                "eve@example.org, bob@example.org",
                "no address",
                "eve@example.org\tbob",
                new string('a', 250) + "@example.org",
            }
        )
        {
            Assert.Equal(HttpStatusCode.OK, await Get(server, ("X-Forwarded-User", "bob"), ("X-Forwarded-Email", wrong)));
            Assert.Null(Known("bob"));
        }
        // A proxy that adds to what a client sent.
        await Get(server, ("X-Forwarded-User", "cyd"), ("X-Forwarded-Email", "eve@example.org"), ("X-Forwarded-Email", "cyd@example.org"));
        Assert.Null(Known("cyd"));

        using var unnamed = Serve(Proxy);
        await Get(unnamed, ("X-Forwarded-User", "ada"), ("X-Forwarded-Email", "eve@example.org"));
        Assert.Null(unnamed.Services.GetRequiredService<LiveKnowledge>().QueryStore(s => s.Access.People.Find("proxy:ada"))!.Email);
    }

    [Theory]
    [InlineData("--trusted-proxies", "auth=proxy")]
    [InlineData("one of none, local, oidc and proxy", "auth=saml")]
    [InlineData("one of none, local, oidc and proxy", "auth=2")]
    [InlineData("--oidc-authority and --oidc-client-id", "auth=oidc")]
    [InlineData("must be an https address", "auth=oidc", "oidc-client-id=k", "oidc-authority=http://id.example")]
    [InlineData("must be GROUP=ROLE", "auth=local", "role=sre")]
    [InlineData("must be GROUP=ROLE", "auth=local", "role=sre=root")]
    [InlineData("5m to 7d", "auth=local", "session-time=8d")]
    [InlineData("5m to 7d", "auth=local", "session-time=4m")]
    [InlineData("leave it out", "auth=local", "insecure=true")]
    [InlineData("no name of a header", "auth=proxy", "trusted-proxies=10.0.0.1", "proxy-user-header=X User")]
    [InlineData("no name of a header", "auth=proxy", "trusted-proxies=10.0.0.1", "proxy-email-header=X Mail")]
    [InlineData(null, "auth=local", "session-time=5m")]
    [InlineData(null, "auth=Local", "role=cn=sre,dc=example=admin")]
    [InlineData(null, "auth=oidc", "oidc-client-id=k", "oidc-authority=http://localhost:8080/realms/x")]
    [InlineData(null, "auth=none", "insecure=true")]
    [InlineData(null)]
    public void What_makes_no_sense_ends_the_start(string? mistake, params string[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings.Select(s =>
                    KeyValuePair.Create(
                        s[..s.IndexOf('=', StringComparison.Ordinal)],
                        (string?)s[(s.IndexOf('=', StringComparison.Ordinal) + 1)..]
                    )
                )
            )
            .Build();

        var error = AccessSettings.Read(configuration, out var options);

        Assert.Equal(mistake is null, error is null);
        Assert.Contains(mistake ?? "", error ?? "", StringComparison.Ordinal);
        Assert.Equal(error is not null || settings is [] or ["auth=none", ..], !options.IsOn);
    }

    [Fact]
    public void The_highest_role_of_the_groups_counts()
    {
        var options = new AccessOptions(SignInMode.Oidc)
        {
            RoleOfGroup = new Dictionary<string, Role> { ["a"] = Role.Responder, ["b"] = Role.Admin },
        };

        Assert.Equal(Role.Admin, options.RoleOf(["a", "b", "c"]));
        Assert.Equal(Role.Responder, options.RoleOf(["c", "a"]));
        Assert.Equal(Role.Viewer, options.RoleOf(["A"]));
        Assert.Equal(Role.Viewer, options.RoleOf([]));
        Assert.Null((options with { RequiresRole = true }).RoleOf(["A"]));
        Assert.Equal(Role.Responder, (options with { RequiresRole = true }).RoleOf(["a"]));
    }
}
