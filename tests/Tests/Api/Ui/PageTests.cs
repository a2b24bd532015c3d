using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Knowledge.Api.Ui;

namespace Knowledge.Tests.Api.Ui;

[Trait("Reliability", "A-02")]
[Trait("Reliability", "A-03")]
public sealed class PageTests(Server server) : IClassFixture<Server>
{
    // csharpier-ignore
    public static TheoryData<string> Urls =>
        [
            "/", "/styleguide", "/map", "/map?service=ticker-db",
            "/search?q=empty+dashboard&kind=runbook&sort=changed", "/runbooks?kind=postmortem",
            "/search?q=dashboards+not+loading", "/search?q=quantum+flamingo&preview=1", "/postmortems", "/runbooks",
            "/services", "/services/ticker-loader", "/teams/data", "/alerts", "/actions", "/actions?team=support",
            "/postmortems/new", "/postmortems/new?searched=no+rows", "/customer/postmortems/2026-03-02-empty-dashboards",
            "/stays-green", "/stays-green?service=absent", "/dead-ends", "/dead-ends?service=ticker-loader", "/touch",
            "/touch?repository=ticker-loader&paths=src%2Foutput%2Fshard-07.py", "/gaps",
            "/gaps?state=answered", "/runbooks/new", "/insights", "/health", "/status", "/help",
            "/problems/not-found", "/docs/dashboards-empty", "/docs/postmortems/2026-03-02-empty-dashboards",
            "/docs/postmortems/2026-03-02-empty-dashboards?replay=1", "/compare?a=dashboards-empty&b=stale-prices~2",
        ];

    [Theory]
    [MemberData(nameof(Urls))]
    public async Task Is_complete_without_script_and_allows_none_in_it(string url)
    {
        var page = await Page(url);
        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Single(page.QuerySelectorAll("main"));
        Assert.All(page.QuerySelectorAll("script"), s => Assert.True(s.HasAttribute("src") && s.TextContent.Length == 0));
        Assert.Empty(page.QuerySelectorAll("style, [style], [onclick], [onload], iframe"));
        var ids = page.QuerySelectorAll("[id]").Select(e => e.Id).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public async Task A_name_with_a_slash_leads_to_its_page()
    {
        using var other = Server.With(
            ("pay.md", "---\nservices: [payments/api]\nowner: core/payments\n---\n# Payments are late\n\nThe queue stands.\n")
        );
        using var client = other.Client();
        var services = await client.GetStringAsync("/docs/pay", TestContext.Current.CancellationToken);
        Assert.Contains("/services/payments%2Fapi", services, StringComparison.Ordinal);
        var page = await client.GetStringAsync("/services/payments%2Fapi", TestContext.Current.CancellationToken);
        Assert.Contains("Payments are late", page, StringComparison.Ordinal);
        var absent = await client.GetAsync("/services/payments%2Fapis", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, absent.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Urls))]
    public async Task Links_of_its_own_lead_somewhere(string url)
    {
        using var client = server.Client();
        var page = await Page(url);
        foreach (
            var link in page.QuerySelectorAll("a[href^='/'], link[href], script[src]")
                .Select(e => e.GetAttribute("href") ?? e.GetAttribute("src")!)
                .Distinct()
        )
        {
            var answer = await client.SendAsync(new(HttpMethod.Head, link), TestContext.Current.CancellationToken);
            Assert.True(
                answer.StatusCode is HttpStatusCode.OK
                    || link.StartsWith("/api", StringComparison.Ordinal)
                    || link.StartsWith("/openapi", StringComparison.Ordinal),
                $"{url} links to {link}: {answer.StatusCode}"
            );
        }
        Assert.All(
            page.QuerySelectorAll("a[href^='#']"),
            a => Assert.NotNull(page.GetElementById(Uri.UnescapeDataString(a.GetAttribute("href")![1..])))
        );
    }

