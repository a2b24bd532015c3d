using System.Net;
using System.Text.RegularExpressions;
using Knowledge.Api.Access;
using Knowledge.Api.Live;
using Knowledge.Tests.Api.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Knowledge.Tests.Api.Ui;

/// <summary>Signing in and out as people do it in a browser, by each way, with script and without.</summary>
public sealed partial class SignInWalkTests
{
    private const string Password = "correct horse battery";

    private static BrowserNewContextOptions With(bool script) => new() { JavaScriptEnabled = script };

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static string PathOf(IPage page) => new Uri(page.Url).PathAndQuery;

    private static Task<string> TextOf(IPage page) => page.Locator("main").InnerTextAsync();

    private static async Task FillIn(IPage page, string name, string password)
    {
        await page.Locator("[name=name]").FillAsync(name);
        await page.Locator("[name=password]").FillAsync(password);
        await Button(page, "Sign in").ClickAsync();
    }

    // As an operator and the link do it.
    private static async Task Add(Server server, string name)
    {
        Assert.Equal(0, (await Visitor.Operator(server.Data, "user", "add", name, "--role", "author")).Code);
        Assert.True(
            server
                .Services.GetRequiredService<LiveKnowledge>()
                .QueryStore(s => s.Access.Accounts.SetPassword(name, LocalAccounts.Hash(Password), LocalAccounts.SubjectOf(name)))
        );
    }

