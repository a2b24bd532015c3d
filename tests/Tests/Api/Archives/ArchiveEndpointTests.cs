using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Knowledge.Indexer.Archive;
using Knowledge.Tests.Indexer.Archive;
using Microsoft.Extensions.Time.Testing;

namespace Knowledge.Tests.Api.Archives;

public sealed class ArchiveEndpointTests : IDisposable
{
    private static readonly (string, string)[] Files = [("disk-full.md", "# Disk full\n\n## Causes\n\n- Old shards were not deleted.\n")];

    private readonly ArchiveFixture archive = new();

    public void Dispose() => archive.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private void Build(params IReadOnlyList<ArchivePage> more) =>
        archive.Build(
            isWhole: true,
            [
                ArchiveFixture.Page("OPS-1", "Relay down", "The relay was restarted.\n\nThen <b>mails</b> came.", "2026-01-05"),
                ArchiveFixture.Page("OPS-2", "Relay slow", "The relay had no memory.", "2026-03-01"),
                .. more,
            ]
        );

    private Server Serve(params (string, string)[] settings)
    {
        var server = Server.With(Files);
        server.Told("archive", $"tickets={archive.Out}");
        foreach (var (name, value) in settings)
            server.Told(name, value);
        return server;
    }

    private static async Task<JsonElement> Get(HttpClient client, string address) =>
        await client.GetFromJsonAsync<JsonElement>(address, Cancellation);

    // It is opened in the background.
    private static async Task<JsonElement> Until(HttpClient client, string address, Func<JsonElement, bool> holds)
    {
        for (var attempt = 0; ; attempt++)
        {
            var got = await Get(client, address);
            if (holds(got) || attempt == 300)
                return got;
            await Task.Delay(50, Cancellation);
        }
    }

    private static bool HasArchive(JsonElement response) => response.TryGetProperty("archive", out _);

    [Fact]
    public async Task Answers_have_what_archives_hold_below_what_is_served()
    {
        Build();
        using var server = Serve();
        using var client = server.Client();
        var found = await Until(client, "/api/search?q=relay+disk", HasArchive);
        Assert.Equal("disk-full", found.GetProperty("hits")[0].GetProperty("documentId").GetString());
        var hits = found.GetProperty("archive").EnumerateArray().ToList();
        Assert.Equal(2, hits.Count);
        var first = hits.Single(h => h.GetProperty("id").GetString()!.StartsWith("tickets/OPS-2", StringComparison.Ordinal));
        Assert.Equal(
            ("tickets", "Relay slow", "2026-03-01", "/archive/tickets/OPS-2#s0"),
            (
                first.GetProperty("source").GetString(),
                first.GetProperty("title").GetString(),
                first.GetProperty("date").GetString(),
                first.GetProperty("url").GetString()
            )
        );
        Assert.Contains("memory", first.GetProperty("snippet").GetString(), StringComparison.Ordinal);
        Assert.InRange(first.GetProperty("score").GetDouble(), 0, 1);
        Assert.False(found.TryGetProperty("archiveComplete", out _));
        Assert.False(HasArchive(await Get(client, "/api/search?q=shards")));
        Assert.False(HasArchive(await Get(client, "/api/search?q=relay&scope=knowledge")));
        Assert.False(HasArchive(await Get(client, "/api/search?q=relay&preview=1")));
    }

