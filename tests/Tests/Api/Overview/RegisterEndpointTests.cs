using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Knowledge.Tests.Api.Overview;

public sealed class RegisterEndpointTests(Server server) : IClassFixture<Server>
{
    private static async Task<IHtmlDocument> Page(Server server, string url)
    {
        using var client = server.Client();
        return new HtmlParser().ParseDocument(await client.GetStringAsync(url, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Both_registers_are_given_and_narrowed_down()
    {
        using var client = server.Client();
        var green = await client.GetFromJsonAsync<JsonElement>("/api/stays-green", TestContext.Current.CancellationToken);
        Assert.Equal(green.GetProperty("total").GetInt32(), green.GetProperty("checks").GetArrayLength());
        Assert.Equal(3, green.GetProperty("checks")[0].GetProperty("incidents").GetInt32());
        var ends = await client.GetFromJsonAsync<JsonElement>(
            "/api/dead-ends?service=ticker-loader",
            TestContext.Current.CancellationToken
        );
        Assert.Equal(
            ("The database is slow", 35),
            (
                ends.GetProperty("deadEnds")[0].GetProperty("suspicion").GetString(),
                ends.GetProperty("deadEnds")[0].GetProperty("minutesLost").GetInt32()
            )
        );
        Assert.True(ends.GetProperty("minutesLost").GetInt64() >= 35);
        Assert.Equal(
            0,
            (await client.GetFromJsonAsync<JsonElement>("/api/dead-ends?service=absent", TestContext.Current.CancellationToken))
                .GetProperty("total")
                .GetInt32()
        );
    }

    [Fact]
    public async Task Pages_show_them_and_say_when_there_is_nothing()
    {
        var green = await Page(server, "/stays-green");
        Assert.StartsWith(
            "nightly-ticker.service is active (running)",
            green.QuerySelector("ol.lines h2")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.NotNull(green.QuerySelector("ol.lines a[href='/docs/postmortems/2026-03-02-empty-dashboards']"));
        var ends = await Page(server, "/dead-ends");
        Assert.Equal("The database is slow", ends.QuerySelector("ol.lines h2")!.TextContent);
        Assert.Equal("The database is slow", ends.QuerySelector("figure.chart svg text")!.TextContent);
        Assert.Contains("minutes in all", ends.QuerySelector("h1 + .m")!.TextContent, StringComparison.Ordinal);
        var none = await Page(server, "/dead-ends?service=%3Cb%3Eabsent");
        Assert.Null(none.QuerySelector("main table, main ol, main b"));
        Assert.Contains("None for <b>absent.", none.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_card_leads_to_both()
    {
        var page = await Page(server, "/search?q=empty+dashboard");
        var card = page.QuerySelector(".answer")!;
        Assert.Contains("nightly-ticker.service is active (running)", card.QuerySelector(".green")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Browser cache", card.QuerySelector(".dead")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(card.QuerySelector("a[href='/stays-green']"));
        Assert.NotNull(card.QuerySelector("a[href='/dead-ends']"));
    }
}