    [Fact]
    public async Task Health_says_what_each_alert_lacks_in_a_plot_and_in_tables()
    {
        await using var ours = Server.With(
            (
                "rules.yaml",
                "groups: [{name: g, rules: [{alert: QueueLong, expr: a, labels: {service: shop}, annotations: "
                    + "{runbook_url: /docs/gone}}, {alert: '<b>x', expr: b}]}]"
            )
        );
        using var client = ours.Client();
        var page = Parse(await client.GetStringAsync("/health", TestContext.Current.CancellationToken));
        Assert.Contains("0 of 2 alerts", page.QuerySelector("h1 + .m")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["f-red"], page.QuerySelectorAll(".chart > svg rect").Select(r => r.ClassName));
        Assert.Equal(["No link", "Dead link"], page.QuerySelectorAll("section[aria-labelledby=today] tbody th").Select(t => t.TextContent));
        var list = page.QuerySelector("section[aria-labelledby=alerts]")!;
        Assert.Contains("/docs/gone", list.TextContent, StringComparison.Ordinal);
        Assert.Contains("<b>x", list.TextContent, StringComparison.Ordinal);
        Assert.NotNull(list.QuerySelector("a[href='/runbooks/new?searched=%3Cb%3Ex']"));

        var filtered = Parse(await client.GetStringAsync("/health?service=SHOP&q=queue", TestContext.Current.CancellationToken));
        Assert.Equal(
            ["QueueLong"],
            filtered.QuerySelectorAll("section[aria-labelledby=alerts] tbody th").Select(t => t.FirstChild!.TextContent)
        );
        var none = Parse(await client.GetStringAsync("/health?state=stub", TestContext.Current.CancellationToken));
        Assert.Contains("No matching alerts", none.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("stub", none.QuerySelector("select[name=state] option[selected]")!.TextContent);
    }

    [Fact]
    public async Task Health_without_rules_says_how_to_add_them()
    {
        await using var ours = Server.With(("a.md", "# A\n\n## Remediation\n\n1. Do.\n"));
        using var client = ours.Client();
        Assert.Contains(
            "No alert rule",
            Parse(await client.GetStringAsync("/health", TestContext.Current.CancellationToken)).Body!.TextContent,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("/absent", 404)]
    [InlineData("/docs/absent-thing", 404)]
    [InlineData("/services/absent", 404)]
    [InlineData("/teams/absent", 404)]
    [InlineData("/problems/absent", 404)]
    public async Task Errors_are_pages_that_offer_a_search(string url, int status)
    {
        var page = await Page(url, status);
        Assert.NotNull(page.QuerySelector("form[action='/search'] input[name=q]"));
        Assert.Contains("Try instead", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_carries_everything_needed_in_the_first_hour()
    {
        var page = await Page("/search?q=dashboards+not+loading");
        var text = page.QuerySelector(".answer.first")!.TextContent;
        Assert.All(
            [
                "confidence",
                "Seen",
                "Owner",
                "Check this first",
                "Tell the customer",
                "Steps",
                "Verify",
                "Misleading checks",
                "Ruled out in past incidents",
                "Hand over this search",
                "Evidence",
            ],
            part => Assert.Contains(part, text, StringComparison.Ordinal)
        );
        Assert.NotEmpty(page.QuerySelectorAll("details.other:not([open])"));
        Assert.NotEmpty(page.QuerySelectorAll(".hits mark"));
    }

    [Fact]
    public async Task While_typing_only_the_results_are_sent()
    {
        using var client = server.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/search?q=disk+full&preview=1");
        request.Headers.Add("X-Fragment", "results");
        var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("X-Fragment", answer.Headers.Vary);
        Assert.DoesNotContain("<html", text, StringComparison.Ordinal);
        Assert.Contains("data-summary", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_imported_page_links_to_where_it_came_from()
    {
        using var own = Server.With(
            (
                "wiki/101-disk.md",
                "---\norigin: {system: confluence, id: \"101\", link: \"https://wiki.example/?a=1&b=2\"}\n---\n# Disk\n\ntext\n"
            ),
            ("bad.md", "---\norigin: {system: confluence, id: \"1\", link: \"javascript:alert(1)\"}\n---\n# Bad\n\ntext\n")
        );
        using var client = own.Client();
        var page = Parse(await client.GetStringAsync("/docs/wiki/101-disk", TestContext.Current.CancellationToken));
        var link = page.QuerySelector(".source a[rel]")!;
        Assert.Equal(
            ("https://wiki.example/?a=1&b=2", "Imported from confluence, 101: https://wiki.example/?a=1&b=2"),
            (link.GetAttribute("href"), link.ParentElement!.TextContent)
        );
        Assert.Null(
            Parse(await client.GetStringAsync("/docs/bad", TestContext.Current.CancellationToken)).QuerySelector("a[href^='javascript']")
        );
    }

    [Fact]
    public async Task An_empty_search_leads_home()
    {
        using var client = server.Client();
        Assert.Equal("/", (await client.GetAsync("/search?q=", TestContext.Current.CancellationToken)).Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_search_that_is_too_long_shows_the_form_again()
    {
        var page = await Page("/search?q=" + new string('a', 600), 400);
        Assert.Contains("600 characters", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pasted_text_is_searched_for()
    {
        using var client = server.Client();
        using var form = new FormUrlEncodedContent([new("q", "level=error\r\nmsg=\"No space left on device\"")]);
        var answer = await client.PostAsync("/search", form, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains("No space left", page.QuerySelector("textarea")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dark", "dark")]
    [InlineData("light", "light")]
    [InlineData("\"><script>", null)]
    public async Task Chosen_colours_are_in_the_page(string theme, string? shown)
    {
        using var client = server.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/help");
        request.Headers.Add("Cookie", $"theme={Uri.EscapeDataString(theme)}");
        var page = Parse(
            await (await client.SendAsync(request, TestContext.Current.CancellationToken)).Content.ReadAsStringAsync(
                TestContext.Current.CancellationToken
            )
        );
        Assert.Equal(shown, page.DocumentElement.GetAttribute("class"));
    }

    [Fact]
    public async Task Choosing_colours_sets_the_cookie()
    {
        using var client = server.Client();
        using var form = new FormUrlEncodedContent([new("theme", "dark")]);
        var answer = await client.PostAsync("/theme", form, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith("theme=dark", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/search?q=disk%20full", "/search?q=disk%20full")]
    [InlineData("https://evil.example/", "/help#theme")]
    [InlineData("//evil.example", "/help#theme")]
    [InlineData("/\\evil.example", "/help#theme")]
    [InlineData("/\u00fc", "/help#theme")]
    [InlineData("/a\r\nSet-Cookie: x=1", "/help#theme")]
    [InlineData("", "/help#theme")]
    public async Task After_choosing_colours_one_is_back_where_one_was_and_never_elsewhere(string back, string expected)
    {
        using var client = server.Client();
        using var form = new FormUrlEncodedContent([new("theme", "light"), new("back", back)]);
        var answer = await client.PostAsync("/theme", form, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.Redirect, expected), (answer.StatusCode, answer.Headers.Location?.ToString()));
    }

    [Fact]
    public async Task Assets_are_kept_for_a_year_under_their_hash()
    {
        using var client = server.Client();
        var hashed = await client.GetAsync(Asset.UrlOf("style.css"), TestContext.Current.CancellationToken);
        Assert.True(hashed.Headers.CacheControl?.MaxAge >= TimeSpan.FromDays(365));
        var plain = await client.GetAsync("/assets/style.css?v=1", TestContext.Current.CancellationToken);
        Assert.True(plain.Headers.CacheControl?.NoCache);
        Assert.InRange(Asset.Find("knowledge.js")!.Content.Length, 1, 11 * 1024);
        Assert.InRange(Asset.Find("memory.js")!.Content.Length, 1, 5 * 1024);
        Assert.InRange(Asset.Find("search.js")!.Content.Length, 1, 10 * 1024);
        Assert.InRange(Asset.Find("editor.js")!.Content.Length, 1, 6 * 1024);
        Assert.InRange(Asset.Find("tokens.css")!.Content.Length, 1, 4 * 1024);
        Assert.InRange(Asset.Find("parts.css")!.Content.Length, 1, 22 * 1024);
        Assert.InRange(Asset.Find("style.css")!.Content.Length, 1, 20 * 1024);
    }

    private async Task<IHtmlDocument> Page(string url, int status = 200)
    {
        using var client = server.Client();
        var answer = await client.GetAsync(url, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        return Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);
}
