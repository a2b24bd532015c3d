using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Knowledge.Content.Alerts.Payloads;
using Knowledge.Tests.Content.Alerts.Payloads;

namespace Knowledge.Tests.Api.Alerts;

/// <summary>Bodies of senders as they come over HTTP: packed, as forms, as events, by a mapping.</summary>
public sealed class SenderBodyTests : IDisposable
{
    private const string Mapping = """
        name: title
        key: number
        state: {at: lamp, resolved: green}
        examples:
          - body: {title: Mill is late, number: 7, lamp: green}
            gives: {name: Mill is late, key: "7", state: resolved}
        """;

    private readonly Server server = Server.With(("load.md", "# Load\n\nText.\n"), ("hooks/webhook.yaml", Mapping));
    private readonly HttpClient client;

    public SenderBodyTests() => client = server.Client();

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<HttpResponseMessage> Post(string source, byte[] body, params (string Name, string Value)[] headers)
    {
        using var content = new ByteArrayContent(body);
        foreach (var (name, value) in headers)
            if (!content.Headers.TryAddWithoutValidation(name, value))
                Assert.Fail(name);
        return await client.PostAsync($"/hooks/{source}", content, Cancellation);
    }

    private Task<HttpResponseMessage> Post(string source, string body) => Post(source, Encoding.UTF8.GetBytes(body));

    private async Task<IReadOnlyList<string>> Alerts()
    {
        for (var guard = 0; ; guard++)
        {
            var inbox = await client.GetFromJsonAsync<JsonElement>("/api/inbox", Cancellation);
            if (inbox.GetProperty("unread").GetInt32() == 0 || guard > 600)
                break;
            await Task.Delay(50, Cancellation);
        }
        var alerts = (await client.GetFromJsonAsync<JsonElement>("/api/alerts", Cancellation)).GetProperty("alerts");
        return
        [
            .. alerts
                .EnumerateArray()
                .Select(a => a.GetProperty("alert"))
                .Select(a => $"{a.GetProperty("name").GetString()}: {a.GetProperty("state").GetString()}")
                .Order(StringComparer.Ordinal),
        ];
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task A_packed_body_is_read(string coding)
    {
        var body = ContentEncodingTests.Packed(coding, Encoding.UTF8.GetBytes(SenderFixtures.CloudWatch));

        Assert.Equal(HttpStatusCode.Accepted, (await Post("grafana", body, ("Content-Encoding", coding))).StatusCode);
        Assert.Equal(["MillLate: firing"], await Alerts());
    }

    [Fact]
    public async Task A_body_that_is_too_large_unpacked_is_refused_and_one_that_is_not_packed_is_kept()
    {
        var bomb = ContentEncodingTests.Packed("gzip", new byte[AlertPayloadReader.MaxBytes + 1]);
        Assert.True(bomb.Length < 200_000);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await Post("grafana", bomb, ("Content-Encoding", "gzip"))).StatusCode);

