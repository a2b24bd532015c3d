using System.Net;
using System.Text.Json;
using Knowledge.Api.Access;
using Knowledge.Api.Access.SignIn;
using Knowledge.Api.Background;
using Knowledge.Api.Live;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Access;

public sealed class LocalSignInTests
{
    private const string Password = "correct horse battery";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string PathOf(string link) => new Uri(link).PathAndQuery;

    private static async Task<HttpResponseMessage> SignIn(HttpClient browser, string name, string password, string to = "/") =>
        await browser.PostAsync("/sign-in", Visitor.Form(("name", name), ("password", password), ("to", to)), Cancellation);

    // An account as an operator makes it, beside the running server.
    private static async Task Add(Server server, HttpClient browser, string name, string role)
    {
        await browser.GetAsync("/sign-in", Cancellation);
        var added = await Visitor.Operator(server.Data, "user", "add", name, "--role", role);
        Assert.Equal((0, ""), (added.Code, added.Error));
        using var set = await browser.PostAsync(PathOf(added.Output), Visitor.Form(("password", Password)), Cancellation);
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
    }

    // A full disk is no used link: the same one sets the password when there is room again.
    [Fact]
    public async Task A_link_is_used_when_the_password_is_kept_and_not_before()
    {
        using var server = Visitor.Local();
        using var browser = server.Browser();
        await browser.GetAsync("/sign-in", Cancellation);
        var added = await Visitor.Operator(server.Data, "user", "add", "ada", "--role", "author");
        server.Execute("CREATE TRIGGER full BEFORE UPDATE OF password ON accounts BEGIN SELECT RAISE(ABORT, 'full'); END");
        using var refused = await browser.PostAsync(PathOf(added.Output), Visitor.Form(("password", Password)), Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);

        server.Execute("DROP TRIGGER full");
        using var set = await browser.PostAsync(PathOf(added.Output), Visitor.Form(("password", Password)), Cancellation);
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
    }

