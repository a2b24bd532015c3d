using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Knowledge.Tests.Indexer.Archive;

namespace Knowledge.Tests.Api.Archives;

/// <summary>An author takes an archived page as evidence of a draft, and takes it back.</summary>
public sealed class EvidenceTests : IDisposable
{
    private readonly ArchiveFixture archive = new();
    private readonly Server server = Server.With(("disk-full.md", "# Disk full\n\n## Causes\n\n- Old shards were not deleted.\n"));
    private readonly HttpClient client;

    public EvidenceTests()
    {
        archive.Build(
            ArchiveFixture.Page("OPS-1", "Relay [down] <again>", "The relay was restarted.", "2026-01-05"),
            ArchiveFixture.Page("OPS-2", "Relay slow", "The relay had no memory.") with
            {
                Link = null,
            }
        );
        server.Told("archive", $"tickets={archive.Out}");
        client = server.Client();
    }

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
        archive.Dispose();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<string> Begin(string title)
    {
        var made = await client.PostAsJsonAsync("/api/postmortems", new { title }, Cancellation);
        return (await made.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("slug").GetString()!;
    }

    private async Task<string> Text(string slug) =>
        (await client.GetFromJsonAsync<JsonElement>($"/api/postmortems/{slug}", Cancellation)).GetProperty("text").GetString()!;

    // The archive is opened in the background.
    private async Task<IHtmlDocument> Page(string address)
    {
        for (var attempt = 0; ; attempt++)
        {
            using var response = await client.GetAsync(address, Cancellation);
            if (response.StatusCode == HttpStatusCode.OK || attempt == 300)
                return new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync(Cancellation));
            await Task.Delay(50, Cancellation);
        }
    }

    private async Task<HttpResponseMessage> Send(IElement form)
    {
        using var content = new FormUrlEncodedContent(
            form.QuerySelectorAll("input[name], select[name]")
                .Select(e => new KeyValuePair<string, string>(
                    e.GetAttribute("name")!,
                    e is IHtmlSelectElement select ? select.Value! : ((IHtmlInputElement)e).Value
                ))
        );
        var response = await client.PostAsync(form.GetAttribute("action"), content, Cancellation);
        return response.Headers.Location is { } next ? await client.GetAsync(next, Cancellation) : response;
    }

    [Fact]
    public async Task One_click_adds_a_line_and_another_takes_it_back()
    {
        var slug = await Begin("Relay outage");
        var page = await Page($"/archive/tickets/OPS-1?draft={slug}");
        var before = await Text(slug);
        var form = Assert.Single(page.QuerySelectorAll("form[action='/archive/tickets/OPS-1']"));
        Assert.Equal(slug, ((IHtmlSelectElement)form.QuerySelector("select")!).Value);

        using var taken = await Send(form);
        var after = new HtmlParser().ParseDocument(await taken.Content.ReadAsStringAsync(Cancellation));
        Assert.Matches(
            @"## Evidence\n\n- \[Relay \\\[down\\\] \S*again\S*\]\(<https://tickets\.example/OPS-1>\), tickets, 2026-01-05\n",
            await Text(slug)
        );
        Assert.Contains("is evidence of", after.QuerySelector(".toast")!.TextContent, StringComparison.Ordinal);

        // Twice is once.
        using (await Send(form)) { }
        Assert.Equal(2, (await Text(slug)).Split("OPS-1").Length);

        using var undone = await Send(after.QuerySelector(".toast form")!);
        Assert.Equal(HttpStatusCode.OK, undone.StatusCode);
        Assert.Equal(before, await Text(slug));
        var back = new HtmlParser().ParseDocument(await undone.Content.ReadAsStringAsync(Cancellation));
        Assert.Null(back.QuerySelector(".toast"));
    }

    [Fact]
    public async Task Somebody_elses_save_is_not_undone()
    {
        var slug = await Begin("Relay outage");
        var page = await Page($"/archive/tickets/OPS-2?draft={slug}");
        using var taken = await Send(page.QuerySelector("form[action='/archive/tickets/OPS-2']")!);
        var after = new HtmlParser().ParseDocument(await taken.Content.ReadAsStringAsync(Cancellation));
        // Where the system that it comes from is not known, the page as it was archived is the evidence.
        Assert.Contains("(</archive/tickets/OPS-2>), tickets", await Text(slug), StringComparison.Ordinal);

        using var save = new HttpRequestMessage(HttpMethod.Put, $"/api/postmortems/{slug}")
        {
            Content = JsonContent.Create(new { text = (await Text(slug)) + "\nMore.\n" }),
        };
        save.Headers.TryAddWithoutValidation("If-Match", "\"2\"");
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(save, Cancellation)).StatusCode);
        using var undone = await Send(after.QuerySelector(".toast form")!);
        Assert.Equal(HttpStatusCode.PreconditionFailed, undone.StatusCode);
        Assert.Contains("More.", await Text(slug), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_has_a_button_for_each_hit_once_a_draft_is_chosen()
    {
        await Page("/archive/tickets/OPS-1");
        var slug = await Begin("Relay outage");
        var plain = await Page("/search?q=relay&scope=archive");
        Assert.Empty(plain.QuerySelectorAll("form[action^='/archive/']"));
        Assert.Empty((await Page("/search?q=relay&scope=archive&draft=nobody")).QuerySelectorAll("form[action^='/archive/']"));

        var edit = await Page($"/postmortems/{slug}/edit");
        var look = edit.QuerySelector("a[href*='scope=archive']")!.GetAttribute("href")!;
        Assert.Contains($"draft={slug}", look, StringComparison.Ordinal);
        var list = await Page($"/search?q=relay&scope=archive&draft={slug}");
        Assert.Equal(2, list.QuerySelectorAll("form[action^='/archive/tickets/OPS-']").Length);
        Assert.All(
            list.QuerySelectorAll("ol.hits h3 a"),
            a => Assert.Contains($"?draft={slug}#s0", a.GetAttribute("href"), StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Without_a_draft_nothing_is_offered_and_what_is_not_there_is_told()
    {
        Assert.Empty((await Page("/archive/tickets/OPS-1")).QuerySelectorAll("form[action^='/archive/']"));
        using var content = new FormUrlEncodedContent([new("draft", "nobody")]);
        using var unknown = await client.PostAsync("/archive/tickets/OPS-1", content, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        using var missing = await client.PostAsync("/archive/tickets/OPS-9", content, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }
}
