using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Knowledge.Tests.Api.Postmortems;

[Trait("Reliability", "F-14")]
public sealed class EditorTests : IDisposable
{
    private readonly Server server = Server.With(("spool-full.md", "# Spool full\n\n## Remediation\n\n1. Remove old files.\n"));
    private readonly HttpClient client;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public EditorTests() => client = server.Client();

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
    }

    [Fact]
    public async Task A_field_changes_its_span_and_the_rest_stays_as_it_was()
    {
        var slug = await Begin("Quiet export");
        var text = (await Text(slug))
            .Replace("status: draft\n", "status: draft\n# a remark\nx-other: [1,   2]\n", StringComparison.Ordinal)
            .Replace("## Impact\n", "## Impact\n\n*  odd   spacing\n\n## Ours\n\n<!-- kept -->\n", StringComparison.Ordinal);
        await Post(
            slug,
            new("revision", "1"),
            new("view", "text"),
            new("do", "save"),
            new("text", text.Replace("\n", "\r\n", StringComparison.Ordinal))
        );
        Assert.Equal(text, await Text(slug));

        await Post(
            slug,
            new("revision", "2"),
            new("do", "save"),
            new("field.severity", "sev2"),
            new("section", "Root cause"),
            new("body", "The spool.\r\n\r\nIt was full.")
        );
        Assert.Equal(
            text.Replace("date: ", "date: ", StringComparison.Ordinal)
                .Replace("---\n\n# Quiet", "severity: sev2\n---\n\n# Quiet", StringComparison.Ordinal)
                .Replace("## Root cause\n", "## Root cause\n\nThe spool.\n\nIt was full.\n", StringComparison.Ordinal),
            await Text(slug)
        );
    }

    [Fact]
    public async Task Two_who_save_at_once_get_both_texts_and_lose_no_keystroke()
    {
        var slug = await Begin("Two editors");
        await Post(slug, new("revision", "1"), new("do", "save"), new("section", "Impact"), new("body", "All clients."));
        var answer = await Post(slug, new("revision", "1"), new("do", "save"), new("section", "Lessons"), new("body", "Ask first."));
        Assert.Equal(HttpStatusCode.PreconditionFailed, answer.StatusCode);
        var page = await Parse(answer);
        var merged = ((IHtmlTextAreaElement)page.QuerySelector("textarea[name=text]")!).Value;
        Assert.Contains("All clients.", merged, StringComparison.Ordinal);
        Assert.Contains("Ask first.", merged, StringComparison.Ordinal);
        Assert.Equal("2", page.QuerySelector("input[name=revision]")!.GetAttribute("value"));

        // Of the same lines the one who is slower sees the other's beside his own.
        answer = await Post(slug, new("revision", "1"), new("do", "save"), new("section", "Impact"), new("body", "One client."));
        page = await Parse(answer);
        Assert.Contains("One client.", ((IHtmlTextAreaElement)page.QuerySelector("textarea[name=text]")!).Value, StringComparison.Ordinal);
        Assert.Contains("All clients.", page.QuerySelector("div.note.warn")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.Redirect,
            (await Post(slug, new("revision", "2"), new("view", "text"), new("do", "save"), new("text", merged))).StatusCode
        );
        Assert.Contains("Ask first.", await Text(slug), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_saved_by_itself_is_one_revision_until_somebody_saves()
    {
        var slug = await Begin("By itself");
        for (var i = 1; i <= 5; i++)
        {
            var answer = await Post(
                slug,
                new("revision", $"{i}"),
                new("do", "autosave"),
                new("section", "Summary"),
                new("body", new string('x', i))
            );
            Assert.Equal(i + 1, (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("revision").GetInt32());
        }
        var revisions = (await client.GetFromJsonAsync<JsonElement>($"/api/postmortems/{slug}/revisions", Cancellation)).GetProperty(
            "revisions"
        );
        Assert.Equal([6, 1], revisions.EnumerateArray().Select(r => r.GetProperty("number").GetInt32()));
        Assert.Equal(
            HttpStatusCode.PreconditionFailed,
            (await Post(slug, new("revision", "3"), new("do", "autosave"), new("section", "Summary"), new("body", "old"))).StatusCode
        );
        Assert.Contains("xxxxx", await Text(slug), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_made_from_a_revision_that_autosaves_followed_is_put_together_with_theirs()
    {
        var slug = await Begin("Two editors, one types");
        var autosave = await Post(slug, new("revision", "1"), new("do", "autosave"), new("section", "Impact"), new("body", "All"));
        Assert.Equal(2, (await autosave.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("revision").GetInt32());
        // Somebody else opens it here, while the first goes on typing.
        var opened = await Text(slug);
        await Post(slug, new("revision", "2"), new("do", "autosave"), new("section", "Impact"), new("body", "All clients"));
        await Post(slug, new("revision", "3"), new("do", "autosave"), new("section", "Impact"), new("body", "All clients of ours."));

        var ours = opened.Replace("## Lessons\n", "## Lessons\n\nAsk first.\n", StringComparison.Ordinal);
        Assert.NotEqual(opened, ours);
        var answer = await Post(slug, new("revision", "2"), new("view", "text"), new("do", "save"), new("text", ours));

        Assert.Equal(HttpStatusCode.PreconditionFailed, answer.StatusCode);
        var page = await Parse(answer);
        var merged = ((IHtmlTextAreaElement)page.QuerySelector("textarea[name=text]")!).Value;
        Assert.Contains("All clients of ours.", merged, StringComparison.Ordinal);
        Assert.Contains("Ask first.", merged, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector(".note.fine"));
    }

    [Fact]
    public async Task An_earlier_text_comes_back_as_a_revision_of_its_own_and_the_state_stays()
    {
        var slug = await Begin("Back again");
        await Post(slug, new("revision", "1"), new("do", "save"), new("section", "Summary"), new("body", "First."));
        await Post(slug, new("revision", "2"), new("do", "published"), new("section", "Summary"), new("body", "Second."));
        var history = await Parse(await client.GetAsync($"/postmortems/{slug}/history?to=3", Cancellation));
        Assert.Equal(
            ("- First.", "+ Second."),
            (history.QuerySelector(".diff del")!.TextContent, history.QuerySelector(".diff ins")!.TextContent)
        );
        var answer = await client.PostAsync(
            $"/postmortems/{slug}/history",
            new FormUrlEncodedContent([new("revision", "4"), new("number", "2"), new("actor", "x")]),
            Cancellation
        );
        Assert.Equal($"/postmortems/{slug}/edit?saved=5", answer.Headers.Location?.ToString());
        Assert.Contains("First.", await Text(slug), StringComparison.Ordinal);
        Assert.Contains("status: published", await Text(slug), StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.Conflict,
            (
                await client.PostAsync(
                    $"/postmortems/{slug}/history",
                    new FormUrlEncodedContent([new("revision", "4"), new("number", "3")]),
                    Cancellation
                )
            ).StatusCode
        );
    }

    [Fact]
    public async Task Whatever_is_typed_into_any_field_stays_in_it_and_runs_nothing()
    {
        const string Hostile = "<script>alert(1)</script>\"'>{{x}} ]]> --- \u202E [a](javascript:alert(1)) <img src=x onerror=alert(1)>";
        var slug = await Begin("Hostile");
        var edit = await Parse(await client.GetAsync($"/postmortems/{slug}/edit", Cancellation));
        var fields = edit.QuerySelectorAll(
                "form[data-editor] input[name], form[data-editor] textarea[name], form[data-editor] select[name]"
            )
            .Select(e => e.GetAttribute("name")!)
            .Where(n =>
                n
                    is not (
                        "revision"
                        or "view"
                        or "actor"
                        or "section"
                        or "field.surfaces.surface"
                        or "field.surfaces.state"
                        or "field.date"
                        or "field.detected"
                        or "field.mitigated"
                        or "field.resolved"
                        or "field.dead-ends.minutes-lost"
                        or "field.surfaces.due"
                    )
            )
            .Distinct()
            .ToList();
        Assert.True(fields.Count > 20);
        var form = fields
            .Where(f => f != "body" && f.StartsWith("field.", StringComparison.Ordinal))
            .Select(f => KeyValuePair.Create(f, Hostile))
            .Concat([
                new("field.surfaces.surface", "code"),
                new("field.surfaces.state", "patched"),
                new("section", "Summary"),
                new("body", Hostile),
                new("revision", "1"),
                new("do", "published"),
            ])
            .ToArray();
        var answer = await Post(slug, form);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        foreach (
            var url in new[]
            {
                answer.Headers.Location!.ToString(),
                $"/postmortems/{slug}/edit",
                $"/postmortems/{slug}/edit?view=text",
                $"/postmortems/{slug}/history",
                $"/postmortems/{slug}/customer",
                "/postmortems",
                "/search?q=hostile+alert",
            }
        )
        {
            var page = await Parse(await client.GetAsync(url, Cancellation));
            Assert.All(page.QuerySelectorAll("script"), s => Assert.True(s.HasAttribute("src")));
            Assert.Empty(page.QuerySelectorAll("[onerror], a[href^='javascript:']"));
        }
        var front = (await client.GetFromJsonAsync<JsonElement>($"/api/documents/postmortems/{slug}", Cancellation)).GetProperty(
            "frontMatter"
        );
        Assert.Equal("published", front.GetProperty("status").GetString());
        Assert.Contains("<script>alert(1)</script>", front.GetProperty("symptoms")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_exported_is_the_same_document_when_it_is_read_as_a_file()
    {
        var slug = await Begin("Out and in");
        await Post(
            slug,
            new("revision", "1"),
            new("do", "published"),
            new("field.symptoms", "no rows\ntables: empty"),
            new("section", "Summary"),
            new("body", "It stood.")
        );
        var before = await client.GetStringAsync($"/api/documents/postmortems/{slug}", Cancellation);
        var file = await client.GetStringAsync($"/postmortems/{slug}/export.md", Cancellation);
        await using var other = Server.With(($"postmortems/{slug}.md", file));
        using var reader = other.Client();
        var (a, b) = (
            JsonDocument.Parse(before).RootElement,
            JsonDocument.Parse(await reader.GetStringAsync($"/api/documents/postmortems/{slug}", Cancellation)).RootElement
        );
        foreach (var part in new[] { "id", "title", "kind", "frontMatter", "sections", "causes", "symptoms" })
            Assert.Equal(a.GetProperty(part).GetRawText(), b.GetProperty(part).GetRawText());
    }

    [Fact]
    public async Task What_customers_may_read_has_no_internal_names()
    {
        var slug = await Begin("Quiet morning");
        await Post(
            slug,
            new("revision", "1"),
            new("do", "published"),
            new("field.title", "spool-writer stood still"),
            new("field.services", "spool-writer"),
            new("field.detected", "2026-03-02T04:10:00Z"),
            new("field.mitigated", "2026-03-02T05:10:00Z"),
            new("field.wording.text", "Your invoices come again since {time} UTC."),
            new("field.wording.text", "spool-writer was full."),
            new("section", "Impact"),
            new("body", "host batch-7 was full")
        );
        var page = (await Parse(await client.GetAsync($"/postmortems/{slug}/customer", Cancellation))).QuerySelector("article")!;
        Assert.StartsWith("Incident of ", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Your invoices come again since 05:10 UTC.", page.TextContent, StringComparison.Ordinal);
        foreach (var hidden in page.QuerySelectorAll(".noprint").ToList())
            hidden.Remove();
        Assert.DoesNotContain("spool-writer", page.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("batch-7", page.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_may_not_be_kept_is_still_in_the_form()
    {
        var slug = await Begin("Kept in the form");
        var answer = await Post(
            slug,
            new("revision", "1"),
            new("view", "text"),
            new("do", "save"),
            new("text", "no front matter, my words")
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(
            "my words",
            ((IHtmlTextAreaElement)(await Parse(answer)).QuerySelector("textarea[name=text]")!).Value,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("status: draft\na: &a [x, x]\nb: *a\n", "anchors")]
    [InlineData("status: draft\n<<: {a: 1}\n", "Line ")]
    [InlineData("status: draft\nx: !!python/object a\n", "Line ")]
    [InlineData("status: draft\nx: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]\n", "Line ")]
    [InlineData("status: draft\nstatus: closed\n", "Line ")]
    public async Task Hostile_front_matter_is_refused_with_its_line_and_stays_in_the_form(string front, string said)
    {
        var slug = await Begin("Front matter");
        var text = (await Text(slug)).Replace("status: draft\n", front, StringComparison.Ordinal);
        var answer = await Post(slug, new("revision", "1"), new("view", "text"), new("do", "save"), new("text", text));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await Parse(answer);
        Assert.Contains("Not saved: Line ", page.QuerySelector("#said")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(said, page.QuerySelector("#said")!.TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(text.TrimEnd(), ((IHtmlTextAreaElement)page.QuerySelector("textarea[name=text]")!).Value.TrimEnd());
    }

    private async Task<string> Begin(string title)
    {
        var answer = await client.PostAsync(
            "/postmortems/new",
            new FormUrlEncodedContent([new("title", title), new("date", "2026-03-02")]),
            Cancellation
        );
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!.ToString().Split('/')[2];
    }

    private Task<string> Text(string slug) => client.GetStringAsync($"/postmortems/{slug}/export.md", Cancellation);

    private Task<HttpResponseMessage> Post(string slug, params KeyValuePair<string, string>[] fields) =>
        client.PostAsync($"/postmortems/{slug}/edit", new FormUrlEncodedContent(fields), Cancellation);

    private static async Task<IHtmlDocument> Parse(HttpResponseMessage answer) =>
        new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Cancellation));
}
