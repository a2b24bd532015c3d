using System.Net;
using AngleSharp.Html.Parser;

namespace Knowledge.Tests.Api.Search;

public sealed class ComparePageTests(Server server) : IClassFixture<Server>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_causes_stand_side_by_side_with_what_tells_them_apart()
    {
        using var client = server.Client();
        var page = new HtmlParser().ParseDocument(
            await client.GetStringAsync("/compare?a=dashboards-empty&b=dashboards-empty~4", Cancellation)
        );
        Assert.Equal(
            [
                "The nightly ticker load could not write because the disk of the batch host is full, and it retries silently.",
                "The client's browser is too old to run the dashboard page.",
            ],
            page.QuerySelectorAll("section.answer h2").Select(h => h.TextContent)
        );
        var checks = page.QuerySelectorAll("section.answer").Select(s => s.QuerySelector("ol.steps li")!.TextContent).ToList();
        Assert.Equal(2, checks.Distinct().Count());
    }

    [Fact]
    public async Task Cards_link_to_their_comparison_with_the_first()
    {
        using var client = server.Client();
        var page = new HtmlParser().ParseDocument(await client.GetStringAsync("/search?q=nightly+load+stuck", Cancellation));
        var links = page.QuerySelectorAll(".others a.compare").Select(a => a.GetAttribute("href")!).ToList();
        Assert.NotEmpty(links);
        foreach (var link in links)
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(link, Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("/compare")]
    [InlineData("/compare?a=dashboards-empty")]
    [InlineData("/compare?a=dashboards-empty&b=no-such-page")]
    [InlineData("/compare?a=dashboards-empty~99&b=dashboards-empty")]
    [InlineData("/compare?a=dashboards-empty~x&b=dashboards-empty")]
    [InlineData("/compare?a=%3Cscript%3Ealert(1)%3C/script%3E&b=dashboards-empty")]
    public async Task What_is_no_cause_is_answered_by_a_page_that_says_what_to_do(string url)
    {
        using var client = server.Client();
        var answer = await client.GetAsync(url, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("names no cause of a page", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", text, StringComparison.Ordinal);
    }
}
