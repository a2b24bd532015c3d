using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Knowledge.Api.Access;
using Knowledge.Api.Live;
using Knowledge.Api.Store;
using Knowledge.Tests.Api.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Stored;

/// <summary>What is stored is shown, and deleted for good by program and by page; the audit says who did it.</summary>
[Trait("Reliability", "A-17")]
public sealed class StoredEndpointTests : IDisposable
{
    private readonly Server server = Server.With(("disk.md", "# Disk full\n\n## Remediation\n\n1. Clean it.\n"));
    private readonly HttpClient client;

    public StoredEndpointTests() => client = server.Client();

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private LiveKnowledge Live => server.Services.GetRequiredService<LiveKnowledge>();

    private IReadOnlyList<AuditRow> Audit =>
        [.. Live.QueryStore(s => s.Access.Audit.List(new(null, null, null, null), 100))!.Where(r => r.What == "delete what is stored")];

    private async Task<JsonElement> Kind(string name) =>
        (await client.GetFromJsonAsync<JsonElement>("/api/stored", Cancellation))
            .GetProperty("kinds")
            .EnumerateArray()
            .Single(k => k.GetProperty("name").GetString() == name);

    private async Task<string> Draft(string secret)
    {
        using var made = await client.PostAsJsonAsync("/api/postmortems", new { title = "Brimstone" }, Cancellation);
        var draft = await made.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        var slug = draft.GetProperty("slug").GetString()!;
        var (text, tag) = (draft.GetProperty("text").GetString()!, made.Headers.ETag!.ToString());
        foreach (var more in new[] { $"\n{secret}\n", "\nnothing\n" })
        {
            using var save = new HttpRequestMessage(HttpMethod.Put, $"/api/postmortems/{slug}")
            {
                Headers = { { "If-Match", tag } },
                Content = JsonContent.Create(new { text = text + more }),
            };
            using var saved = await client.SendAsync(save, Cancellation);
            Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
            tag = saved.Headers.ETag!.ToString();
        }
        return slug;
    }

