using System.Net.Http.Json;
using System.Text.Json;
using Knowledge.Tests.Api;

namespace Knowledge.Tests.Abuse;

/// <summary>Without sign-in anybody has as many names as they like: what they say of pages moves none by more than one place.</summary>
public sealed class MadeUpNamesTests
{
    private const string Query = "the disk is full on the batch host";
    private const string Wanted = "client-escalation-15-minutes";
    private const int Limit = 20;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("none")]
    [InlineData("table")]
    public async Task Twenty_names_move_no_page_by_more_than_one_place(string embedder)
    {
        using var server = new Server().Setting("embedder", embedder);
        using var client = server.Client();
        var before = await Found(client);
        Assert.DoesNotContain(Wanted, before.Hits.Take(5));

        for (var i = 0; i < 20; i++)
        {
            await Say(client, $"{Query} {(i < 10 ? "" : i)}", Wanted, true, $"sock{i}");
            foreach (var page in before.Hits.Take(2))
                await Say(client, $"{Query} {(i < 10 ? "" : i)}", page, false, $"sock{i}");
        }

        var after = await Found(client);
        var places = before.Hits.Take(5).Select((h, i) => (Before: i, After: after.Hits.ToList().IndexOf(h))).ToList();
        Assert.All(places, p => Assert.InRange(p.After, p.Before - 1, p.Before + 1));
        Assert.DoesNotContain(Wanted, after.Hits.Take(4));
        Assert.DoesNotContain(after.Cards, c => c == Wanted);
    }

    [Fact]
    public async Task The_last_word_holds_and_helps_where_nothing_else_does()
    {
        using var server = new Server();
        using var client = server.Client();
        const string Unknown = "quizzical zeppelin wobble";
        Assert.Empty((await Found(client, Unknown)).Cards);
        foreach (var (helped, name) in new[] { (false, "ann"), (false, "joe"), (true, "kim") })
            await Say(client, Unknown, Wanted, helped, name);

        Assert.Equal(Wanted, (await Found(client, Unknown)).Hits[0]);
        var kept = await client.GetFromJsonAsync<JsonElement>($"/api/feedback?documentId={Wanted}", Cancellation);
        Assert.Equal(1, kept[0].GetProperty("phrases")[0].GetProperty("helped").GetInt32());
    }

    private static async Task Say(HttpClient client, string query, string documentId, bool helped, string actor)
    {
        using var said = await client.PostAsJsonAsync(
            "/api/feedback",
            new
            {
                query,
                documentId,
                helped,
                actor,
            },
            Cancellation
        );
        said.EnsureSuccessStatusCode();
    }

    private static async Task<(IReadOnlyList<string> Hits, IReadOnlyList<string> Cards)> Found(HttpClient client, string query = Query)
    {
        var found = await client.GetFromJsonAsync<JsonElement>($"/api/search?limit={Limit}&q={Uri.EscapeDataString(query)}", Cancellation);
        return (Ids(found, "hits"), Ids(found, "answers"));
    }

    private static List<string> Ids(JsonElement found, string list) =>
        [.. found.GetProperty(list).EnumerateArray().Select(h => h.GetProperty("documentId").GetString()!)];
}