    // The first way over a provider takes longer than a browser is waited for on a busy machine.
    private static async Task Warm(Browser browser)
    {
        using var client = new HttpClient(new HttpClientHandler { CookieContainer = new() });
        using var page = await client.GetAsync(new Uri(browser.Address + "/docs/a"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    private static void EndAll(Server server)
    {
        var sessions = server.Services.GetRequiredService<Sessions>();
        foreach (var session in sessions.All)
            Assert.True(sessions.End(session.Key, null));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_link_sets_a_password_that_leads_to_the_page_one_wanted_and_out_again(bool script)
    {
        var server = Visitor.Local();
        await using var browser = await Browser.Before(server);
        var page = await browser.Open("/docs/a", With(script));
        Assert.Equal("/sign-in?to=%2Fdocs%2Fa", PathOf(page));
        var link = (await Visitor.Operator(server.Data, "user", "add", "ada", "--role", "author")).Output;

        var set = await browser.Open(new Uri(link).PathAndQuery, With(script));
        await set.Locator("[name=password]").FillAsync(Password);
        await Button(set, "Set password").ClickAsync();
        // The name stands there already.
        Assert.Equal("ada", await set.Locator("[name=name]").InputValueAsync());
        await set.GotoAsync(browser.Address + new Uri(link).PathAndQuery);
        Assert.Equal(0, await set.Locator("[name=password]").CountAsync());

        await FillIn(page, "ada", "wrong horse battery");
        Assert.Contains("Name or password is wrong.", await page.GetByRole(AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("ada", await page.Locator("[name=name]").InputValueAsync());
        await FillIn(page, "ada", Password);
        Assert.Equal("/docs/a", PathOf(page));
        Assert.Equal(1, await page.GetByRole(AriaRole.Link, new() { Name = "ada", Exact = true }).CountAsync());

        await Button(page, "Sign out").ClickAsync();
        Assert.Contains("You are signed out", await TextOf(page), StringComparison.Ordinal);
        await page.GotoAsync(browser.Address + "/docs/a");
        Assert.Equal("/sign-in?to=%2Fdocs%2Fa", PathOf(page));
        Assert.Empty(browser.Faults);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_typed_is_sent_after_signing_in_beside_it(bool script)
    {
        var server = Visitor.Local();
        await using var browser = await Browser.Before(server);
        await Add(server, "ada");
        var page = await browser.Open("/postmortems/new", With(script));
        await FillIn(page, "ada", Password);
        Assert.Equal("/postmortems/new", PathOf(page));
        await page.Locator("[name=title]").FillAsync("Dashboards \"empty\" & <odd>");
        await page.Locator("[name=searched]").FillAsync("no rows since 04:10");
        EndAll(server);

        await Button(page, "Continue").ClickAsync();
        Assert.Contains("nothing is lost", await TextOf(page), StringComparison.Ordinal);
        var beside = await page.Context.RunAndWaitForPageAsync(() => page.Locator("main a[target=_blank]").ClickAsync());
        await FillIn(beside, "ada", Password);
        Assert.Contains("You are signed in", await TextOf(beside), StringComparison.Ordinal);
        await Button(page, "Send it again").ClickAsync();

        await page.ArriveAt(Editor());
        Assert.Equal("Dashboards \"empty\" & <odd>", await page.Locator("[name='field.title']").InputValueAsync());
        Assert.Contains("no rows since 04:10", await page.ContentAsync(), StringComparison.Ordinal);
        Assert.Empty(browser.Faults);
    }

    [Fact]
    public async Task Whoever_writes_when_the_session_ends_is_told_and_goes_on_in_the_same_page()
    {
        var server = Visitor.Local();
        await using var browser = await Browser.Before(server);
        await Add(server, "ada");
        var page = await browser.Open("/postmortems/new", With(true));
        await FillIn(page, "ada", Password);
        await page.Locator("[name=title]").FillAsync("Dashboards empty");
        await Button(page, "Continue").ClickAsync();
        await page.ArriveAt(Editor());
        EndAll(server);

        await page.Locator("[name='field.title']").FillAsync("Dashboards empty since four");
        await page.Locator("#autosave").GetByText("Sign in again in another tab: what you typed is kept.").WaitForAsync();
        var beside = await page.Context.NewPageAsync();
        await beside.GotoAsync(browser.Address + "/sign-in");
        await FillIn(beside, "ada", Password);
        await page.Locator("#autosave").GetByText("Saved at").WaitForAsync();

        await page.ReloadAsync();
        Assert.Equal("Dashboards empty since four", await page.Locator("[name='field.title']").InputValueAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_provider_signs_somebody_in_on_the_way_to_a_page(bool script)
    {
        using var provider = new Provider(isOnNetwork: true) { Groups = ["sre"] };
        var server = provider.Serve(("role", "sre=author"));
        await using var browser = await Browser.Before(server);
        await Warm(browser);
        var page = await browser.Open("/docs/a?x=1", With(script));
        Assert.Equal("/docs/a?x=1", PathOf(page));
        await page.GetByRole(AriaRole.Link, new() { Name = "Ada", Exact = true }).ClickAsync();
        Assert.Contains("author", await TextOf(page), StringComparison.Ordinal);

        await Button(page, "Sign out").ClickAsync();
        var there = page.GetByRole(AriaRole.Link, new() { Name = "Sign out at the provider too" });
        Assert.StartsWith($"{provider.Address}connect/end?", await there.GetAttributeAsync("href"), StringComparison.Ordinal);
        // That of the other browser goes on.
        Assert.Single(server.Services.GetRequiredService<Sessions>().All);

        // The provider knows them still, and with other groups they may do less.
        provider.Groups = [];
        await page.GotoAsync(browser.Address + "/postmortems/new");
        Assert.Contains("needs the role author", await page.ContentAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(browser.Faults, f => !f.Contains(provider.Address, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_typed_is_sent_after_a_provider_signed_one_in_again(bool script)
    {
        using var provider = new Provider(isOnNetwork: true) { Groups = ["sre"] };
        var server = provider.Serve(("role", "sre=author"));
        await using var browser = await Browser.Before(server);
        await Warm(browser);
        var page = await browser.Open("/postmortems/new", With(script));
        await page.Locator("[name=title]").FillAsync("Dashboards empty");
        EndAll(server);
        await Button(page, "Continue").ClickAsync();
        var beside = await page.Context.RunAndWaitForPageAsync(() => page.Locator("main a[target=_blank]").ClickAsync());
        await beside.GetByText("You are signed in").First.WaitForAsync();
        await Button(page, "Send it again").ClickAsync();
        await page.ArriveAt(Editor());
        Assert.Equal("Dashboards empty", await page.Locator("[name='field.title']").InputValueAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_proxy_says_who_somebody_is(bool script)
    {
        var server = Server.Told([("auth", "proxy"), ("trusted-proxies", "127.0.0.1"), ("role", "sre=author")]);
        await using var browser = await Browser.Before(server);
        var options = With(script);
        options.ExtraHTTPHeaders = new Dictionary<string, string> { ["X-Forwarded-User"] = "ada", ["X-Forwarded-Groups"] = "staff,sre" };
        var page = await browser.Open("/docs/a", options);
        Assert.Equal("/docs/a", PathOf(page));
        // The way out is the proxy's.
        Assert.Equal(0, await Button(page, "Sign out").CountAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "ada", Exact = true }).ClickAsync();
        var account = await TextOf(page);
        Assert.Contains("proxy:ada", account, StringComparison.Ordinal);
        Assert.Contains("author", account, StringComparison.Ordinal);

        var without = await browser.Open("/docs/a", With(script));
        Assert.Equal("/sign-in?to=%2Fdocs%2Fa", PathOf(without));
        Assert.Contains("did not send your name", await TextOf(without), StringComparison.Ordinal);
        Assert.Empty(browser.Faults);
    }

    [GeneratedRegex(@"/edit(\?|$)")]
    private static partial Regex Editor();
}
