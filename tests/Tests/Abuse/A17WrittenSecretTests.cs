using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Knowledge.Api.Hosting;
using Knowledge.Api.Store;
using Knowledge.Tests.Api;
using Microsoft.Data.Sqlite;

namespace Knowledge.Tests.Abuse;

/// <summary>A-17: a key in a text that is written here is refused before anything is kept, and an old revision can be made to go.</summary>
public sealed class A17WrittenSecretTests : IDisposable
{
    private readonly Server server = Server.With(("a.md", "# A\n\nText.\n"));
    private readonly HttpClient client;

    public A17WrittenSecretTests() => client = server.Client();

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Page(string line) => $"---\nkind: postmortem\ntitle: Brimstone\n---\n# Brimstone\n\n## Causes\n\n- {line}\n";

    // Put together here, so that nobody's scanner finds them in this file.
    public static TheoryData<string> Keys =>
        ["AKIA" + "Q3EGRIUZ7LMN4OPK", "ghp_" + "x7Kq2mVb9RtYw3ZpLc8NdFj5HsGa1UeTo6Qi", "glpat-" + "Zx8Kq2mVb9RtYw3ZpLc8"];

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task A_key_is_refused_wherever_a_text_comes_in(string key)
    {
        using var created = await client.PostAsJsonAsync("/api/postmortems", new { text = Page(key) }, Cancellation);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, created.StatusCode);
        var said = await created.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("Line 9 holds", said, StringComparison.Ordinal);
        Assert.DoesNotContain(key, said, StringComparison.Ordinal);

