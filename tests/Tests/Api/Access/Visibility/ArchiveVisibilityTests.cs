using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Knowledge.Api.Access;
using Knowledge.Indexer.Archive;
using Knowledge.Tests.Indexer.Archive;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Access.Visibility;

/// <summary>An archive for one group alone, beside one for everybody: whatever leads to archives leads others to the second only.</summary>
[Trait("Reliability", "A-14")]
public sealed partial class ArchiveVisibilityTests : IDisposable
{
    private const string Secret = "quokkafish";

    private readonly ArchiveFixture open = new();
    private readonly ArchiveFixture hidden = new();

    public ArchiveVisibilityTests()
    {
        open.Build(
            ArchiveFixture.Page("OPS-1", "Relay slow", "The relay had no memory.", "2026-03-01"),
            ArchiveFixture.Page("OPS-2", "Relay down", "The relay had no power.", "2026-02-01")
        );
        hidden.Build(
            ArchiveFixture.Page("CASE-1", "Relay of the quokkafish", "The relay was sued by the quokkafish.", "2026-01-05"),
            ArchiveFixture.Page("CASE-2", "Quokkafish relay", "The quokkafish took the relay.", "2026-01-06")
        );
    }

    public void Dispose()
    {
        open.Dispose();
        hidden.Dispose();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // The option of who may see it may be written in other letters than its name.
    private Server Serve(bool withOpen = true) =>
        Server.Told(
            [
                ("auth", "local"),
                ("archive", $"Cases={hidden.Out}"),
                .. withOpen ? new[] { ("archive:1", $"tickets={open.Out}") } : [],
                ("visible", "cases=legal"),
            ],
            files: [("disk-full.md", "# Disk full\n\n## Causes\n\n- Old shards were not deleted.\n")]
        );

    private static HttpClient Stranger(Server server) => server.As(Role.Author, "eve", ["staff"]);

    private static HttpClient Member(Server server) => server.As(Role.Author, "ann", ["legal"]);

    private static async Task<(HttpStatusCode Status, string Text)> Get(HttpClient client, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("X-Fragment", "archive");
        using var answer = await client.SendAsync(request, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private static async Task<string> Post(HttpClient client, string address, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(body) };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        using var answer = await client.SendAsync(request, Cancellation);
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }

    // Archives are opened in the background, and on a busy machine a search of them runs out of time.
    private static async Task<string> Until(Func<Task<string>> ask, Func<string, bool> holds)
    {
        for (var attempt = 0; ; attempt++)
        {
            var text = await ask();
            if (holds(text) || attempt == 300)
                return text;
            await Task.Delay(50, Cancellation);
        }
    }

    private static Task<string> Until(HttpClient client, string address, string holds) =>
        Until(async () => (await Get(client, address)).Text, t => t.Contains(holds, StringComparison.OrdinalIgnoreCase));

    private static async Task Opened(HttpClient member)
    {
        foreach (var page in new[] { "CASE-1", "OPS-1" })
            Assert.Contains(page, await Until(member, "/api/search?q=relay&scope=archive", page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/search?q=relay")]
    [InlineData("/api/search?q=relay&scope=archive")]
    [InlineData("/api/search?q=relay&scope=archive&archiveOrder=date")]
    [InlineData("/api/search?q=title:relay&scope=archive&syntax=lucene")]
    [InlineData("/search?q=relay&scope=archive")]
    [InlineData("/search?q=relay&scope=archive&order=date")]
    public async Task Searches_find_it_for_its_group_alone(string address)
    {
        using var server = Serve();
        using var stranger = Stranger(server);
        using var member = Member(server);
        await Opened(member);
        var text = await Until(stranger, address, "Relay slow");
        Assert.Contains("Relay slow", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Secret, text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Cases", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(Secret, await Until(member, address, Secret), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task How_often_archives_speak_of_something_is_counted_without_it()
    {
        using var server = Serve();
        using var stranger = Stranger(server);
        using var member = Member(server);
        await Opened(member);
        foreach (var (client, count, month) in new[] { (stranger, 2, "2026-02-01"), (member, 4, "2026-01-01") })
        {
            var answer = JsonDocument.Parse(await Until(client, "/api/search?q=why+is+the+relay+like+that", "archiveMentions")).RootElement;
            var mentions = answer.GetProperty("archiveMentions");
            Assert.Equal(count, mentions.GetProperty("count").GetInt32());
            Assert.Equal(month, mentions.GetProperty("months")[0].GetProperty("month").GetString());
            // So says the plot by months on the page.
            var page = await Until(client, "/search?q=relay&scope=archive", "<svg");
            Assert.Contains("<svg", page, StringComparison.Ordinal);
            Assert.Equal(client == member, page.Contains("Jan", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("Cases")]
    [InlineData("cases")]
    [InlineData("CASES")]
    public async Task Its_pages_are_answered_as_those_of_an_archive_that_never_was(string name)
    {
        using var server = Serve();
        using var stranger = Stranger(server);
        using var member = Member(server);
        await Opened(member);
        var (hiddenStatus, said) = await Get(stranger, $"/archive/{name}/CASE-1");
        var (neverStatus, of) = await Get(stranger, "/archive/never/CASE-1");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (hiddenStatus, neverStatus));
        Assert.Equal(Untraced(of), Untraced(said.Replace($"/archive/{name}/", "/archive/never/", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.OK, (await Get(member, $"/archive/{name}/CASE-1")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Get(stranger, "/archive/TICKETS/OPS-1")).Status);
    }

    private static string Untraced(string text) => Trace().Replace(text, "trace");

    [GeneratedRegex("0HN[0-9A-Z]+(:[0-9]+)?")]
    private static partial Regex Trace();

    [Fact]
    public async Task Nobody_else_takes_its_pages_as_evidence()
    {
        using var server = Serve();
        using var stranger = Stranger(server);
        using var member = Member(server);
        await Opened(member);
        var made = await Post(stranger, "/api/postmortems", new { title = "Relay outage" });
        var slug = JsonDocument.Parse(made).RootElement.GetProperty("slug").GetString()!;
        foreach (var name in new[] { "Cases", "cases", "CASES" })
        {
            using var refused = await stranger.PostAsync($"/archive/{name}/CASE-1", Visitor.Form(("draft", slug)), Cancellation);
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }
        Assert.DoesNotContain(Secret, (await Get(stranger, $"/api/postmortems/{slug}")).Text, StringComparison.OrdinalIgnoreCase);
        using var taken = await member.PostAsync("/archive/cases/CASE-1", Visitor.Form(("draft", slug)), Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, taken.StatusCode);
    }

    [Fact]
    public async Task Programs_find_it_with_a_token_of_its_group_alone()
    {
        using var server = Serve();
        using var member = Member(server);
        await Opened(member);
        var tokens = server.Services.GetRequiredService<Tokens>();
        foreach (var (name, groups) in new (string, string[])[] { ("eve", ["staff"]), ("ann", ["legal"]) })
        {
            var caller = server.Services.GetRequiredService<People>().Enter($"test:{name}", name, Role.Author, groups);
            using var program = server.Browser();
            program.DefaultRequestHeaders.Authorization = new("Bearer", tokens.Make("job", caller, TokenScopes.Read, 1)!);
            var isMember = name == "ann";
            foreach (
                var (address, body) in new (string, object)[]
                {
                    ("/api/search", new { q = "relay", scope = "archive" }),
                    ("/api/search", new { q = "relay" }),
                    (
                        "/mcp",
                        new
                        {
                            jsonrpc = "2.0",
                            id = 1,
                            method = "tools/call",
                            @params = new { name = "search", arguments = new { query = "relay" } },
                        }
                    ),
                }
            )
            {
                var text = await Until(
                    () => Post(program, address, body),
                    t => t.Contains(isMember ? Secret : "Relay slow", StringComparison.OrdinalIgnoreCase)
                );
                Assert.Contains("Relay slow", text, StringComparison.Ordinal);
                Assert.Equal(isMember, text.Contains(Secret, StringComparison.OrdinalIgnoreCase));
            }
        }
    }

    [Theory]
    [InlineData("/archive/Cases/CASE-1")]
    [InlineData("/archive/CASES/CASE-1")]
    [InlineData("Cases/CASE-1#0")]
    [InlineData("cases/CASE-1#0")]
    public async Task Assistants_are_shown_its_pages_for_its_group_alone(string id)
    {
        using var server = Serve();
        using var stranger = Stranger(server);
        using var member = Member(server);
        await Opened(member);
        var call = new
        {
            jsonrpc = "2.0",
            id = 1,
            method = "tools/call",
            @params = new { name = "show", arguments = new { id } },
        };
        Assert.Contains("was sued by", await Post(member, "/mcp", call), StringComparison.Ordinal);
        var said = await Post(stranger, "/mcp", call);
        Assert.Contains("There is no page", said, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, said, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Where_all_archives_are_hidden_there_are_none()
    {
        using var server = Serve(withOpen: false);
        using var stranger = Stranger(server);
        using var member = Member(server);
        await Until(member, "/api/search?q=relay&scope=archive", "CASE-1");
        Assert.Equal(HttpStatusCode.BadRequest, (await Get(stranger, "/api/search?q=relay&scope=archive")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Get(member, "/api/search?q=relay&scope=archive")).Status);
        var slug = JsonDocument
            .Parse(await Post(stranger, "/api/postmortems", new { title = "Relay outage" }))
            .RootElement.GetProperty("slug")
            .GetString();
        foreach (var address in new[] { "/search?q=relay", $"/postmortems/{slug}/edit", "/status", "/health", "/metrics", "/-/ready" })
        {
            using var plain = await stranger.GetAsync(address, Cancellation);
            var text = await plain.Content.ReadAsStringAsync(Cancellation);
            Assert.DoesNotContain("scope=archive", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Cases", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task One_that_cannot_be_read_is_told_of_without_its_name()
    {
        File.WriteAllText(ArchiveManifest.PathIn(hidden.Out), "no manifest");
        using var server = Serve();
        using var stranger = Stranger(server);
        var said = await Until(stranger, "/api/search?q=relay", "degraded");
        Assert.Contains("An archive that not everybody may see is not searched; the log says why.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Cases", said, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(hidden.Out, said, StringComparison.Ordinal);
    }
}
