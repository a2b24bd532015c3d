using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AngleSharp.Html.Parser;

namespace Knowledge.Tests.Api.Twins;

public sealed class TouchEndpointTests(Server server) : IClassFixture<Server>
{
    private async Task<(int Status, JsonElement Body)> Post(string body)
    {
        using var client = server.Client();
        var answer = await client.PostAsync(
            "/api/touch",
            new StringContent(body, Encoding.UTF8, "application/json"),
            TestContext.Current.CancellationToken
        );
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("""{"repository": "ticker-loader", "paths": ["src/output/shard-07.py"]}""", "twinMissing")]
    [InlineData(
        """{"repository": "ticker-loader", "diff": "diff --git a/src/output/shard-07.py """
            + """b/src/output/shard-07.py\nold mode 100644\nnew mode 100755\n"}""",
        "twinMissing"
    )]
    [InlineData(
        """{"repository": "ticker-loader", "paths": ["src/output/shard-07.py"], "acknowledge": "https://tracker.tickerline.example/1"}""",
        "acknowledged"
    )]
    [InlineData("""{"paths": ["src/output/shard-07.py", "cron/cleanup-ticker.sh"]}""", "complete")]
    [InlineData("""{"paths": ["README.md", null]}""", "noTwin")]
    public async Task Says_how_a_change_stands_to_its_twins(string body, string verdict)
    {
        var (status, report) = await Post(body);
        Assert.Equal((200, verdict), (status, report.GetProperty("verdict").GetString()));
    }

    [Theory]
    [InlineData("""{}""", "bad-parameter")]
    [InlineData("""{"paths": []}""", "bad-parameter")]
    [InlineData("""{"paths": ["a"], "diff": "b"}""", "bad-parameter")]
    [InlineData("""{"diff": "fatal: bad revision"}""", "bad-parameter")]
    [InlineData("""{"paths": ["a"], "acknowledge": "later"}""", "bad-parameter")]
    [InlineData("""{"paths": "a"}""", "bad-json")]
    public async Task What_is_no_change_is_said(string body, string name)
    {
        var (status, problem) = await Post(body);
        Assert.Equal((400, $"/problems/{name}"), (status, problem.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Without_documents_it_does_not_say_that_all_is_well()
    {
        await using var empty = Server.With();
        using var client = empty.Client();
        Assert.Equal(
            503,
            (int)
                (
                    await client.PostAsync(
                        "/api/touch",
                        new StringContent("{\"paths\": [\"a\"]}", Encoding.UTF8, "application/json"),
                        TestContext.Current.CancellationToken
                    )
                ).StatusCode
        );
    }

    [Fact]
    public async Task The_page_names_twin_incident_and_owner()
    {
        using var client = server.Client();
        var page = new HtmlParser().ParseDocument(
            await client.GetStringAsync(
                "/touch?repository=ticker-loader&paths=src%2Foutput%2Fshard-07.py",
                TestContext.Current.CancellationToken
            )
        );
        Assert.Equal("1 linked path is missing", page.QuerySelector("#result")!.TextContent);
        var box = page.QuerySelector("[data-set=missing]")!;
        Assert.Equal("/docs/postmortems/2026-03-02-empty-dashboards", box.QuerySelector("h3 a")!.GetAttribute("href"));
        Assert.Contains("infra-cron: cron/cleanup-ticker.sh", box.TextContent, StringComparison.Ordinal);
        Assert.NotNull(box.QuerySelector("a[href='/teams/platform']"));
        var bad = new HtmlParser().ParseDocument(
            await client.GetStringAsync("/touch?paths=a&acknowledge=%22%3E%3Cb%3E", TestContext.Current.CancellationToken)
        );
        Assert.Contains("is no link", bad.QuerySelector("#touch-message")!.TextContent, StringComparison.Ordinal);
        Assert.Null(bad.QuerySelector("main b"));
    }
}
