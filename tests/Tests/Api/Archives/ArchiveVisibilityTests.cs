using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Knowledge.Api.Access;
using Knowledge.Tests.Api.Access;
using Knowledge.Tests.Indexer.Archive;

namespace Knowledge.Tests.Api.Archives;

/// <summary>An archive for some groups alone, by every way to it and in every spelling of its name.</summary>
public sealed class ArchiveVisibilityTests : IDisposable
{
    private readonly ArchiveFixture archive = new();

    public void Dispose() => archive.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_for_a_group_is_found_and_shown_to_it_alone()
    {
        archive.Build(ArchiveFixture.Page("OPS-1", "Quokka ledger", "The quokka kept a ledger.", "2026-01-05"));
        using var server = Visitor.Local(("archive", $"tickets={archive.Out}"), ("visible", "tickets=legal"));
        using var member = server.As(Role.Author, "ann", ["legal"]);
        using var other = server.As(Role.Author, "bob", ["sales"]);
        for (var attempt = 0; attempt < 300 && !(await Search(member)).Contains("OPS-1", StringComparison.Ordinal); attempt++)
            await Task.Delay(50, Cancellation);

        Assert.Contains("tickets/OPS-1#0", await Search(member), StringComparison.Ordinal);
        Assert.DoesNotContain("OPS-1", await Search(other), StringComparison.Ordinal);
        Assert.DoesNotContain("archiveMentions", await Search(other), StringComparison.Ordinal);
        using (var alone = await other.GetAsync("/api/search?q=quokka&scope=archive", Cancellation))
            Assert.Equal(HttpStatusCode.BadRequest, alone.StatusCode);
        foreach (var name in new[] { "tickets", "TICKETS", "Tickets" })
        {
            using (var shown = await member.GetAsync($"/archive/{name}/OPS-1", Cancellation))
                Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
            using (var hidden = await other.GetAsync($"/archive/{name}/OPS-1", Cancellation))
            {
                Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
                Assert.DoesNotContain("ledger", await hidden.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
            }
            using (var taken = await other.PostAsync($"/archive/{name}/OPS-1", Visitor.Form(("draft", "x")), Cancellation))
                Assert.Equal(HttpStatusCode.NotFound, taken.StatusCode);
            Assert.Contains("kept a ledger", await Show(member, $"/archive/{name}/OPS-1"), StringComparison.Ordinal);
            Assert.Contains("kept a ledger", await Show(member, $"{name}/OPS-1#0"), StringComparison.Ordinal);
            foreach (var id in new[] { $"/archive/{name}/OPS-1", $"{name}/OPS-1#0" })
                Assert.Contains("There is no page", await Show(other, id), StringComparison.Ordinal);
        }
        Assert.Contains("OPS-1", await Call(member, "search", new { query = "quokka" }), StringComparison.Ordinal);
        Assert.DoesNotContain("OPS-1", await Call(other, "search", new { query = "quokka" }), StringComparison.Ordinal);
    }

    private static Task<string> Search(HttpClient client) => client.GetStringAsync("/api/search?q=quokka+ledger", Cancellation);

    private static Task<string> Show(HttpClient client, string id) => Call(client, "show", new { id });

    private static async Task<string> Call(HttpClient client, string tool, object arguments)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp")
        {
            Content = JsonContent.Create(
                new
                {
                    jsonrpc = "2.0",
                    id = 1,
                    method = "tools/call",
                    @params = new { name = tool, arguments },
                }
            ),
        };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        using var response = await client.SendAsync(request, Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        var json = text.Split('\n').First(l => l.Contains('{', StringComparison.Ordinal));
        return JsonDocument
            .Parse(json[json.IndexOf('{', StringComparison.Ordinal)..])
            .RootElement.GetProperty("result")
            .GetProperty("content")[0]
            .GetProperty("text")
            .GetString()!;
    }
}
