using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Knowledge.Api.Access;
using Knowledge.Api.Live;
using Microsoft.Extensions.DependencyInjection;

namespace Knowledge.Tests.Api.Access.Visibility;

/// <summary>A postmortem that its authors keep to themselves and to groups that they name, until it is published or for good.</summary>
[Trait("Reliability", "A-14")]
public sealed partial class PrivatePostmortemTests
{
    private const string Words = "wombat ledger";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<string> Create(HttpClient client, string front)
    {
        var text =
            $"---\nkind: postmortem\ntitle: The wombat ledger\n{front}---\n# The wombat ledger\n\n"
            + "## Causes\n\nThe wombat ledger was full.\n";
        using var answer = await client.PostAsJsonAsync("/api/postmortems", new { text }, Cancellation);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(Cancellation));
        return answer.Headers.Location!.OriginalString.Split('/')[^1];
    }

    private static async Task<(HttpStatusCode Status, string Text)> Get(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private static async Task<HttpStatusCode> Change(HttpClient client, string slug, string state, string? reason = null)
    {
        var (_, text) = await Get(client, $"/api/postmortems/{slug}");
        var revision = JsonDocument.Parse(text).RootElement.TryGetProperty("revision", out var number) ? number.GetInt32() : 1;
        using var message = new HttpRequestMessage(HttpMethod.Post, $"/api/postmortems/{slug}/state")
        {
            Content = JsonContent.Create(new { state, reason }),
        };
        message.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{revision}\""));
        using var answer = await client.SendAsync(message, Cancellation);
        return answer.StatusCode;
    }

    private static string Untraced(string text) => Trace().Replace(text, "trace");

    [GeneratedRegex("0HN[0-9A-Z]+")]
    private static partial Regex Trace();

    [Fact]
    public async Task A_draft_is_seen_by_its_authors_its_groups_and_administrators_alone()
    {
        using var server = Visitor.Local();
        using var author = server.As(Role.Author, "ann");
        using var member = server.As(Role.Author, "lea", ["legal"]);
        using var stranger = server.As(Role.Author, "eve", ["staff"]);
        using var administrator = server.As(Role.Admin, "root");
        var slug = await Create(author, "visible: [legal]\n");
        string[] addresses =
        [
            $"/api/postmortems/{slug}",
            $"/postmortems/{slug}/edit",
            $"/postmortems/{slug}/history",
            $"/postmortems/{slug}/export.md",
            $"/postmortems/{slug}/customer",
            $"/api/postmortems/{slug}/revisions",
            $"/api/postmortems/{slug}/revisions/1",
            $"/api/postmortems/{slug}/comments",
        ];
        foreach (var address in addresses)
        {
            var (hidden, said) = await Get(stranger, address);
            var (never, of) = await Get(stranger, address.Replace(slug, "2026-01-01-never", StringComparison.Ordinal));
            Assert.Equal(never, hidden);
            Assert.Equal(HttpStatusCode.NotFound, hidden);
            Assert.Equal(Untraced(of), Untraced(said.Replace(slug, "2026-01-01-never", StringComparison.Ordinal)));
            foreach (var client in new[] { author, member, administrator })
                Assert.Equal(HttpStatusCode.OK, (await Get(client, address)).Status);
        }
        foreach (var address in new[] { "/postmortems", "/api/postmortems", "/runbooks/new" })
            Assert.DoesNotContain("wombat", (await Get(stranger, address)).Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("wombat", (await Get(member, "/api/postmortems")).Text, StringComparison.OrdinalIgnoreCase);
        var audit = server.Services.GetRequiredService<LiveKnowledge>().QueryStore(s => s.Access.Audit.List(new(), 100))!;
        Assert.All(audit.Where(r => r.What == "read hidden page"), r => Assert.Equal("test:root", r.Subject));
        Assert.Contains(audit, r => r.What == "read hidden page" && r.Target == slug);
    }

    [Fact]
    public async Task Whoever_does_not_see_it_changes_nothing_of_it()
    {
        using var server = Visitor.Local();
        using var author = server.As(Role.Author, "ann");
        using var stranger = server.As(Role.Author, "eve");
        var slug = await Create(author, "visible: []\n");
        Assert.Equal(HttpStatusCode.NotFound, await Change(stranger, slug, "published"));
        using var put = new HttpRequestMessage(HttpMethod.Put, $"/api/postmortems/{slug}")
        {
            Content = JsonContent.Create(new { text = "# Other\n" }),
        };
        put.Headers.IfMatch.Add(new EntityTagHeaderValue("\"1\""));
        using var saved = await stranger.SendAsync(put, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, saved.StatusCode);
        using var said = await stranger.PostAsJsonAsync($"/api/postmortems/{slug}/comments", new { text = "x" }, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, said.StatusCode);
        using var form = await stranger.PostAsync(
            $"/postmortems/{slug}/edit",
            Visitor.Form(("do", "save"), ("text", "# Other")),
            Cancellation
        );
        Assert.Equal(HttpStatusCode.NotFound, form.StatusCode);
        Assert.Contains("wombat", (await Get(author, $"/api/postmortems/{slug}")).Text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("visible: [legal]\nvisible-until: published\n", true)]
    [InlineData("visible: [legal]\n", false)]
    public async Task Published_it_is_for_everybody_or_stays_as_it_says(string front, bool isOpen)
    {
        using var server = Visitor.Local();
        using var author = server.As(Role.Author, "ann");
        using var stranger = server.As(Role.Author, "eve");
        var slug = await Create(author, front);
        using var remark = await author.PostAsJsonAsync($"/api/postmortems/{slug}/comments", new { text = "wombat remark" }, Cancellation);
        Assert.Equal(HttpStatusCode.OK, await Change(author, slug, "published"));
        Assert.Equal(isOpen ? HttpStatusCode.OK : HttpStatusCode.NotFound, (await Get(stranger, $"/docs/postmortems/{slug}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Get(author, $"/docs/postmortems/{slug}")).Status);
        var (_, found) = await Get(stranger, $"/api/search?q={Uri.EscapeDataString(Words)}");
        Assert.Equal(isOpen, found.Contains($"postmortems/{slug}", StringComparison.Ordinal));
        // What was written while it was hidden stays so.
        Assert.Equal(HttpStatusCode.NotFound, (await Get(stranger, $"/api/postmortems/{slug}/revisions/1")).Status);
        Assert.Equal(
            isOpen ? HttpStatusCode.OK : HttpStatusCode.NotFound,
            (await Get(stranger, $"/api/postmortems/{slug}/revisions/2")).Status
        );
        Assert.DoesNotContain("wombat remark", (await Get(stranger, $"/api/postmortems/{slug}/comments")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"number\":1", (await Get(stranger, $"/api/postmortems/{slug}/revisions")).Text, StringComparison.Ordinal);
        Assert.Contains("wombat remark", (await Get(author, $"/api/postmortems/{slug}/comments")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_of_the_editor_says_who_may_see_it()
    {
        using var server = Visitor.Local();
        using var author = server.As(Role.Author, "ann");
        var slug = await Create(author, "");
        async Task<string> Save(params (string Name, string Value)[] fields)
        {
            var (_, before) = await Get(author, $"/api/postmortems/{slug}");
            var revision = JsonDocument.Parse(before).RootElement.GetProperty("revision").GetInt32();
            using var answer = await author.PostAsync(
                $"/postmortems/{slug}/edit",
                Visitor.Form([("revision", $"{revision}"), ("do", "save"), ("visible.asked", "yes"), .. fields]),
                Cancellation
            );
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            return JsonDocument.Parse((await Get(author, $"/api/postmortems/{slug}")).Text).RootElement.GetProperty("text").GetString()!;
        }
        Assert.DoesNotContain("visible", await Save(), StringComparison.Ordinal);
        Assert.Contains(
            "visible: [\"legal\", \"CN=a \\\"b\\\",OU=c\"]\n",
            await Save(("visible.only", "yes"), ("visible.groups", "legal\r\n\r\n CN=a \"b\",OU=c \r\nlegal"), ("visible.until", "yes")),
            StringComparison.Ordinal
        );
        var (_, page) = await Get(author, $"/postmortems/{slug}/edit");
        Assert.Contains("seen by its authors and legal, CN=a &quot;b&quot;,OU=c only", page, StringComparison.Ordinal);
        Assert.Contains("name=\"visible.until\" value=\"yes\" checked", page, StringComparison.Ordinal);
        Assert.Contains("visible: []\n", await Save(("visible.only", "yes")), StringComparison.Ordinal);
        Assert.DoesNotContain("visible", await Save(("visible.groups", "legal")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_one_can_be_begun_for_oneself()
    {
        using var server = Visitor.Local();
        using var author = server.As(Role.Author, "ann");
        using var stranger = server.As(Role.Author, "eve");
        using var answer = await author.PostAsync(
            "/postmortems/new",
            Visitor.Form(("title", "The wombat ledger"), ("date", "2026-03-02"), ("private", "yes"), ("do", "read")),
            Cancellation
        );
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var edit = answer.Headers.Location!.OriginalString;
        Assert.Equal(HttpStatusCode.OK, (await Get(author, edit)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Get(stranger, edit)).Status);
    }

    [Fact]
    public async Task An_administrator_closes_over_the_gate_with_a_reason_that_is_kept()
    {
        using var server = Visitor.Local();
        using var author = server.As(Role.Author, "ann");
        using var administrator = server.As(Role.Admin, "root");
        var slug = await Create(author, "");
        Assert.Equal(HttpStatusCode.OK, await Change(author, slug, "published"));
        Assert.Equal(HttpStatusCode.Conflict, await Change(author, slug, "closed"));
        Assert.Equal(HttpStatusCode.Forbidden, await Change(author, slug, "closed", "nobody works on it"));
        Assert.Equal(HttpStatusCode.Conflict, await Change(administrator, slug, "closed"));
        Assert.Equal(HttpStatusCode.Conflict, await Change(administrator, slug, "closed", "  "));
        Assert.Contains("Close all the same", (await Get(administrator, $"/postmortems/{slug}/edit")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Close all the same", (await Get(author, $"/postmortems/{slug}/edit")).Text, StringComparison.Ordinal);
        using var form = await author.PostAsync(
            $"/postmortems/{slug}/edit",
            Visitor.Form(("revision", "2"), ("do", "closed"), ("view", "text"), ("close-reason", "mine")),
            Cancellation
        );
        Assert.Equal(HttpStatusCode.Forbidden, form.StatusCode);

        Assert.Equal(HttpStatusCode.OK, await Change(administrator, slug, "closed", "the product was sold"));
        Assert.Contains(
            "closed over the gate: the product was sold",
            (await Get(author, $"/postmortems/{slug}/history")).Text,
            StringComparison.Ordinal
        );
        var audit = server.Services.GetRequiredService<LiveKnowledge>().QueryStore(s => s.Access.Audit.List(new(), 100))!;
        var row = Assert.Single(audit, r => r.What == "close over the gate");
        Assert.Equal(("test:root", slug, "the product was sold"), (row.Subject, row.Target, row.Outcome));
    }

    [Fact]
    public async Task An_operator_says_which_groups_an_account_is_in()
    {
        using var server = Visitor.Local(("content:1", Private()), ("visible", "private=legal"));
        using var first = server.Browser();
        await Get(first, "/sign-in");
        Assert.Equal(0, (await Visitor.Operator(server.Data, "user", "add", "ann")).Code);
        Assert.Equal(0, (await Visitor.Operator(server.Data, "user", "groups", "ann", "legal", "staff")).Code);
        Assert.Equal(2, (await Visitor.Operator(server.Data, "user", "groups", "nobody", "legal")).Code);
        Assert.Contains("\tlegal, staff", (await Visitor.Operator(server.Data, "user", "list")).Output, StringComparison.Ordinal);
        var people = server.Services.GetRequiredService<People>();
        Assert.Equal(["legal", "staff"], people.GroupsOf("local:ann"));
        // A session that goes on has them at once.
        var caller = people.Enter("local:ann", "ann", Role.Viewer, people.GroupsOf("local:ann"));
        var session = server
            .Services.GetRequiredService<Sessions>()
            .Begin(caller.Subject, caller.Actor, Role.Viewer, caller.Groups, "", "");
        using var client = server.CreateDefaultClient(new Uri("http://localhost/"));
        client.DefaultRequestHeaders.Add("Cookie", $"kb-session={session.Number}");
        Assert.Equal(HttpStatusCode.OK, (await Get(client, "/docs/private/plan")).Status);
        Assert.Equal(0, (await Visitor.Operator(server.Data, "user", "groups", "ann")).Code);
        for (var attempt = 0; attempt < 200 && (await Get(client, "/docs/private/plan")).Status == HttpStatusCode.OK; attempt++)
            await Task.Delay(50, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, (await Get(client, "/docs/private/plan")).Status);
        // An account of the same name is somebody else.
        await Visitor.Operator(server.Data, "user", "groups", "ann", "legal");
        Assert.Equal(0, (await Visitor.Operator(server.Data, "user", "end", "ann")).Code);
        Assert.Empty(people.GroupsOf("local:ann"));
    }

    private static string Private()
    {
        var directory = Directory.CreateTempSubdirectory("kb-private-").FullName;
        File.WriteAllText(Path.Combine(directory, "plan.md"), "# Plan\n\nText.\n");
        return $"private={directory}";
    }
}