    [Fact]
    public async Task The_archive_alone_is_searched_with_pages_and_by_date()
    {
        Build();
        using var server = Serve();
        using var client = server.Client();
        var alone = await Until(client, "/api/search?q=relay+disk&scope=archive&archiveOrder=date", HasArchive);
        Assert.Empty(alone.GetProperty("hits").EnumerateArray());
        Assert.False(alone.TryGetProperty("gap", out _));
        Assert.Equal(
            ["2026-03-01", "2026-01-05"],
            alone.GetProperty("archive").EnumerateArray().Select(h => h.GetProperty("date").GetString())
        );
        Assert.False(HasArchive(await Get(client, "/api/search?q=relay&scope=archive&archivePage=2")));
        Assert.Equal("tickets/OPS-2#0", Ids(await Get(client, "/api/search?q=title:slow&scope=archive&syntax=lucene")));
        Assert.Empty((await Get(client, "/api/gaps")).GetProperty("gaps").EnumerateArray());

        static string Ids(JsonElement response) =>
            string.Join(' ', response.GetProperty("archive").EnumerateArray().Select(h => h.GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData("scope=nowhere", "use all, knowledge or archive")]
    [InlineData("syntax=sql", "use detect, lucene or plain")]
    [InlineData("scope=archive&archivePage=0", "use 1 to 50")]
    [InlineData("scope=archive&archivePage=51", "use 1 to 50")]
    [InlineData("archiveOrder=size", "use score or date")]
    [InlineData("scope=1", "use all, knowledge or archive")]
    public async Task Parameters_that_make_no_sense_are_refused(string parameters, string remedy)
    {
        Build();
        using var server = Serve();
        using var client = server.Client();
        using var response = await client.GetAsync($"/api/search?q=relay&{parameters}", Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.EndsWith("bad-parameter", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Contains(remedy, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expression_that_is_none_is_refused_where_it_goes_wrong()
    {
        using var server = Server.With(Files);
        using var client = server.Client();
        using var response = await client.GetAsync("/api/search?q=disk+AND+(full&syntax=lucene", Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.EndsWith("query-syntax", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Contains("disk AND (full▸", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/search?q=disk+AND+(full", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_pasted_search_has_the_same_parameters()
    {
        Build();
        using var server = Serve();
        using var client = server.Client();
        await Until(client, "/api/search?q=relay", HasArchive);
        var alone = await Post(
            new
            {
                q = "relay AND memory",
                syntax = "lucene",
                scope = "archive",
            }
        );
        Assert.Equal(HttpStatusCode.OK, alone.Status);
        Assert.Equal("tickets/OPS-2#0", Assert.Single(alone.Json.GetProperty("archive").EnumerateArray()).GetProperty("id").GetString());
        Assert.Empty(alone.Json.GetProperty("hits").EnumerateArray());
        var newest = await Post(
            new
            {
                q = "relay",
                scope = "archive",
                archiveOrder = "date",
            }
        );
        Assert.Equal("2026-03-01", newest.Json.GetProperty("archive")[0].GetProperty("date").GetString());
        Assert.False(HasArchive((await Post(new { q = "relay", scope = "knowledge" })).Json));
        Assert.False(
            HasArchive(
                (
                    await Post(
                        new
                        {
                            q = "relay",
                            scope = "archive",
                            archivePage = 2,
                        }
                    )
                ).Json
            )
        );
        Assert.True(HasArchive((await Post(new { q = "relay" })).Json));
        foreach (
            var wrong in new object[]
            {
                new { q = "disk AND (full", syntax = "lucene" },
                new { q = "relay", syntax = "sql" },
                new { q = "relay", scope = "nowhere" },
                new { q = "relay", archivePage = 0 },
            }
        )
            Assert.Equal(HttpStatusCode.BadRequest, (await Post(wrong)).Status);

        async Task<(HttpStatusCode Status, JsonElement Json)> Post(object request)
        {
            using var response = await client.PostAsJsonAsync("/api/search", request, Cancellation);
            return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation));
        }
    }

    [Fact]
    public async Task An_archive_that_the_server_makes_keeps_pages_as_long_as_it_is_told()
    {
        archive.File("wiki/old.md", "---\ndate: 2019-01-01\n---\n# Old page\n\nThe zeppelin was moored here.\n");
        archive.File("wiki/none.md", "---\ndate: 2999-01-01\n---\n# New page\n\nThe airship was moored here.\n");
        using var server = Server.With(Files);
        server.Told("archive-content", $"wiki={archive.PathOf("wiki")}");
        server.Told("archive-keep", "wiki=3y");
        using var client = server.Client();
        Assert.True(HasArchive(await Until(client, "/api/search?q=airship", HasArchive)));
        Assert.False(HasArchive(await Get(client, "/api/search?q=zeppelin&scope=archive")));
        using var page = await client.GetAsync("/archive/wiki/old", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
    }

    [Fact]
    public async Task What_is_deleted_in_the_directory_is_deleted_from_its_archive()
    {
        archive.File("wiki/old.md", "# Old page\n\nThe zeppelin was moored here.\n");
        var gone = archive.File("wiki/gone.md", "# Gone\n\nThe airship was moored here.\n");
        using (var server = Server.With(Files))
        {
            server.Told("archive-content", $"wiki={archive.PathOf("wiki")}");
            server.Told("data", archive.PathOf("data"));
            using var client = server.Client();
            Assert.True(HasArchive(await Until(client, "/api/search?q=airship", HasArchive)));
        }
        File.Delete(gone);
        using (var server = Server.With(Files))
        {
            server.Told("archive-content", $"wiki={archive.PathOf("wiki")}");
            server.Told("data", archive.PathOf("data"));
            using var client = server.Client();
            var left = await Until(
                client,
                "/api/search?q=airship+zeppelin&scope=archive",
                r => HasArchive(r) && r.GetProperty("archive").GetArrayLength() == 1
            );
            Assert.Equal("wiki/old#0", left.GetProperty("archive")[0].GetProperty("id").GetString());
        }
    }

    [Fact]
    public async Task One_that_the_server_made_is_made_anew_when_it_is_damaged()
    {
        archive.File("wiki/old.md", "# Old page\n\nThe zeppelin was moored here.\n");
        using (var server = Server.With(Files))
        {
            server.Told("archive-content", $"wiki={archive.PathOf("wiki")}");
            server.Told("data", archive.PathOf("data"));
            using var client = server.Client();
            Assert.True(HasArchive(await Until(client, "/api/search?q=zeppelin", HasArchive)));
        }
        foreach (var file in Directory.EnumerateFiles(archive.PathOf("data/archives/wiki/index"), "*.fdt"))
            File.WriteAllBytes(file, File.ReadAllBytes(file)[..8]);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using (var server = Server.At(time, Files))
        {
            server.Told("archive-content", $"wiki={archive.PathOf("wiki")}");
            server.Told("data", archive.PathOf("data"));
            using var client = server.Client();
            var found = await Until(
                client,
                "/api/search?q=zeppelin",
                r =>
                {
                    // It is looked at once a minute.
                    time.Advance(TimeSpan.FromSeconds(20));
                    return HasArchive(r);
                }
            );
            Assert.Equal("wiki/old#0", found.GetProperty("archive")[0].GetProperty("id").GetString());
        }
    }

    [Theory]
    [InlineData("wiki", "takes NAME=TIME")]
    [InlineData("wiki=soon", "takes NAME=TIME")]
    [InlineData("wiki=5m", "one day or more")]
    [InlineData("tickets=3y", "no archive of --archive-content has this name")]
    public void A_time_that_makes_no_sense_is_refused(string keep, string remedy)
    {
        var (_, error) = Knowledge.Api.Options.ArchiveKeeping.Parse([keep], [new("wiki", "/wiki")]);
        Assert.Contains(remedy, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_archive_it_is_not_asked_for_and_nobody_is_led_there()
    {
        using var server = Server.With(Files);
        using var client = server.Client();
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync("/api/search?q=relay&scope=archive", Cancellation)).StatusCode);
        Assert.DoesNotContain("archive", await client.GetStringAsync("/search?q=disk", Cancellation), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/archive/tickets/OPS-1", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Nothing_that_is_served_waits_for_the_archive_on_the_page()
    {
        Build();
        using var server = Serve();
        using var client = server.Client();
        await Until(client, "/api/search?q=relay", HasArchive);
        var page = await client.GetStringAsync("/search?q=relay", Cancellation);
        Assert.Contains("data-archive=\"/search?q=relay&amp;scope=archive\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Relay slow", page, StringComparison.Ordinal);

        using var asked = new HttpRequestMessage(HttpMethod.Get, "/search?q=relay&scope=archive");
        asked.Headers.Add("X-Fragment", "archive");
        var part = await (await client.SendAsync(asked, Cancellation)).Content.ReadAsStringAsync(Cancellation);
        Assert.DoesNotContain("<html", part, StringComparison.Ordinal);
        Assert.Contains("Relay slow", part, StringComparison.Ordinal);
        Assert.Contains("of the archive mention this", part, StringComparison.Ordinal);
        Assert.Contains("<svg", part, StringComparison.Ordinal);

        var alone = await client.GetStringAsync("/search?q=relay&scope=archive", Cancellation);
        Assert.Contains("<html", alone, StringComparison.Ordinal);
        Assert.Contains("<mark>relay</mark>", alone, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_archived_page_is_shown_as_text_with_the_way_to_where_it_comes_from()
    {
        Build(ArchiveFixture.Page("sub dir/a&b", "Odd", "An odd id."));
        using var server = Serve();
        using var client = server.Client();
        await Until(client, "/api/search?q=relay", HasArchive);
        var page = await client.GetStringAsync("/archive/tickets/OPS-1", Cancellation);
        Assert.Contains("https://tickets.example/OPS-1", page, StringComparison.Ordinal);
        Assert.Contains("<section id=\"s1\">", page, StringComparison.Ordinal);
        Assert.Contains("Then &lt;b&gt;mails&lt;/b&gt; came.", page, StringComparison.Ordinal);
        var odd = (await Get(client, "/api/search?q=odd&scope=archive")).GetProperty("archive")[0].GetProperty("url").GetString()!;
        Assert.Contains("An odd id.", await client.GetStringAsync(odd, Cancellation), StringComparison.Ordinal);
        using var missing = await client.GetAsync("/archive/tickets/OPS-9", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task An_unanswered_question_is_told_how_often_the_archive_speaks_of_it()
    {
        Build();
        using var server = Serve();
        using var client = server.Client();
        var found = await Until(client, "/api/search?q=why+is+the+relay+like+that", HasArchive);
        Assert.True(found.TryGetProperty("gap", out _));
        var mentions = found.GetProperty("archiveMentions");
        Assert.Equal(2, mentions.GetProperty("count").GetInt32());
        Assert.Equal(
            ["2026-01-01", "2026-02-01", "2026-03-01"],
            mentions.GetProperty("months").EnumerateArray().Select(m => m.GetProperty("month").GetString())
        );
    }

    [Fact]
    public async Task A_rebuilt_archive_is_taken_over_and_a_damaged_one_left_out_until_it_is_whole()
    {
        Build();
        using var server = Serve();
        using var client = server.Client();
        await Until(client, "/api/search?q=relay", HasArchive);
        Build(ArchiveFixture.Page("OPS-3", "Zeppelin", "It was moored."));
        Assert.True(HasArchive(await Until(client, "/api/search?q=zeppelin", HasArchive)));

        var files = Directory.EnumerateFiles(archive.Index).ToDictionary(f => f, File.ReadAllBytes);
        foreach (var file in files.Keys.Where(f => f.EndsWith(".fdt", StringComparison.Ordinal)))
            File.WriteAllBytes(file, files[file][..8]);
        File.SetLastWriteTimeUtc(ArchiveManifest.PathIn(archive.Out), DateTime.UnixEpoch);
        var degraded = await Until(client, "/api/search?q=zeppelin", r => r.TryGetProperty("degraded", out _));
        Assert.Contains("The archive tickets is not searched", degraded.GetProperty("degraded").GetRawText(), StringComparison.Ordinal);
        Assert.False(HasArchive(degraded));
        Assert.False(degraded.GetProperty("archiveComplete").GetBoolean());
        var alone = await Get(client, "/api/search?q=zeppelin&scope=archive");
        Assert.Contains("The archive tickets is not searched", alone.GetProperty("degraded").GetRawText(), StringComparison.Ordinal);
        Assert.False(alone.GetProperty("archiveComplete").GetBoolean());
        // What is not known is not said to be none.
        var page = await client.GetStringAsync("/search?q=zeppelin&scope=archive", Cancellation);
        Assert.Contains("Not searched just now: tickets.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("does not mention this", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/-/healthy", Cancellation)).StatusCode);

        foreach (var (file, bytes) in files)
            File.WriteAllBytes(file, bytes);
        Assert.True(HasArchive(await Until(client, "/api/search?q=zeppelin", HasArchive)));
        Assert.False((await Get(client, "/api/search?q=zeppelin")).TryGetProperty("degraded", out _));
        var nothing = await client.GetStringAsync("/search?q=airship&scope=archive", Cancellation);
        Assert.Contains("does not mention this", nothing, StringComparison.Ordinal);
        Assert.DoesNotContain("Not searched just now", nothing, StringComparison.Ordinal);
        Assert.True((await Get(client, "/api/search?q=zeppelin&scope=archive")).GetProperty("tookMs").GetDouble() > 0);
    }

    [Fact]
    public async Task The_server_makes_an_archive_of_a_directory_itself()
    {
        archive.File("wiki/old.md", "# Old page\n\nThe zeppelin was moored here.\n");
        using var server = Server.With(Files);
        server.Told("archive-content", $"wiki={archive.PathOf("wiki")}");
        using var client = server.Client();
        var found = await Until(client, "/api/search?q=zeppelin", HasArchive);
        Assert.Equal("wiki/old#0", found.GetProperty("archive")[0].GetProperty("id").GetString());
        Assert.False(found.TryGetProperty("degraded", out _));
    }
}
