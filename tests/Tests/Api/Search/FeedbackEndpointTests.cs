using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Knowledge.Api.Live;

namespace Knowledge.Tests.Api.Search;

public sealed class FeedbackEndpointTests
{
    private static readonly (string, string)[] Files =
    [
        ("panel.md", "---\nkind: runbook\nowner: platform\n---\n# Panel shows no data\n\n## Remediation\n\n1. Restart the collector.\n"),
        ("login.md", "---\nkind: runbook\n---\n# Login fails\n\n## Remediation\n\n1. Restart the identity service.\n"),
    ];

    [Fact]
    public async Task A_page_that_helped_is_found_by_those_words_at_once()
    {
        using var server = Server.With(Files);
        using var client = server.Client();
        Assert.Equal("none", (await Search(client, "telly is dark")).GetProperty("confidence").GetString());

        var learned = await Post(
            client,
            new
            {
                query = "The telly is dark!",
                documentId = "panel",
                helped = true,
                actor = "ann",
            },
            HttpStatusCode.OK
        );

        Assert.Equal(
            ("panel", "The telly is dark!", 1),
            (
                Text(learned, "documentId"),
                Text(learned.GetProperty("phrases")[0], "text"),
                learned.GetProperty("phrases")[0].GetProperty("helped").GetInt32()
            )
        );
        var found = await Search(client, "dark telly");
        Assert.Equal(("panel", "medium"), (Text(found.GetProperty("answers")[0], "documentId"), Text(found, "confidence")));
        Assert.Equal("learned: The telly is dark!", found.GetProperty("hits")[0].GetProperty("why")[0].GetString());
        var listed = await client.GetFromJsonAsync<JsonElement>("/api/feedback", Cancellation);
        Assert.Equal("panel", Text(Assert.Single(listed.EnumerateArray()), "documentId"));
        Assert.Equal(
            0,
            (await client.GetFromJsonAsync<JsonElement>("/api/feedback?documentId=login", Cancellation))[0]
                .GetProperty("phrases")
                .GetArrayLength()
        );
    }

    [Fact]
    public async Task It_can_be_changed_taken_back_and_forgotten()
    {
        using var server = Server.With(Files);
        using var client = server.Client();
        foreach (var helped in new[] { false, true })
            await Post(
                client,
                new
                {
                    query = "telly is dark",
                    documentId = "panel",
                    helped,
                },
                HttpStatusCode.OK
            );
        Assert.Equal("medium", (await Search(client, "telly is dark")).GetProperty("confidence").GetString());

        var back = await Post(client, new { query = "Telly  is DARK", documentId = "panel" }, HttpStatusCode.OK);
        Assert.Equal(0, back.GetProperty("phrases").GetArrayLength());
        await Post(
            client,
            new
            {
                query = "telly is dark",
                documentId = "panel",
                helped = true,
            },
            HttpStatusCode.OK
        );
        var none = await Post(
            client,
            new
            {
                query = "telly is dark",
                documentId = "panel",
                forget = true,
                actor = "kim",
            },
            HttpStatusCode.OK
        );
        Assert.Equal(0, none.GetProperty("phrases").GetArrayLength());
        Assert.Equal("none", (await Search(client, "telly is dark")).GetProperty("confidence").GetString());
    }

    [Theory]
    [InlineData("""{"documentId":"panel","helped":true}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"query":"  ","documentId":"panel","helped":true}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"query":"telly","helped":true}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"query":"telly","documentId":"","helped":true}""", HttpStatusCode.NotFound)]
    [InlineData("""{"query":"telly","documentId":"absent","helped":true}""", HttpStatusCode.NotFound)]
    [InlineData("""{"query":"telly","documentId":"panel","helped":"perhaps"}""", HttpStatusCode.BadRequest)]
    public async Task What_is_no_feedback_is_refused(string body, HttpStatusCode expected)
    {
        using var server = Server.With(Files);
        using var client = server.Client();

        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        Assert.Equal(expected, (await client.PostAsync("/api/feedback", content, Cancellation)).StatusCode);
        Assert.Empty((await client.GetFromJsonAsync<JsonElement>("/api/feedback", Cancellation)).EnumerateArray());
    }

    [Fact]
    public async Task Too_long_a_query_is_refused_and_people_are_left_out_of_a_long_one()
    {
        using var server = Server.With(Files);
        using var client = server.Client();

        await Post(
            client,
            new
            {
                query = new string('x', 5000),
                documentId = "panel",
                helped = true,
            },
            HttpStatusCode.BadRequest
        );
        var kept = await Post(
            client,
            new
            {
                query = "mail from jo@example.org: telly is dark " + new string('y', 3000),
                documentId = "panel",
                helped = true,
            },
            HttpStatusCode.OK
        );

        var text = Text(kept.GetProperty("phrases")[0], "text")!;
        Assert.StartsWith("mail from [mail]: telly is dark", text, StringComparison.Ordinal);
        Assert.True(text.Length <= 512);
    }

