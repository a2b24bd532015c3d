using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Knowledge.Tests.Api.Documents;

public sealed class DocumentEndpointTests(Server server) : IClassFixture<Server>
{
    [Fact]
    public async Task Lists_by_kind_and_service_in_pages()
    {
        using var client = server.Client();
        var all = await client.GetFromJsonAsync<JsonElement>("/api/documents?limit=1000", Cancellation);
        var total = all.GetProperty("total").GetInt32();
        Assert.Equal(total, all.GetProperty("documents").GetArrayLength());
        var second = await client.GetFromJsonAsync<JsonElement>("/api/documents?limit=1&offset=1", Cancellation);
        Assert.Equal(
            all.GetProperty("documents")[1].GetRawText(),
            Assert.Single(second.GetProperty("documents").EnumerateArray()).GetRawText()
        );
        var postmortems = await client.GetFromJsonAsync<JsonElement>("/api/documents?kind=postmortem&service=web-ui", Cancellation);
        Assert.All(
            postmortems.GetProperty("documents").EnumerateArray(),
            d => Assert.Equal("postmortem", d.GetProperty("kind").GetString())
        );
        Assert.InRange(postmortems.GetProperty("total").GetInt32(), 1, total - 1);
    }

    [Fact]
    public async Task Tells_everything_about_every_document()
    {
        using var client = server.Client();
        var all = await client.GetFromJsonAsync<JsonElement>("/api/documents?limit=1000", Cancellation);
        foreach (var item in all.GetProperty("documents").EnumerateArray())
        {
            var id = item.GetProperty("id").GetString();
            var document = await client.GetFromJsonAsync<JsonElement>($"/api/documents/{id}", Cancellation);
            Assert.Equal(id, document.GetProperty("id").GetString());
            Assert.All(
                ["frontMatter", "sections", "causes", "neighbours", "symptoms", "findings"],
                part => Assert.True(document.TryGetProperty(part, out _), part)
            );
            foreach (var twin in new[] { $"/api/documents/{id}.md", $"/docs/{id}.md" })
            {
                var markdown = await client.GetAsync(twin, Cancellation);
                Assert.Equal("text/markdown; charset=utf-8", markdown.Content.Headers.ContentType?.ToString());
            }
        }
    }

    [Fact]
    public async Task A_deleted_document_is_gone_and_says_since_when()
    {
        using var own = Server.With(("a.md", "# Alpha\n\n## Remediation\n\n1. Do.\n"), ("b.md", "# Beta\n\n## Remediation\n\n1. Do.\n"));
        using var client = own.Client();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/docs/a", Cancellation)).StatusCode);
        File.Delete(Path.Combine(own.Content, "a.md"));
        HttpResponseMessage answer;
        var guard = 0;
        while ((answer = await client.GetAsync("/api/documents/a", Cancellation)).StatusCode != HttpStatusCode.Gone && guard++ < 100)
            await Task.Delay(100, Cancellation);
        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal("Alpha", problem.GetProperty("tombstone").GetProperty("title").GetString());
        var page = await client.GetAsync("/docs/a", Cancellation);
        Assert.Equal(HttpStatusCode.Gone, page.StatusCode);
        Assert.Contains("was deleted on", await page.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_that_a_document_had_before_leads_to_the_one_it_has_now()
    {
        const string Text =
            "# Brimstone\n\n## Remediation\n\nStop the sulphur pump, open the valve behind it, and wait until the "
            + "pressure has gone below two bar before you start it again.\n";
        using var own = Server.With(("a.md", Text), ("b.md", "---\naliases: [old/Name, beta]\n---\n# Beta\n\n## Remediation\n\n1. Do.\n"));
        using var client = own.Client();
        foreach (
            var (before, after) in new[]
            {
                ("/docs/old/Name", "/docs/b"),
                ("/docs/old/name", "/docs/b"),
                ("/docs/B", "/docs/b"),
                ("/api/documents/B.md", "/api/documents/b"),
                ("/api/documents/beta", "/api/documents/b"),
                ("/docs/beta.md", "/docs/b.md"),
                ("/docs/beta?print=1", "/docs/b?print=1"),
            }
        )
            await Leads(before, after);

        File.Move(Path.Combine(own.Content, "a.md"), Path.Combine(own.Content, "c.md"));
        for (var guard = 0; (await client.GetAsync("/docs/a", Cancellation)).StatusCode != HttpStatusCode.Redirect && guard < 600; guard++)
            await Task.Delay(100, Cancellation);
        await Leads("/docs/a", "/docs/c");
        await Leads("/api/documents/a", "/api/documents/c");
        await Leads("/docs/a.md", "/docs/c.md");

        async Task Leads(string before, string after)
        {
            var answer = await client.GetAsync(before, Cancellation);
            Assert.Equal((HttpStatusCode.Redirect, after), (answer.StatusCode, answer.Headers.Location?.ToString()));
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(after, Cancellation)).StatusCode);
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
