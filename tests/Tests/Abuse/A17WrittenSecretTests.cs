using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Knowledge.Api.Hosting;
using Knowledge.Api.Store;
using Knowledge.Tests.Api;

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