        Assert.Equal(HttpStatusCode.Accepted, (await Post("grafana", "{}"u8.ToArray(), ("Content-Encoding", "gzip"))).StatusCode);
        Assert.Empty(await Alerts());
        var page = await client.GetStringAsync("/alerts", Cancellation);
        Assert.Contains("says gzip, and it is not", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_is_read()
    {
        await Post("datadog", Encoding.UTF8.GetBytes(SenderFixtures.StatusCake), ("Content-Type", "application/x-www-form-urlencoded"));

        Assert.Equal(["Mill door: firing"], await Alerts());
    }

    [Fact]
    public async Task What_is_not_understood_says_what_it_looks_like_on_the_page_and_in_the_api()
    {
        await Post("opsgenie", """{"mill": 3, "late": 12}""");
        Assert.Empty(await Alerts());

        const string Shape = "It is a JSON object with keys mill, late; map it with hooks/opsgenie.yaml.";
        var items = (await client.GetFromJsonAsync<JsonElement>("/api/inbox?unreadable=true", Cancellation)).GetProperty("items");
        Assert.EndsWith(Shape, Assert.Single(items.EnumerateArray()).GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Contains(Shape, await client.GetStringAsync("/alerts", Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mapping_of_the_knowledge_base_reads_what_its_sender_posts()
    {
        await Post("webhook", """{"title": "Mill is late", "number": 7, "lamp": "red"}""");
        Assert.Equal(["Mill is late: firing"], await Alerts());
        await Post("webhook", """{"title": "Mill is late", "number": 7, "lamp": "green"}""");
        Assert.Equal(["Mill is late: resolved"], await Alerts());
    }

    [Fact]
    public async Task A_note_after_the_end_opens_nothing()
    {
        foreach (var (action, at) in new[] { ("Create", 1), ("Close", 2), ("AddNote", 3), ("UnAcknowledge", 4) })
            await Post(
                "opsgenie",
                $$$"""
                {"action": "{{{action}}}", "alert": {"alias": "mill", "message": "Mill is late", "createdAt": 1763625662000,
                 "updatedAt": 176362566{{{at + 2}}}000000000}}
                """
            );

        Assert.Equal(["Mill is late: resolved"], await Alerts());
    }

    [Fact]
    public async Task Events_of_one_subject_are_one_alert_that_ends()
    {
        foreach (var (id, state) in new[] { ("1", "firing"), ("2", "resolved") })
            await Post(
                "cloudevents",
                $$$"""
                {"specversion": "1.0", "id": "{{{id}}}", "source": "/mill", "type": "mill.{{{state}}}", "subject": "m-3",
                 "time": "2026-11-20T0{{{id}}}:00:00Z", "data": {"alertname": "MillLate", "severity": "high", "service": "mill"}}
                """
            );

        Assert.Equal(["MillLate: resolved"], await Alerts());
        var alert = (await client.GetFromJsonAsync<JsonElement>("/api/alerts", Cancellation)).GetProperty("alerts")[0].GetProperty("alert");
        Assert.Equal(("high", "mill"), (alert.GetProperty("severity").GetString(), alert.GetProperty("service").GetString()));
        Assert.Equal(1, alert.GetProperty("episodes").GetInt32());
    }

    [Fact]
    public async Task A_check_that_is_tried_again_is_no_alert_until_it_is_hard()
    {
        var soft = SenderFixtures.Icinga.Replace("\"state_type\": 1", "\"state_type\": 0", StringComparison.Ordinal);
        await Post("grafana", soft);
        Assert.Empty(await Alerts());
        await Post("grafana", SenderFixtures.Icinga);
        Assert.Equal(["late: firing"], await Alerts());
        await Post("grafana", SenderFixtures.Icinga.Replace("StateChange", "Flapping", StringComparison.Ordinal));
        Assert.Equal(["late: firing"], await Alerts());
    }

    [Theory]
    [InlineData("eventemitter.example", "120", "eventemitter.example", "120")]
    [InlineData("eventemitter.example", "9999999", "eventemitter.example", "30000")]
    [InlineData("eventemitter.example", null, "eventemitter.example", null)]
    [InlineData("bad\"origin", null, null, null)]
    [InlineData(null, null, null, null)]
    public async Task A_sender_of_events_asks_first(string? origin, string? rate, string? allowed, string? allowedRate)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/hooks/cloudevents");
        if (origin is not null)
            request.Headers.TryAddWithoutValidation("WebHook-Request-Origin", origin);
        if (rate is not null)
            request.Headers.TryAddWithoutValidation("WebHook-Request-Rate", rate);
        request.Headers.TryAddWithoutValidation("WebHook-Request-Callback", "http://127.0.0.1:1/callback");

        var answer = await client.SendAsync(request, Cancellation);

        string? Of(string name) => answer.Headers.TryGetValues(name, out var values) ? values.Single() : null;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal((allowed, allowedRate), (Of("WebHook-Allowed-Origin"), Of("WebHook-Allowed-Rate")));
        Assert.Contains("POST", answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task A_sender_that_is_not_there_is_not_asked_to_post()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/hooks/nobody");
        Assert.Equal(HttpStatusCode.NotFound, (await client.SendAsync(request, Cancellation)).StatusCode);
    }
}