    [Fact]
    public async Task An_account_is_made_its_password_set_by_a_link_and_its_owner_comes_in_where_they_wanted()
    {
        using var server = Visitor.Local();
        using var browser = server.Browser();
        using var refused = await browser.GetAsync("/docs/a?x=1", Cancellation);
        Assert.Equal("/sign-in?to=%2Fdocs%2Fa%3Fx%3D1", refused.Headers.Location?.OriginalString);
        var added = await Visitor.Operator(server.Data, "user", "add", "Ada", "--role", "author");
        Assert.StartsWith("http://localhost:5080/sign-in/link/", added.Output, StringComparison.Ordinal);
        Assert.Contains("ada\tauthor", (await Visitor.Operator(server.Data, "user", "list")).Output, StringComparison.Ordinal);

        // Programs look at links; that uses nothing up.
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(PathOf(added.Output), Cancellation)).StatusCode);
        using var weak = await browser.PostAsync(PathOf(added.Output), Visitor.Form(("password", "short")), Cancellation);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, weak.StatusCode);
        using var set = await browser.PostAsync(PathOf(added.Output), Visitor.Form(("password", Password)), Cancellation);
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        using var again = await browser.PostAsync(PathOf(added.Output), Visitor.Form(("password", Password)), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        using var entered = await SignIn(browser, " ADA ", Password, "/docs/a?x=1");

        Assert.Equal((HttpStatusCode.Redirect, "/docs/a?x=1"), (entered.StatusCode, entered.Headers.Location?.OriginalString));
        var cookie = Assert.Single(entered.Headers.GetValues("Set-Cookie"));
        Assert.Contains("kb-session=", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        var page = await browser.GetStringAsync("/docs/a", Cancellation);
        Assert.Contains("href=\"/account\"", page, StringComparison.Ordinal);
        Assert.Contains(">ada</a>", page, StringComparison.Ordinal);
        Assert.Contains("author", await browser.GetStringAsync("/account", Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_https_the_cookie_is_bound_to_the_host_and_over_http_of_another_machine_nobody_signs_in()
    {
        using var server = Visitor.Local();
        using var browser = server.Browser($"https://{Server.HostName}/");
        await Add(server, browser, "ada", "viewer");
        using var entered = await SignIn(browser, "ada", Password);
        var cookie = Assert.Single(entered.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("__Host-kb-session=", cookie, StringComparison.Ordinal);
        Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/docs/a", Cancellation)).StatusCode);

        using var plain = server.Browser($"http://{Server.HostName}/");
        using var answer = await SignIn(plain, "ada", Password);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Equal(HttpStatusCode.Forbidden, (await plain.GetAsync("/sign-in", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task What_is_wrong_is_not_said()
    {
        using var server = Visitor.Local();
        using var browser = server.Browser();
        await Add(server, browser, "ada", "viewer");
        await Visitor.Operator(server.Data, "user", "add", "unset");

        var answers = new List<string>();
        foreach (var (name, password) in new[] { ("ada", "wrong password 1"), ("nobody", Password), ("unset", Password), ("unset", "") })
        {
            using var answer = await SignIn(browser, name, password);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
            var text = await answer.Content.ReadAsStringAsync(Cancellation);
            answers.Add(text.Replace($"value=\"{name}\"", "", StringComparison.Ordinal));
            Assert.DoesNotContain(password.Length > 0 ? password : "never", text, StringComparison.Ordinal);
        }
        Assert.Single(answers.Distinct());
        // A password that was typed in place of the name is written down nowhere.
        using var mixedUp = await SignIn(browser, "hunter2-password", "x");
        var rows = server.Services.GetRequiredService<LiveKnowledge>().QueryStore(s => s.Access.Audit.List(new(), 100))!;
        Assert.DoesNotContain(rows, r => $"{r.Subject}{r.Target}".Contains("hunter2", StringComparison.Ordinal));
        Assert.Contains(rows, r => r is { Subject: "local:ada", Outcome: "refused: wrong" });
    }

    [Fact]
    public async Task Ten_wrong_passwords_lock_an_account_and_a_new_link_opens_it()
    {
        using var server = Visitor.Local();
        using var browser = server.Browser();
        await Add(server, browser, "ada", "viewer");
        var accounts = server.Services.GetRequiredService<LocalAccounts>();
        async Task<PasswordOutcome> Try(string password) => (await accounts.CheckAsync("ada", password, Cancellation)).Outcome;

        for (var i = 1; i < LocalAccounts.MostFailures; i++)
            Assert.Equal(PasswordOutcome.Wrong, await Try($"wrong password {i}"));
        Assert.Equal(PasswordOutcome.Right, await Try(Password));
        for (var i = 1; i <= LocalAccounts.MostFailures; i++)
            Assert.Equal(PasswordOutcome.Wrong, await Try($"wrong password {i}"));
        Assert.Equal(PasswordOutcome.Wrong, await Try(Password));
        Assert.Contains("locked", (await Visitor.Operator(server.Data, "user", "list")).Output, StringComparison.Ordinal);

        var link = await Visitor.Operator(server.Data, "user", "link", "ada");
        await browser.PostAsync(PathOf(link.Output), Visitor.Form(("password", "another horse battery")), Cancellation);
        Assert.Equal(PasswordOutcome.Right, await Try("another horse battery"));
    }

    [Fact]
    public async Task An_address_may_try_ten_times_a_minute()
    {
        using var server = Visitor.Local();
        using var browser = server.Browser();
        for (var i = 0; i < SignInLimit.PerMinute; i++)
            Assert.Equal(
                HttpStatusCode.NotFound,
                (await browser.PostAsync("/sign-in/link/none", Visitor.Form(("come", "in")), Cancellation)).StatusCode
            );

        using var answer = await SignIn(browser, "ada", Password);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/sign-in", Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("//evil.example/x")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/a\nSet-Cookie: x")]
    [InlineData("")]
    public void Nobody_is_led_to_another_server(string to) => Assert.Equal("/", LocalAddress.Of(to));

    [Theory]
    [InlineData("/docs/a?b=%2F%2Fc#d")]
    [InlineData("/")]
    public void An_address_of_this_server_is_kept(string to) => Assert.Equal(to, LocalAddress.Of(to));

    [Fact]
    public async Task A_session_that_was_prepared_by_another_is_not_gone_on_with()
    {
        using var server = Visitor.Local();
        using var browser = server.Browser();
        await Add(server, browser, "ada", "viewer");
        var (prepared, session) = server.Session(Role.Viewer, "mallory");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in")
        {
            Content = Visitor.Form(("name", "ada"), ("password", Password)),
            Headers = { { "Cookie", $"{SessionCookie.PlainName}={prepared}" } },
        };
        using var client = server.CreateDefaultClient();

        using var entered = await client.SendAsync(request, Cancellation);

        var sessions = server.Services.GetRequiredService<Sessions>();
        Assert.DoesNotContain(prepared, Assert.Single(entered.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
        Assert.Null(sessions.Find(prepared));
        Assert.DoesNotContain(sessions.All, s => s.Key == session.Key);
        Assert.Equal(["ada"], sessions.All.Select(s => s.Actor));
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_not_only_the_cookie()
    {
        using var server = Visitor.Local();
        using var client = server.As(Role.Viewer);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/docs/a", Cancellation)).StatusCode);

        using var answer = await client.PostAsync("/sign-out", null, Cancellation);

        Assert.Equal("/sign-in/out", answer.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync("/docs/a", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task An_operator_comes_in_by_a_link_once()
    {
        using var server = Visitor.Local();
        using var browser = server.Browser();
        await browser.GetAsync("/sign-in", Cancellation);
        var link = await Visitor.Operator(server.Data, "admin", "link");

        using var entered = await browser.PostAsync(PathOf(link.Output), Visitor.Form(("come", "in")), Cancellation);

        Assert.Equal("/account", entered.Headers.Location?.OriginalString);
        Assert.Contains("admin link", await browser.GetStringAsync("/audit", Cancellation), StringComparison.Ordinal);
        Assert.True(
            server.Services.GetRequiredService<Sessions>().All.Single().Ends <= TimeProvider.System.GetUtcNow() + LocalAccounts.AdminSession
        );
        using var other = server.Browser();
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await other.PostAsync(PathOf(link.Output), Visitor.Form(("come", "in")), Cancellation)).StatusCode
        );
    }

    [Fact]
    public async Task A_program_is_told_what_it_lacks()
    {
        using var server = Visitor.Local();
        using var client = server.Browser();

        using var answer = await client.GetAsync("/api/documents", Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
        Assert.Equal("/problems/sign-in-needed", problem.GetProperty("type").GetString());
    }

    [Fact]
    public async Task What_was_typed_comes_back_after_the_session_has_ended()
    {
        using var server = Visitor.Local();
        using var browser = server.Browser();
        const string Typed = "\nline one\r\n<b>line</b> \"two\" & more";

        using var answer = await browser.PostAsync(
            "/postmortems/new",
            Visitor.Form(("title", "Dashboards \"empty\""), ("chat", Typed), ("empty", "")),
            Cancellation
        );

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        var page = await new AngleSharp.Html.Parser.HtmlParser().ParseDocumentAsync(
            await answer.Content.ReadAsStringAsync(Cancellation),
            Cancellation
        );
        var form = Assert.Single(page.QuerySelectorAll("form[action='/postmortems/new']"));
        Assert.Equal("post", form.GetAttribute("method"));
        Assert.Equal("Dashboards \"empty\"", form.QuerySelector("[name=title]")!.GetAttribute("value"));
        Assert.Equal(Typed.ReplaceLineEndings("\n"), form.QuerySelector("[name=chat]")!.TextContent.ReplaceLineEndings("\n"));
        Assert.Single(page.QuerySelectorAll("a[target=_blank][href^='/sign-in?to=']"));
    }

    [Fact]
    public async Task Scripts_are_told_in_json_and_not_led_to_a_page()
    {
        using var server = Visitor.Local();
        using var browser = server.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/search?q=a") { Headers = { { "X-Fragment", "1" } } };

        using var answer = await browser.SendAsync(request, Cancellation);

        Assert.Equal(
            (HttpStatusCode.Unauthorized, "application/problem+json"),
            (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType)
        );
    }

    [Fact]
    public async Task Without_sign_in_there_is_nothing_to_sign_in_to()
    {
        using var server = Server.With(("a.md", "# A\n\nText.\n"));
        using var browser = server.Browser();
        foreach (var path in new[] { "/sign-in", "/account", "/account/tokens", "/audit", "/sign-in/link/x" })
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(path, Cancellation)).StatusCode);
        Assert.DoesNotContain("/sign-in", await browser.GetStringAsync("/", Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restart_signs_nobody_out_and_a_command_does()
    {
        using var server = Visitor.Local();
        using var browser = server.Browser();
        await Add(server, browser, "ada", "viewer");
        await SignIn(browser, "ada", Password);
        var sessions = server.Services.GetRequiredService<Sessions>();
        var key = sessions.All.Single().Key;
        var loop = server.Services.GetServices<IBackgroundWork>().OfType<AccessLoop>().Single();

        // As the next start finds them.
        var live = server.Services.GetRequiredService<LiveKnowledge>();
        var next = new Sessions(live, server.Services.GetRequiredService<AccessOptions>(), TimeProvider.System);
        Assert.True(next.Follow());
        Assert.Equal((key, "ada", Role.Viewer), next.All.Select(s => (s.Key, s.Actor, s.Role)).Single());

        Assert.Equal(0, (await Visitor.Operator(server.Data, "user", "role", "ada", "author")).Code);
        loop.Follow();
        Assert.Equal(Role.Author, sessions.All.Single().Role);
        Assert.Equal(0, (await Visitor.Operator(server.Data, "user", "end", "ada")).Code);
        Assert.Equal(2, (await Visitor.Operator(server.Data, "user", "end", "ada")).Code);
    }
}
