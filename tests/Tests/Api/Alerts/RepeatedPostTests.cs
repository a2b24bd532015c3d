using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Knowledge.Tests.Api.Alerts;

/// <summary>A sender posts the same bytes again: because it did not hear the answer, or because the same thing happened again.</summary>
public sealed class RepeatedPostTests : IDisposable
{
    private const string Fires = """{"name": "LoadStale", "status": "firing"}""";
    private const string Over = """{"name": "LoadStale", "status": "resolved"}""";

    private readonly Server server = Server.With(("load.md", "---\nalerts: [LoadStale]\n---\n# Load is stale\n"));
    private readonly HttpClient client;

    public RepeatedPostTests() => client = server.Client();

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<HttpStatusCode> Post(string source, string body, string? eventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/hooks/{source}")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (eventId is not null)
            request.Headers.Add("webhook-id", eventId);
        var status = (await client.SendAsync(request, Cancellation)).StatusCode;
        for (var guard = 0; guard < 600; guard++, await Task.Delay(25, Cancellation))
            if ((await client.GetFromJsonAsync<JsonElement>("/api/inbox", Cancellation)).GetProperty("unread").GetInt32() == 0)
                break;
        return status;
    }

    private async Task<(string? State, int Episodes)> Alert()
    {
        var alerts = (await client.GetFromJsonAsync<JsonElement>("/api/alerts", Cancellation)).GetProperty("alerts");
        var alert = Assert.Single(alerts.EnumerateArray()).GetProperty("alert");
        return (alert.GetProperty("state").GetString(), alert.GetProperty("episodes").GetInt32());
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("a", "b", "c")]
    public async Task What_fires_again_in_the_same_bytes_after_it_was_over_fires(string? first, string? second, string? third)
    {
        await Post("webhook", Fires, first);
        await Post("webhook", Over, second);
        Assert.Equal(("resolved", 1), await Alert());

        Assert.Equal(HttpStatusCode.Accepted, await Post("webhook", Fires, third));
        Assert.Equal(("firing", 2), await Alert());
    }

    // Alertmanager says when an alert began, and keeps to it when it only lost sight of the alert for a while.
    [Fact]
    public async Task What_fires_again_with_the_same_beginning_fires()
    {
        const string Firing =
            """{"version": "4", "alerts": [{"status": "firing", "labels": {"alertname": "LoadStale"},"""
            + """ "startsAt": "2026-03-02T04:10:00Z", "fingerprint": "f"}]}""";
        await Post("alertmanager", Firing);
        await Post("alertmanager", Firing.Replace("\"firing\"", "\"resolved\"", StringComparison.Ordinal));
        Assert.Equal(("resolved", 1), await Alert());

        Assert.Equal(HttpStatusCode.Accepted, await Post("alertmanager", Firing));
        Assert.Equal(("firing", 1), await Alert());
        await Post("alertmanager", Firing.Replace("\"firing\"", "\"resolved\"", StringComparison.Ordinal));
        Assert.Equal(("resolved", 1), await Alert());
    }

    private static string Prometheus(string state, string description, string others = "") =>
        $$"""{"version": "4", "alerts": [{"status": "{{state}}", "labels": {"alertname": "LoadStale"}, "fingerprint": "f","""
        + $$""" "annotations": {"description": "{{description}}"}, "startsAt": "2026-03-02T04:10:00Z"}{{others}}]}""";

    // Its words are those of another evaluation of the rule, so no slow replica says this.
    [Fact]
    public async Task What_fires_again_with_another_value_fires()
    {
        await Post("alertmanager", Prometheus("firing", "value 91"));
        await Post("alertmanager", Prometheus("resolved", "value 91"));
        Assert.Equal(("resolved", 1), await Alert());

        Assert.Equal(HttpStatusCode.Accepted, await Post("alertmanager", Prometheus("firing", "value 93")));
        Assert.Equal(("firing", 1), await Alert());
        Assert.Equal(HttpStatusCode.OK, await Post("alertmanager", Prometheus("firing", "value 93")));
        Assert.Equal(("firing", 1), await Alert());
    }

    [Fact]
    public async Task What_fires_together_with_an_alert_that_began_after_its_end_fires()
    {
        const string Other =
            """, {"status": "firing", "labels": {"alertname": "Other"}, "fingerprint": "g", "startsAt": "2099-01-01T00:00:00Z"}""";
        await Post("alertmanager", Prometheus("firing", "value 91"));
        await Post("alertmanager", Prometheus("resolved", "value 91"));
        await Post("alertmanager", Prometheus("firing", "value 91", Other));

        var alerts = (await client.GetFromJsonAsync<JsonElement>("/api/alerts", Cancellation)).GetProperty("alerts");
        Assert.All(alerts.EnumerateArray(), a => Assert.Equal("firing", a.GetProperty("alert").GetProperty("state").GetString()));
    }

    [Fact]
    public async Task What_says_nothing_new_soon_after_the_end_is_a_slow_replica()
    {
        await Post("alertmanager", Prometheus("firing", "value 91"));
        await Post("alertmanager", Prometheus("resolved", "value 91"));
        await Post("alertmanager", Prometheus("firing", "value 91") + " ");
        Assert.Equal(("resolved", 1), await Alert());
    }

    [Fact]
    public async Task What_is_only_delivered_again_is_a_repetition()
    {
        Assert.Equal(HttpStatusCode.Accepted, await Post("webhook", Fires));
        Assert.Equal(HttpStatusCode.OK, await Post("webhook", Fires));
        // What another sender says in between is no matter.
        Assert.Equal(HttpStatusCode.Accepted, await Post("rootly", Over));
        Assert.Equal(HttpStatusCode.OK, await Post("webhook", Fires));
        Assert.Equal(HttpStatusCode.Accepted, await Post("webhook", Over));
        Assert.Equal(HttpStatusCode.OK, await Post("webhook", Over));
    }

    [Fact]
    public async Task An_event_that_the_sender_marks_as_the_same_is_a_repetition_however_late()
    {
        Assert.Equal(HttpStatusCode.Accepted, await Post("webhook", Fires, "a"));
        Assert.Equal(HttpStatusCode.Accepted, await Post("webhook", Over, "b"));
        Assert.Equal(HttpStatusCode.OK, await Post("webhook", Fires, "a"));
        Assert.Equal(("resolved", 1), await Alert());
    }
}
