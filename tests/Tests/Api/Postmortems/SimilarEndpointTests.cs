using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AngleSharp.Html.Parser;

namespace Knowledge.Tests.Api.Postmortems;

public sealed class SimilarEndpointTests(Server server) : IClassFixture<Server>
{
    private const string Story = "postmortems/2026-03-02-empty-dashboards";

    private static string Repeated(string date, string title) =>
        $"---\nkind: postmortem\ndate: {date}\n---\n# {title}\n\n## Root cause\n\nThe disk was full.\n\n## Actions\n\n"
        + $"- [ ] Alert on the disk of the batch host <b>now</b>\n";

    [Fact]
    public async Task Actions_and_incidents_of_a_postmortem_are_compared()
    {
        using var client = server.Client();
        var similar = await client.GetFromJsonAsync<JsonElement>($"/api/similar/{Story}", TestContext.Current.CancellationToken);
        Assert.Equal(
            "postmortems/2025-11-18-disk-full-core-dumps",
            similar.GetProperty("incidents")[0].GetProperty("documentId").GetString()
        );
        Assert.NotEmpty(similar.GetProperty("incidents")[0].GetProperty("why").EnumerateArray());
        Assert.Equal(JsonValueKind.Array, similar.GetProperty("actions").ValueKind);

        var answer = await client.PostAsJsonAsync(
            "/api/actions/similar",
            new { text = "Catalog entry for the clean-up jobs, owner platform" },
            TestContext.Current.CancellationToken
        );
        var action = (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("actions")[0];
        Assert.Equal((Story, true), (action.GetProperty("documentId").GetString(), action.GetProperty("done").GetBoolean()));
    }

    [Theory]
    [InlineData("""{"text": " "}""", "bad-parameter")]
    [InlineData("""{"text": null}""", "bad-parameter")]
    [InlineData("""{}""", "bad-json")]
    [InlineData("""{"text": "a", "more": 1}""", "bad-json")]
    public async Task An_action_without_words_is_refused(string body, string name)
    {
        using var client = server.Client();
        var answer = await client.PostAsync(
            "/api/actions/similar",
            new StringContent(body, Encoding.UTF8, "application/json"),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(
            $"/problems/{name}",
            (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("type").GetString()
        );
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (
                await client.PostAsJsonAsync(
                    "/api/actions/similar",
                    new { text = new string('a', 2_001) },
                    TestContext.Current.CancellationToken
                )
            ).StatusCode
        );
    }

    [Theory]
    [InlineData("absent", 404)]
    [InlineData("dashboards-empty", 400)]
    public async Task Only_a_postmortem_is_compared(string id, int status)
    {
        using var client = server.Client();
        Assert.Equal(status, (int)(await client.GetAsync($"/api/similar/{id}", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task The_page_of_a_postmortem_says_what_was_asked_for_before_and_whether_it_was_done()
    {
        await using var ours = Server.With(
            ("postmortems/old.md", Repeated("2025-01-02", "Disk full")),
            ("postmortems/new.md", Repeated("2025-06-02", "Disk full once more"))
        );
        using var client = ours.Client();
        var page = new HtmlParser().ParseDocument(
            await client.GetStringAsync("/docs/postmortems/new", TestContext.Current.CancellationToken)
        );
        var section = page.QuerySelector("#earlier-actions")!.ParentElement!;
        Assert.Equal("not done", section.QuerySelector(".state")!.TextContent);
        Assert.Equal("/docs/postmortems/old", section.QuerySelector("a")!.GetAttribute("href"));
        Assert.Null(section.QuerySelector("b"));
        var similar = page.QuerySelector("#similar-incidents")!.ParentElement!;
        Assert.Contains("cause: The disk was full", similar.TextContent, StringComparison.Ordinal);
        // Each incident once, however many ways lead to it.
        Assert.Single(page.QuerySelectorAll("article > section .documents a[href='/docs/postmortems/old']"));
    }
}