    [Fact]
    public async Task A_revision_with_a_secret_is_deleted_while_the_server_runs()
    {
        var slug = await Draft("correct horse battery");
        using var first = await client.DeleteAsync($"/api/stored/revisions/{slug}/2", Cancellation);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using var gone = await client.GetAsync($"/api/postmortems/{slug}/revisions/2", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        using var newest = await client.DeleteAsync($"/api/stored/revisions/{slug}/3", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, newest.StatusCode);
        Assert.All(
            Directory.GetFiles(server.Data, "knowledge.db*"),
            f => Assert.DoesNotContain("correct horse", Text(f), StringComparison.Ordinal)
        );
        Assert.Equal([$"revisions {slug}/3: 0 deleted", $"revisions {slug}/2: 1 deleted"], Audit.Select(r => $"{r.Target}: {r.Outcome}"));
    }

    private static string Text(string file)
    {
        using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(open, System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }

    [Fact]
    public async Task A_draft_goes_with_its_file_and_comes_back_by_no_start()
    {
        var slug = await Draft("x");
        var file = Path.Combine(server.Data, "written", slug + ".md");
        await Until(() => File.Exists(file));
        using var deleted = await client.DeleteAsync($"/api/stored/drafts/{slug}", Cancellation);
        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        await Until(() => !File.Exists(file));
        using var gone = await client.GetAsync($"/api/postmortems/{slug}", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    private static async Task Until(Func<bool> holds)
    {
        for (var guard = 0; !holds(); guard++, await Task.Delay(50, Cancellation))
            Assert.True(guard < 400);
    }

    [Fact]
    public async Task What_is_kept_in_memory_beside_the_store_is_deleted_too()
    {
        using var said = await client.PostAsJsonAsync(
            "/api/feedback",
            new
            {
                query = "zymurgy",
                documentId = "disk",
                helped = true,
            },
            Cancellation
        );
        Assert.True(said.IsSuccessStatusCode);
        Assert.Equal(1, (await Kind("feedback")).GetProperty("entries").GetInt32());
        Assert.Contains("zymurgy", await client.GetStringAsync("/api/feedback", Cancellation), StringComparison.Ordinal);

        using var before = await client.DeleteAsync("/api/stored/feedback?before=2026-01-01", Cancellation);
        Assert.Equal(0, (await before.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("deleted").GetInt32());
        using var deleted = await client.DeleteAsync("/api/stored/feedback/disk", Cancellation);
        Assert.Equal(1, (await deleted.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("deleted").GetInt32());
        Assert.DoesNotContain("zymurgy", await client.GetStringAsync("/api/feedback", Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/stored/nothing/1", HttpStatusCode.NotFound)]
    [InlineData("/api/stored/audit/1", HttpStatusCode.NotFound)]
    [InlineData("/api/stored/gaps/absent", HttpStatusCode.NotFound)]
    [InlineData("/api/stored/inbox/x", HttpStatusCode.NotFound)]
    [InlineData("/api/stored/nothing?before=2026-01-01", HttpStatusCode.NotFound)]
    [InlineData("/api/stored/steps?before=2026-01-01", HttpStatusCode.NotFound)]
    [InlineData("/api/stored/gaps", HttpStatusCode.BadRequest)]
    [InlineData("/api/stored/gaps?before=yesterday", HttpStatusCode.BadRequest)]
    [InlineData("/api/stored/gaps?before=2026-02-30", HttpStatusCode.BadRequest)]
    public async Task What_is_not_there_or_makes_no_sense_is_said(string address, HttpStatusCode status)
    {
        using var answer = await client.DeleteAsync(address, Cancellation);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task The_page_asks_before_it_deletes()
    {
        var slug = await Draft("x");
        var page = await client.GetStringAsync("/stored", Cancellation);
        foreach (var kind in StoredKinds.All)
            Assert.Contains($"id=\"{kind.Name}\"", page, StringComparison.Ordinal);
        var asked = await client.GetStringAsync($"/stored?kind=drafts&entry={slug}", Cancellation);
        Assert.Contains("cannot be brought back", asked, StringComparison.Ordinal);
        Assert.Contains(slug, asked, StringComparison.Ordinal);
        Assert.Contains(
            "Delete <b>1</b> of <b>drafts</b>",
            await client.GetStringAsync("/stored?kind=drafts&before=2999-01-01", Cancellation),
            StringComparison.Ordinal
        );
        Assert.Equal(1, (await Kind("drafts")).GetProperty("entries").GetInt32());

        using var done = await client.PostAsync("/stored/delete", Visitor.Form(("kind", "drafts"), ("entry", slug)), Cancellation);
        Assert.Equal("/stored?deleted=1", done.Headers.Location!.OriginalString);
        Assert.Contains("1 entry is deleted", await client.GetStringAsync("/stored?deleted=1", Cancellation), StringComparison.Ordinal);
        Assert.Equal(0, (await Kind("drafts")).GetProperty("entries").GetInt32());
        Assert.Equal($"drafts {slug}", Assert.Single(Audit).Target);

        foreach (
            var form in new (string, string)[][]
            {
                [("kind", "drafts")],
                [("kind", "nothing"), ("entry", "x")],
                [("kind", "audit"), ("entry", "1")],
                [("kind", "steps"), ("before", "2026-01-01")],
                [("kind", "gaps"), ("before", "x")],
            }
        )
        {
            using var refused = await client.PostAsync("/stored/delete", Visitor.Form(form), Cancellation);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        }
    }

    [Fact]
    public async Task Only_an_administrator_sees_it_and_deletes()
    {
        using var guarded = Visitor.Local();
        using var author = guarded.As(Role.Author, "bob");
        foreach (var address in new[] { "/stored", "/api/stored" })
        {
            using var answer = await author.GetAsync(address, Cancellation);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
        using var refused = await author.DeleteAsync("/api/stored/gaps?before=2999-01-01", Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var admin = guarded.As(Role.Admin);
        using var done = await admin.DeleteAsync("/api/stored/gaps?before=2999-01-01", Cancellation);
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
    }
}