        using var fine = await client.PostAsJsonAsync("/api/postmortems", new { text = Page("The disk was full.") }, Cancellation);
        Assert.Equal(HttpStatusCode.Created, fine.StatusCode);
        var draft = await fine.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        using var save = new HttpRequestMessage(HttpMethod.Put, $"/api/postmortems/{draft.GetProperty("slug").GetString()}")
        {
            Headers = { { "If-Match", fine.Headers.ETag!.ToString() } },
            Content = JsonContent.Create(new { text = draft.GetProperty("text").GetString() + key + "\n" }),
        };
        using var saved = await client.SendAsync(save, Cancellation);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, saved.StatusCode);
    }

    // Nobody is refused a note in the night: it is kept, without the key.
    [Theory]
    [MemberData(nameof(Keys))]
    public async Task What_is_said_beside_a_page_or_an_alert_is_kept_without_the_key(string key)
    {
        var said = $"tried {key} in vain";
        using var begun = await client.PostAsJsonAsync("/api/postmortems", new { text = Page("The disk was full.") }, Cancellation);
        var draft = await begun.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        var page = $"/api/postmortems/{draft.GetProperty("slug").GetString()}";
        using var save = new HttpRequestMessage(HttpMethod.Put, page)
        {
            Headers = { { "If-Match", begun.Headers.ETag!.ToString() } },
            Content = JsonContent.Create(new { text = draft.GetProperty("text").GetString() + "\nMore.\n", note = said }),
        };
        using (var saved = await client.SendAsync(save, Cancellation))
            Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        await Kept(client.PostAsJsonAsync($"{page}/comments", new { text = said }, Cancellation));

        using var alerts = JsonContent.Create(
            new
            {
                alerts = new[]
                {
                    new
                    {
                        status = "firing",
                        fingerprint = "1",
                        labels = new { alertname = "ZorblaxDown" },
                    },
                },
            }
        );
        await Kept(client.PostAsync("/hooks/alertmanager", alerts, Cancellation));
        string? alert = null;
        for (var guard = 0; alert is null && guard < 600; guard++)
        {
            await Task.Delay(50, Cancellation);
            alert = (await client.GetFromJsonAsync<JsonElement>("/api/alerts", Cancellation))
                .GetProperty("alerts")
                .EnumerateArray()
                .Select(a => a.GetProperty("alert").GetProperty("id").GetString())
                .FirstOrDefault();
        }
        await Kept(client.PostAsJsonAsync($"/api/alerts/{alert}/notes", new { text = said }, Cancellation));
        await Kept(client.PostAsJsonAsync($"/api/alerts/{alert}/handoff", new { note = said, to = "bo" }, Cancellation));
        using var steps = new FormUrlEncodedContent([new("document", "a"), new("resultof", "step-1"), new("result", said), new("was", "")]);
        await Kept(client.PostAsync($"/alerts/{alert}/steps", steps, Cancellation));
        await Kept(client.PostAsJsonAsync($"/api/alerts/{alert}/solved", new { solution = said }, Cancellation));
        await client.GetStringAsync("/api/search?q=zorblax+kevlar+nowhere", Cancellation);
        string? gap = null;
        for (var guard = 0; gap is null && guard < 600; guard++)
        {
            await Task.Delay(50, Cancellation);
            gap = (await client.GetFromJsonAsync<JsonElement>("/api/gaps", Cancellation))
                .GetProperty("gaps")
                .EnumerateArray()
                .Select(g => g.GetProperty("id").GetString())
                .FirstOrDefault();
        }
        await Kept(client.PostAsJsonAsync($"/api/gaps/{gap}/work", new { dismissed = said }, Cancellation));

        using var store = new SqliteConnection($"Data Source={Path.Combine(server.Data, "knowledge.db")};Mode=ReadOnly;Pooling=False");
        IReadOnlyList<string> kept =
        [
            .. store.Query<string>(
                """
                SELECT note FROM written WHERE number = 2 UNION ALL SELECT text FROM written_comments UNION ALL SELECT text FROM alert_log
                UNION ALL SELECT result FROM run_log UNION ALL SELECT dismissed FROM gap_work
                """
            ),
        ];
        Assert.Equal(7, kept.Count(k => k.StartsWith("tried [", StringComparison.Ordinal)));
        Assert.Equal(7, kept.Count(k => k.EndsWith("] in vain", StringComparison.Ordinal)));
        Assert.All(
            Directory.GetFiles(server.Data, "knowledge.db*"),
            f => Assert.DoesNotContain(key, File.ReadAllText(f, System.Text.Encoding.Latin1), StringComparison.Ordinal)
        );
    }

    private static async Task Kept(Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        Assert.True((int)answer.StatusCode < 400, $"{answer.RequestMessage!.RequestUri} {answer.StatusCode}");
    }

    // Both write into the text of the page.
    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Neither_a_proof_of_an_action_nor_an_owner_brings_a_key_into_a_page(string key)
    {
        using var begun = await client.PostAsJsonAsync(
            "/api/postmortems",
            new { text = Page("The disk was full.") + "\n## Actions\n\n- [ ] Watch the disk\n" },
            Cancellation
        );
        var draft = await begun.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        var slug = draft.GetProperty("slug").GetString();
        using var ticked = await client.PostAsJsonAsync(
            $"/api/postmortems/{slug}/actions/done",
            new { text = "Watch the disk", reason = $"done with {key}" },
            Cancellation
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, ticked.StatusCode);

        using var form = new FormUrlEncodedContent([
            new("revision", "1"),
            new("view", "text"),
            new("text", draft.GetProperty("text").GetString()),
            new("do", "leave-open"),
            new("rest-owner", key),
            new("rest-due", "2026-12-24"),
        ]);
        using var left = await client.PostAsync($"/postmortems/{slug}/edit", form, Cancellation);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, left.StatusCode);
        Assert.Contains("holds what looks like a", await left.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);

        var now = await client.GetFromJsonAsync<JsonElement>($"/api/postmortems/{slug}", Cancellation);
        Assert.DoesNotContain(key, now.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Rotate the key of AWS and the token of GitHub.")]
    [InlineData("export TOKEN=$(vault read token)")]
    [InlineData("AKIA is how they begin")]
    [InlineData("password: see the vault")]
    public async Task What_only_speaks_of_keys_is_kept(string line)
    {
        using var created = await client.PostAsJsonAsync("/api/postmortems", new { text = Page(line) }, Cancellation);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
    }

    [Fact]
    public async Task An_operator_purges_an_earlier_revision_and_not_the_newest()
    {
        var data = Directory.CreateTempSubdirectory("kb-purge-").FullName;
        try
        {
            using (var database = Database.Open(data))
            {
                var table = new AuthoredPostmortemTable(database);
                table.Create("brimstone", "first: correct-horse-battery", "ada", TimeProvider.System.GetUtcNow());
                table.Save("brimstone", 1, "second", null, "ada", "", false, TimeProvider.System.GetUtcNow());
            }

            Assert.Equal(2, await Run(data, "brimstone", "2"));
            Assert.Equal(2, await Run(data, "brimstone", "7"));
            Assert.Equal(2, await Run(data, "absent", "1"));
            Assert.Equal(0, await Run(data, "brimstone", "1"));

            using var after = Database.Open(data);
            Assert.Equal(
                ["second"],
                new AuthoredPostmortemTable(after)
                    .Revisions("brimstone", 10)
                    .Select(r => new AuthoredPostmortemTable(after).Find("brimstone", r.Number)!.Text)
            );
            Assert.All(
                Directory.GetFiles(data, "knowledge.db*"),
                f =>
                    Assert.DoesNotContain(
                        "correct-horse-battery",
                        File.ReadAllText(f, System.Text.Encoding.Latin1),
                        StringComparison.Ordinal
                    )
            );
            Assert.Contains("revisions brimstone/1", File.ReadAllText(Path.Combine(data, "purged.log")), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<int> Run(string data, string slug, string number)
    {
        using var output = new StringWriter();
        return await CommandLine.RunAsync(
            ["purge", "revisions", $"{slug}/{number}", "--data", data],
            _ => Task.FromResult(99),
            output,
            output
        );
    }
}