    [Fact]
    public async Task The_buttons_say_the_same_and_show_what_was_said()
    {
        using var server = Server.With(Files);
        using var client = server.Client();
        var before = await client.GetStringAsync("/search?q=panel+data", Cancellation);
        Assert.Contains("form=\"said\" name=\"helped\" value=\"panel\"", before, StringComparison.Ordinal);

        var said = await Form(client, ("q", "panel data"), ("not", "panel"));

        Assert.Equal((HttpStatusCode.Found, "/search?q=panel%20data#said-panel"), (said.StatusCode, said.Headers.Location!.ToString()));
        Assert.Contains(
            "You marked it as not relevant.",
            await client.GetStringAsync("/search?q=panel+data", Cancellation),
            StringComparison.Ordinal
        );
        var page = await client.GetStringAsync("/docs/panel", Cancellation);
        Assert.Contains("Found through feedback", page, StringComparison.Ordinal);
        Assert.Equal(
            "/search?q=panel%20data#said-panel",
            (await Form(client, ("q", "panel data"), ("back", "panel"))).Headers.Location!.ToString()
        );
        Assert.DoesNotContain("You marked it", await client.GetStringAsync("/search?q=panel+data", Cancellation), StringComparison.Ordinal);
        await Form(client, ("q", "telly"), ("helped", "panel"));
        Assert.Equal("/docs/panel#found-by", (await Form(client, ("q", "telly"), ("forget", "panel"))).Headers.Location!.ToString());
        Assert.DoesNotContain("Found through feedback", await client.GetStringAsync("/docs/panel", Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_pasted_text_the_results_are_shown_again()
    {
        using var server = Server.With(Files);
        using var client = server.Client();

        var answer = await Form(client, ("q", "telly is dark\r\nERROR nothing on panel"), ("helped", "panel"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("You marked it as helpful.", page, StringComparison.Ordinal);
        Assert.Contains("ERROR nothing on panel", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await Form(client, ("q", "telly"), ("helped", "absent"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Form(client, ("helped", "panel"))).StatusCode);
    }

    [Fact]
    public async Task Another_site_cannot_say_anything()
    {
        using var server = Server.With(Files);
        using var client = server.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/feedback")
        {
            Content = JsonContent.Create(
                new
                {
                    query = "telly",
                    documentId = "panel",
                    helped = true,
                }
            ),
        };
        request.Headers.Add("Origin", "https://elsewhere.example");

        Assert.Equal(HttpStatusCode.Forbidden, (await client.SendAsync(request, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task What_was_said_is_there_after_a_restart_and_the_oldest_is_forgotten()
    {
        using var place = new Fixture();
        place.With("content/panel.md", Files[0].Item2);
        var options = new ServingOptions([new("content", Path.Combine(place.Directory, "content"))], Path.Combine(place.Directory, "data"))
        {
            HasSignIn = true,
        };
        await using (
            var live = new LiveKnowledge(
                options,
                Knowledge.Tests.Api.Live.LiveServer.Loops(),
                TimeProvider.System,
                Microsoft.Extensions.Logging.Abstractions.NullLogger<LiveKnowledge>.Instance
            )
        )
        {
            await live.StartAsync(Cancellation);
            Assert.True(live.Feedback.Record("telly is dark", "panel", true, "ann"));
            Assert.True(live.Feedback.Record("telly is dark", "panel", false, "ann"));
            Assert.True(live.Feedback.Record("telly is dark", "panel", true, "ann"));
        }
        await using var again = new LiveKnowledge(
            options,
            Knowledge.Tests.Api.Live.LiveServer.Loops(),
            TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<LiveKnowledge>.Instance
        );
        await again.StartAsync(Cancellation);

        Assert.Equal("panel", (await again.SearchAsync(new("dark telly"), Cancellation)).Hits[0].DocumentId);
        Assert.Equal((1, 0), again.Feedback.Phrases.Of("panel") is [var phrase] ? (phrase.Helped, phrase.Rejected) : default);
        Assert.True(again.Feedback.VotesBy("ann", "TELLY is dark")["panel"]);
        Assert.Empty(again.Feedback.VotesBy("joe", "telly is dark"));
    }

    private static async Task<JsonElement> Post(HttpClient client, object body, HttpStatusCode expected)
    {
        var answer = await client.PostAsJsonAsync("/api/feedback", body, Cancellation);
        Assert.Equal(expected, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }

    private static async Task<HttpResponseMessage> Form(HttpClient client, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await client.PostAsync("/feedback", form, Cancellation);
    }

    private static async Task<JsonElement> Search(HttpClient client, string query) =>
        await client.GetFromJsonAsync<JsonElement>($"/api/search?q={Uri.EscapeDataString(query)}", Cancellation);

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
