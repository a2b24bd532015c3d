using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Knowledge.Content.Timelines;
using Knowledge.Tests.Content.Timelines;

namespace Knowledge.Tests.Api.Postmortems;

public sealed class TimelineEndpointTests(Server server) : IClassFixture<Server>
{
    private async Task<HttpResponseMessage> Post(object request)
    {
        using var client = server.Client();
        return await client.PostAsJsonAsync("/api/timeline", request, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Gives_the_timeline_of_a_pasted_chat()
    {
        var answer = await Post(new { text = JudgedChat.TextOf("empty-dashboards.txt") });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var timeline = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal("named", timeline.GetProperty("shape").GetString());
        var lost = timeline.GetProperty("suggestions").EnumerateArray().First(s => s.GetProperty("kind").GetString() == "deadEnd");
        Assert.Equal(
            ("Browser cache", 19, 7),
            (
                lost.GetProperty("text").GetString(),
                lost.GetProperty("minutesLost").GetInt32(),
                lost.GetProperty("evidence")[0].GetProperty("line").GetInt32()
            )
        );
        var first = timeline.GetProperty("events")[0];
        Assert.Equal(
            ("communication", "Support", "2026-03-02T04:12:00+00:00"),
            (first.GetProperty("kind").GetString(), first.GetProperty("participant").GetString(), first.GetProperty("at").GetString())
        );
        Assert.Equal(2, first.GetProperty("evidence").GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task Initials_day_and_offset_are_taken()
    {
        var answer = await Post(
            new
            {
                text = JudgedChat.TextOf("vpn-slow.teams.txt"),
                initials = true,
                date = "2026-03-30",
                utcOffset = "+01:00",
            }
        );
        var timeline = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal("DL", timeline.GetProperty("participants")[0].GetProperty("name").GetString());
        Assert.Equal("2026-03-30T08:02:00+00:00", timeline.GetProperty("events")[0].GetProperty("at").GetString());
    }

    [Theory]
    [InlineData("""{"text": ""}""", 400, "no-chat")]
    [InlineData("""{}""", 400, "bad-json")]
    [InlineData("""{"text": null}""", 400, "no-chat")]
    [InlineData("""{"text": "[{\"ts\": \"1"}""", 400, "no-chat")]
    [InlineData("""{"text": "a: b", "date": "2 March"}""", 400, "bad-parameter")]
    [InlineData("""{"text": "a: b", "utcOffset": "Berlin"}""", 400, "bad-parameter")]
    [InlineData("""{"text": "a: b", "initials": "yes"}""", 400, "bad-json")]
    [InlineData("""{"text": ["a"]}""", 400, "bad-json")]
    [InlineData("""{"text": "a: b", "more": 1}""", 400, "bad-json")]
    [InlineData("", 400, "bad-request")]
    public async Task What_cannot_be_read_is_said(string body, int status, string name)
    {
        using var client = server.Client();
        var answer = await client.PostAsync(
            "/api/timeline",
            new StringContent(body, Encoding.UTF8, "application/json"),
            TestContext.Current.CancellationToken
        );
        Assert.Equal((status, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal(
            $"/problems/{name}",
            (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("type").GetString()
        );
    }

    [Fact]
    public async Task A_chat_of_the_most_characters_is_taken_and_one_more_is_not()
    {
        var line = "[09:35] Support: he said \"it is down\"\n";
        var max = string.Concat(Enumerable.Repeat(line, 4_000)).PadRight(ChatReader.MaxCharacters, '"');
        Assert.Equal(HttpStatusCode.OK, (await Post(new { text = max })).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await Post(new { text = max + "a" })).StatusCode);
    }
}
