using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Knowledge.Tests.Api.Postmortems;

public sealed class WritingTests : IDisposable
{
    private const string Runbook =
        "---\ntitle: Spool full\nowner: data\n---\n# Spool full\n\n## Causes\n\n"
        + "- **The spool of the exporter was full and the export waited.**\n"
        + "\n## Remediation\n\n1. Remove old files from the spool of the exporter.\n\n   ```sh\n   find /spool -mtime +7 -delete\n   ```\n"
        + "\n## Verification\n\n1. Look at the newest invoice.\n\n   Expect: below ten minutes.\n";
    private const string Catalog =
        "kind: Group\nmetadata: {name: data}\n---\nkind: Component\nmetadata: {name: spool}\nspec: {owner: data}\n";

    private readonly Server server = Server.With(("spool-full.md", Runbook), ("catalog-info.yaml", Catalog));
    private readonly HttpClient client;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public WritingTests() => client = server.Client();

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
    }

    [Fact]
    public async Task A_draft_is_written_published_refused_closed_and_reopened()
    {
        var created = await client.PostAsJsonAsync(
            "/api/postmortems",
            new { searched = "Invoices: missing again!", actor = "first line" },
            Cancellation
        );
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var draft = await Json(created);
        var slug = draft.GetProperty("slug").GetString()!;
        Assert.EndsWith("-invoices-missing-again", slug, StringComparison.Ordinal);
        Assert.Equal(("draft", "\"1\""), (draft.GetProperty("state").GetString(), created.Headers.ETag?.Tag));
        Assert.Contains("searched:\n  - \"Invoices: missing again!\"", draft.GetProperty("text").GetString(), StringComparison.Ordinal);
        // A draft is no page.
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/docs/postmortems/{slug}", Cancellation)).StatusCode);

        var text = draft
            .GetProperty("text")
            .GetString()!
            .Replace(
                "## Root cause\n",
                "## Root cause\n\nThe spool of the exporter was full and the export waited.\n",
                StringComparison.Ordinal
            )
            .Replace("status: draft\n", "status: draft\nservices: [spool]\nrunbooks: [spool-full]\n", StringComparison.Ordinal);
        var saved = await Put(slug, text, 1);
        Assert.Equal((HttpStatusCode.OK, "\"2\""), (saved.StatusCode, saved.Headers.ETag?.Tag));

        var published = await State(slug, "published", 2);
        Assert.Equal(HttpStatusCode.OK, published.StatusCode);
        // It is found at once.
        var found = await client.GetFromJsonAsync<JsonElement>("/api/search?q=invoices+missing", Cancellation);
        Assert.Equal($"postmortems/{slug}", found.GetProperty("hits")[0].GetProperty("documentId").GetString());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/docs/postmortems/{slug}", Cancellation)).StatusCode);

        var refused = await State(slug, "closed", 3);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        var missing = (await Json(refused)).GetProperty("missing").EnumerateArray().Select(m => m.GetString()!).ToList();
        Assert.Contains("code: not answered; link what fixed it, leave it open with owner and date, or rule it out with a reason", missing);
        Assert.Contains(missing, m => m.StartsWith("status-page: no sentence", StringComparison.Ordinal));
        Assert.DoesNotContain(
            missing,
            m =>
                m.StartsWith("searchability", StringComparison.Ordinal)
                || m.StartsWith("ownership", StringComparison.Ordinal)
                || m.StartsWith("runbook:", StringComparison.Ordinal)
        );

        const string Reason = "state: not-needed, reason: test";
        string[] names = ["code", "data", "detection", "alert-link", "twin-change", "process", "drill"];
        var surfaces = string.Concat(names.Select(s => $"  {s}: {{{Reason}}}\n"));
        text = (await Get(slug))
            .GetProperty("text")
            .GetString()!
            .Replace("status: published\n", $"status: published\nwording: We are on it.\nsurfaces:\n{surfaces}", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Put(slug, text, 3)).StatusCode);
        var closed = await State(slug, "closed", 4);
        Assert.True(closed.IsSuccessStatusCode, await closed.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("closed", (await Json(closed)).GetProperty("state").GetString());

        // The runbook goes, and it regressed.
        File.Delete(Path.Combine(server.Content, "spool-full.md"));
        for (var i = 0; (await Get(slug)).GetProperty("patches").GetProperty("mayClose").GetBoolean(); i++)
        {
            Assert.True(i < 200);
            await Task.Delay(50, Cancellation);
        }
        Assert.Contains(
            (await client.GetFromJsonAsync<JsonElement>("/api/postmortems", Cancellation))
                .GetProperty("postmortems")[0]
                .GetProperty("missing")
                .EnumerateArray(),
            m => m.GetString()!.StartsWith("runbook: no such runbook", StringComparison.Ordinal)
        );
        var reopened = await Json(await State(slug, "published", 5));
        Assert.Equal("published", reopened.GetProperty("state").GetString());
        Assert.Equal(
            ["reopened", "closed", "", "published", "", "begun"],
            (await client.GetFromJsonAsync<JsonElement>($"/api/postmortems/{slug}/revisions", Cancellation))
                .GetProperty("revisions")
                .EnumerateArray()
                .Select(r => r.GetProperty("note").GetString())
        );
    }

    [Fact]
    public async Task Who_is_slower_overwrites_nothing_and_is_told_what_is_newest()
    {
        var (slug, text) = await Begin("Two at once");
        Assert.Equal(HttpStatusCode.OK, (await Put(slug, text + "\nfirst\n", 1)).StatusCode);
        var lost = await Put(slug, text + "\nsecond\n", 1);
        Assert.Equal(HttpStatusCode.PreconditionFailed, lost.StatusCode);
        Assert.Equal("\"2\"", lost.Headers.ETag?.Tag);
        Assert.EndsWith("first\n", (await Json(lost)).GetProperty("newest").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Put(slug, text + "\nfirst\n\nsecond\n", 2)).StatusCode);
        Assert.EndsWith(
            "first\n",
            (await client.GetFromJsonAsync<JsonElement>($"/api/postmortems/{slug}/revisions/2", Cancellation))
                .GetProperty("text")
                .GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await State(slug, "published", 2)).StatusCode);
    }

    [Fact]
    public async Task A_request_without_the_revision_is_turned_away()
    {
        var (slug, text) = await Begin("No revision");
        foreach (var tag in new[] { null, "*", "\"x\"", "3", "W/\"1\"" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/postmortems/{slug}")
            {
                Content = JsonContent.Create(new { text }),
            };
            if (tag is not null)
                request.Headers.TryAddWithoutValidation("If-Match", tag);
            Assert.Equal(HttpStatusCode.PreconditionRequired, (await client.SendAsync(request, Cancellation)).StatusCode);
        }
        Assert.Equal(
            HttpStatusCode.NotModified,
            (
                await Send(
                    new(HttpMethod.Get, $"/api/postmortems/{slug}") { Headers = { IfNoneMatch = { new EntityTagHeaderValue("\"1\"") } } }
                )
            ).StatusCode
        );
        Assert.Equal(HttpStatusCode.NotFound, (await Put("absent", text, 1)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/postmortems/absent", Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("status: draft", "status: closed", "`status` is changed with the buttons")]
    [InlineData("status: draft", "status: draft\nid: other", "`id` cannot be changed here")]
    [InlineData("status: draft", "status: draft\ndraft: true", "This would be no page")]
    [InlineData("kind: postmortem", "kind: runbook", "`kind` must stay `postmortem`")]
    public async Task What_editing_must_not_change_is_refused_and_nothing_is_lost(string old, string now, string detail)
    {
        var (slug, text) = await Begin("Not by editing");
        var answer = await Put(slug, text.Replace(old, now, StringComparison.Ordinal), 1);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(detail, (await Json(answer)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(text, (await Get(slug)).GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("{}", 400)]
    [InlineData("""{"alert": "absent"}""", 404)]
    [InlineData("""{"text": "+++\ntitle = 'a'\n+++\n# A\n"}""", 422)]
    [InlineData("""{"text": "---\na: [\n---\n# A\n"}""", 422)]
    [InlineData("""{"title": "   "}""", 400)]
    public async Task What_cannot_be_begun_is_said(string body, int status) =>
        Assert.Equal(
            status,
            (int)
                (
                    await client.PostAsync(
                        "/api/postmortems",
                        new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
                        Cancellation
                    )
                ).StatusCode
        );

    [Fact]
    public async Task The_same_title_twice_is_two_postmortems_and_hostile_titles_have_an_address()
    {
        var (first, _) = await Begin("Same");
        var (second, _) = await Begin("Same");
        Assert.Equal(first + "-2", second);
        foreach (var title in new[] { "../../etc/passwd", "<script>alert(1)</script>", "時計", new string('a', 200), "a\0b\u202E", "?#%&" })
        {
            var (slug, _) = await Begin(title);
            Assert.Matches("^[a-z0-9_-]{1,95}$", slug);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/api/postmortems/{slug}", Cancellation)).StatusCode);
        }
    }

    [Fact]
    public async Task A_discarded_draft_is_gone_from_the_list_and_can_be_brought_back()
    {
        var (slug, _) = await Begin("Regretted");
        Assert.Equal(HttpStatusCode.OK, (await State(slug, "discarded", 1)).StatusCode);
        Assert.Empty(
            (await client.GetFromJsonAsync<JsonElement>("/api/postmortems", Cancellation)).GetProperty("postmortems").EnumerateArray()
        );
        Assert.Equal(HttpStatusCode.Conflict, (await State(slug, "published", 2)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await State(slug, "draft", 2)).StatusCode);
        Assert.Single(
            (await client.GetFromJsonAsync<JsonElement>("/api/postmortems", Cancellation)).GetProperty("postmortems").EnumerateArray()
        );
    }

    [Fact]
    public async Task A_file_of_the_same_path_takes_its_place()
    {
        var (slug, text) = await Begin("Moves to git");
        Assert.Equal(HttpStatusCode.Conflict, (await State(slug, "published", 1)).StatusCode);
        text += "\nWritten.\n";
        Assert.Equal(HttpStatusCode.OK, (await Put(slug, text, 1)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await State(slug, "published", 2)).StatusCode);
        Directory.CreateDirectory(Path.Combine(server.Content, "postmortems"));
        File.WriteAllText(
            Path.Combine(server.Content, "postmortems", slug + ".md"),
            text.Replace("status: draft", "status: published\nseverity: from-file", StringComparison.Ordinal)
        );
        for (var i = 0; ; i++)
        {
            var document = await client.GetFromJsonAsync<JsonElement>($"/api/documents/postmortems/{slug}", Cancellation);
            if (document.GetProperty("frontMatter").TryGetProperty("severity", out var severity) && severity.GetString() == "from-file")
                break;
            Assert.True(i < 200);
            await Task.Delay(50, Cancellation);
        }
        Assert.Single(
            (await client.GetFromJsonAsync<JsonElement>("/api/documents?kind=postmortem", Cancellation))
                .GetProperty("documents")
                .EnumerateArray()
        );
    }

    private async Task<(string Slug, string Text)> Begin(string title)
    {
        var answer = await client.PostAsJsonAsync("/api/postmortems", new { title }, Cancellation);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var created = await Json(answer);
        return (created.GetProperty("slug").GetString()!, created.GetProperty("text").GetString()!);
    }

    private async Task<JsonElement> Get(string slug) =>
        await client.GetFromJsonAsync<JsonElement>($"/api/postmortems/{slug}", Cancellation);

    private Task<HttpResponseMessage> Put(string slug, string text, int revision) =>
        Send(
            new(HttpMethod.Put, $"/api/postmortems/{slug}")
            {
                Content = JsonContent.Create(new { text }),
                Headers = { IfMatch = { new EntityTagHeaderValue($"\"{revision}\"") } },
            }
        );

    private Task<HttpResponseMessage> State(string slug, string state, int revision) =>
        Send(
            new(HttpMethod.Post, $"/api/postmortems/{slug}/state")
            {
                Content = JsonContent.Create(new { state }),
                Headers = { IfMatch = { new EntityTagHeaderValue($"\"{revision}\"") } },
            }
        );

    private Task<HttpResponseMessage> Send(HttpRequestMessage request) => client.SendAsync(request, Cancellation);

    private static Task<JsonElement> Json(HttpResponseMessage answer) => answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
}
