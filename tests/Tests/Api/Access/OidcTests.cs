using System.Net;
using Knowledge.Api.Access;
using Knowledge.Api.Access.SignIn;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Knowledge.Tests.Api.Access;

/// <summary>Signing in by a provider, which is a real one (OpenIddict), and what must not let anybody in.</summary>
public sealed class OidcTests : IDisposable
{
    private const string Root = $"https://{Server.HostName}/";

    private readonly Provider provider = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => provider.Dispose();

    /// <summary>From our server to the provider and back, up to the answer of our server.</summary>
    private async Task<HttpResponseMessage> SignIn(HttpClient browser, string to = "/docs/a")
    {
        using var sent = await browser.GetAsync($"/sign-in?to={Uri.EscapeDataString(to)}", Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        return await browser.GetAsync(await provider.VisitAsync(sent.Headers.Location!, Cancellation), Cancellation);
    }

    private static bool IsIn(HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.Redirect
        && answer.Headers.TryGetValues("Set-Cookie", out var cookies)
        && cookies.Any(c => c.StartsWith(SessionCookie.SecureName, StringComparison.Ordinal));

    private static IReadOnlyList<AuditRow> Audit(Server server) =>
        server.Services.GetRequiredService<LiveKnowledge>().QueryStore(s => s.Access.Audit.List(new(), 100))!;

    [Fact]
    public async Task A_person_signs_in_with_the_role_of_their_groups_and_is_led_back()
    {
        using var server = provider.Serve(("role", "sre=author"));
        using var browser = server.Browser(Root);
        provider.Groups = ["staff", "sre"];

        using var sent = await browser.GetAsync("/sign-in?to=%2Fdocs%2Fa%3Fx%3D1", Cancellation);
        var asked = sent.Headers.Location!.Query;
        using var answer = await browser.GetAsync(await provider.VisitAsync(sent.Headers.Location, Cancellation), Cancellation);

        Assert.Contains("code_challenge_method=S256", asked, StringComparison.Ordinal);
        Assert.Contains("response_type=code", asked, StringComparison.Ordinal);
        Assert.Contains("nonce=", asked, StringComparison.Ordinal);
        Assert.True(IsIn(answer), $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync(Cancellation)}");
        Assert.Equal("/docs/a?x=1", answer.Headers.Location?.OriginalString);
        var account = await browser.GetStringAsync("/account", Cancellation);
        Assert.Contains(">author</span>", account, StringComparison.Ordinal);
        Assert.Contains("oidc:u-1", account, StringComparison.Ordinal);
        Assert.Contains("staff, sre", account, StringComparison.Ordinal);
        Assert.Contains(Audit(server), r => r is { Subject: "oidc:u-1", What: "sign in", Outcome: "done" });
    }

    [Theory]
    [InlineData("ada@example.org", null, "ada@example.org")]
    [InlineData("ada@example.org", true, "ada@example.org")]
    [InlineData("eve@example.org", false, null)]
    [InlineData("no address", true, null)]
    [InlineData(null, null, null)]
    public async Task A_mail_address_is_known_where_the_provider_does_not_say_that_nobody_looked_into_it(
        string? told,
        bool? isVerified,
        string? known
    )
    {
        using var server = provider.Serve(("oidc-scope", "email"));
        using var browser = server.Browser(Root);
        provider.Forge = principal =>
        {
            if (told is not null)
                principal.SetClaim(Claims.Email, told);
            if (isVerified is { } verified)
                principal.SetClaim(Claims.EmailVerified, verified);
        };
        using var sent = await browser.GetAsync("/sign-in?to=%2F", Cancellation);
        Assert.Contains("email", sent.Headers.Location!.Query, StringComparison.Ordinal);
        Assert.True(IsIn(await browser.GetAsync(await provider.VisitAsync(sent.Headers.Location, Cancellation), Cancellation)));
        Assert.Equal(known, server.Services.GetRequiredService<LiveKnowledge>().QueryStore(s => s.Access.People.Find("oidc:u-1"))!.Email);

        // With the next sign-in it is gone where it is told no more.
        provider.Forge = null;
        using var again = server.Browser(Root);
        Assert.True(IsIn(await SignIn(again)));
        Assert.Null(server.Services.GetRequiredService<LiveKnowledge>().QueryStore(s => s.Access.People.Find("oidc:u-1"))!.Email);
    }

    [Fact]
    public async Task A_session_needs_the_provider_no_more()
    {
        using var server = provider.Serve();
        using var browser = server.Browser(Root);
        Assert.True(IsIn(await SignIn(browser)));

        provider.IsAway = true;

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/docs/a", Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("nonce")]
    [InlineData("issuer")]
    [InlineData("audience")]
    [InlineData("expired")]
    public async Task A_token_that_is_not_for_this_sign_in_lets_nobody_in(string what)
    {
        using var server = provider.Serve();
        using var browser = server.Browser(Root);
        provider.Forge = principal =>
        {
            switch (what)
            {
                case "nonce":
                    principal.SetClaim(Claims.Nonce, "another");
                    break;
                case "issuer":
                    principal.SetClaim(Claims.Private.Issuer, "https://evil.test/");
                    break;
                case "audience":
                    principal.SetAudiences("another");
                    break;
                default:
                    principal.SetCreationDate(TimeProvider.System.GetUtcNow().AddHours(-2));
                    principal.SetExpirationDate(TimeProvider.System.GetUtcNow().AddHours(-1));
                    break;
            }
        };

        using var answer = await SignIn(browser);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.False(IsIn(answer));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/docs/a", Cancellation)).StatusCode);
        Assert.Contains(Audit(server), r => r.What == "sign in" && r.Outcome.StartsWith("refused", StringComparison.Ordinal));
        Assert.DoesNotContain(Audit(server), r => r.Outcome == "done");
    }

    [Fact]
    public async Task A_code_works_once_and_only_in_the_browser_that_asked_for_it()
    {
        using var server = provider.Serve();
        using var browser = server.Browser(Root);
        using var sent = await browser.GetAsync("/sign-in?to=%2F", Cancellation);
        var back = await provider.VisitAsync(sent.Headers.Location!, Cancellation);

        using var other = server.Browser(Root);
        using var elsewhere = await other.GetAsync(back, Cancellation);
        using var first = await browser.GetAsync(back, Cancellation);
        using var second = await browser.GetAsync(back, Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, elsewhere.StatusCode);
        Assert.True(IsIn(first));
        Assert.Equal(HttpStatusCode.Unauthorized, second.StatusCode);
    }

    [Fact]
    public async Task A_provider_that_changes_its_keys_goes_on_signing_people_in()
    {
        using var server = provider.Serve();
        using var browser = server.Browser(Root);
        Assert.True(IsIn(await SignIn(browser)));

        provider.ChangeKeys();

        using var other = server.Browser(Root);
        using var again = await SignIn(other);
        // At the latest when the keys have been asked for again.
        Assert.True(IsIn(again) || IsIn(await SignIn(other)));
    }

    [Fact]
    public async Task Without_the_provider_the_server_starts_and_says_so()
    {
        provider.IsAway = true;
        using var server = provider.Serve();
        using var browser = server.Browser(Root);

        using var answer = await browser.GetAsync("/sign-in?to=%2F", Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/docs/a", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/-/healthy", Cancellation)).StatusCode);

        provider.IsAway = false;
        Assert.True(IsIn(await SignIn(browser)));
    }

    [Fact]
    public async Task Pages_of_the_sources_are_open_while_nobody_can_sign_in_when_the_operator_wants_it()
    {
        provider.IsAway = true;
        using var server = provider.Serve(("read-when-sign-in-fails", "true"));
        using var browser = server.Browser(Root);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/docs/a", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await browser.GetAsync("/sign-in?to=%2Fdocs%2Fa", Cancellation)).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/docs/a", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/search?q=text", Cancellation)).StatusCode);
        // What people wrote here, and whatever changes something, stays shut.
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/postmortems", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/gaps", Cancellation)).StatusCode);
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await browser.PostAsync("/feedback", Visitor.Form(("q", "a")), Cancellation)).StatusCode
        );

        // As soon as somebody signs in it is shut again.
        server.Services.GetRequiredService<SignInHealth>().Works();
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/docs/a", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Whoever_is_in_no_group_of_the_mapping_stays_outside_where_a_role_is_required()
    {
        using var server = provider.Serve(("role", "sre=author"), ("require-role", "true"));
        using var browser = server.Browser(Root);
        provider.Groups = ["SRE", "staff"];
        using var refused = await SignIn(browser);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.False(IsIn(refused));

        provider.Groups = ["sre"];
        Assert.True(IsIn(await SignIn(browser)));
    }

    [Fact]
    public async Task Two_people_of_one_name_are_two_and_one_person_is_one()
    {
        using var server = provider.Serve();
        async Task<string> ActorOf(string subject, string name)
        {
            (provider.Subject, provider.Name) = (subject, name);
            using var browser = server.Browser(Root);
            Assert.True(IsIn(await SignIn(browser)));
            return server.Services.GetRequiredService<Sessions>().Of($"oidc:{subject}")[0].Actor;
        }

        Assert.Equal("Ada", await ActorOf("u-1", "Ada"));
        Assert.Equal("ADA (2)", await ActorOf("u-2", "ADA"));
        Assert.Equal("Ada", await ActorOf("u-1", "Ada Lovelace"));
    }

    [Fact]
    public async Task Signing_out_leads_to_where_the_provider_does_it_too()
    {
        using var server = provider.Serve();
        using var browser = server.Browser(Root);
        Assert.True(IsIn(await SignIn(browser)));

        using var answer = await browser.PostAsync("/sign-out", Visitor.Form(), Cancellation);
        var page = await browser.GetStringAsync(answer.Headers.Location, Cancellation);

        Assert.Contains($"{Provider.Authority}connect/end?client_id={Provider.ClientId}", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/docs/a", Cancellation)).StatusCode);
        Assert.Contains(Audit(server), r => r.What == "sign out");
    }

    [Fact]
    public async Task Keys_of_a_sign_in_under_way_lie_in_the_store()
    {
        using var server = provider.Serve();
        using var browser = server.Browser(Root);
        using var sent = await browser.GetAsync("/sign-in?to=%2F", Cancellation);

        var keys = server.Services.GetRequiredService<LiveKnowledge>().QueryStore(s => s.Access.Keys.List());
        Assert.Contains("<key ", Assert.Single(keys!), StringComparison.Ordinal);
    }
}
