using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Knowledge.Content.Alerts.Payloads;

namespace Knowledge.Tests.Api.Alerts;

public sealed class HookEndpointTests : IDisposable
{
    private readonly Server server = Server.With(
        ("load.md", "---\nalerts: [LoadStale]\n---\n# Load is stale\n\n## Remediation\n\n1. Free the disk and start the load again.\n")
    );
    private readonly HttpClient client;

    public HookEndpointTests() => client = server.Client();

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Task<HttpResponseMessage> Post(string source, string body) =>
        client.PostAsync($"/hooks/{source}", new StringContent(body, Encoding.UTF8, "application/json"), Cancellation);

    private static string Alert(string status, string startsAt, string name = "LoadStale", string fingerprint = "f1", string from = "a") =>
        $$"""
            {"version": "4", "status": "{{status}}", "externalURL": "http://{{from}}",
             "alerts": [{"status": "{{status}}", "labels": {"alertname": "{{name}}", "severity": "critical", "service": "feed"},
              "annotations": {"summary": "No rows"}, "startsAt": "{{startsAt}}", "endsAt": "{{(
                status == "resolved" ? "2026-03-02T05:00:00Z" : "0001-01-01T00:00:00Z"
            )}}", "fingerprint": "{{fingerprint}}"}]}
            """;

    private async Task<IReadOnlyList<JsonElement>> Alerts(int expected, string query = "")
    {
        for (var guard = 0; ; guard++)
        {
            var inbox = await client.GetFromJsonAsync<JsonElement>("/api/inbox", Cancellation);
            var alerts = (await client.GetFromJsonAsync<JsonElement>($"/api/alerts{query}", Cancellation)).GetProperty("alerts");
            if ((inbox.GetProperty("unread").GetInt32() == 0 && alerts.GetArrayLength() == expected) || guard > 600)
            {
                Assert.Equal(expected, alerts.GetArrayLength());
                return [.. alerts.EnumerateArray()];
            }
            await Task.Delay(50, Cancellation);
        }
    }

    [Fact]
    public async Task An_alert_is_kept_answered_read_and_matched()
    {
        var answer = await Post("alertmanager", Alert("firing", "2026-03-02T04:10:00Z"));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);

        var item = Assert.Single(await Alerts(1));
        var alert = item.GetProperty("alert");
        Assert.Equal(
            ("LoadStale", "firing", "critical", "feed", 1, 1),
            (
                alert.GetProperty("name").GetString(),
                alert.GetProperty("state").GetString(),
                alert.GetProperty("severity").GetString(),
                alert.GetProperty("service").GetString(),
                alert.GetProperty("episodes").GetInt32(),
                alert.GetProperty("heard").GetInt32()
            )
        );
        Assert.Equal("load", item.GetProperty("match").GetProperty("documentId").GetString());
        var one = await client.GetFromJsonAsync<JsonElement>($"/api/alerts/{alert.GetProperty("id").GetString()}", Cancellation);
        Assert.Equal("firing", Assert.Single(one.GetProperty("events").EnumerateArray()).GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/alerts/absent", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task The_same_again_is_the_same()
    {
        var first = await (await Post("alertmanager", Alert("firing", "2026-03-02T04:10:00Z"))).Content.ReadFromJsonAsync<JsonElement>(
            Cancellation
        );
        // Our answer was lost: the same bytes.
        var again = await Post("alertmanager", Alert("firing", "2026-03-02T04:10:00Z"));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        var repeated = await again.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal(
            (first.GetProperty("id").GetInt64(), true),
            (repeated.GetProperty("id").GetInt64(), repeated.GetProperty("repeated").GetBoolean())
        );
        // Another replica of the sender: other bytes, the same event.
        Assert.Equal(HttpStatusCode.Accepted, (await Post("alertmanager", Alert("firing", "2026-03-02T04:10:00Z", from: "b"))).StatusCode);

        var alert = Assert.Single(await Alerts(1)).GetProperty("alert");
        Assert.Equal((1, 2), (alert.GetProperty("episodes").GetInt32(), alert.GetProperty("heard").GetInt32()));
    }

    [Fact]
    public async Task An_alert_is_over_and_fires_again_and_what_comes_late_changes_nothing()
    {
        await Post("alertmanager", Alert("firing", "2026-03-02T04:10:00Z"));
        await Post("alertmanager", Alert("resolved", "2026-03-02T04:10:00Z"));
        var alert = Assert.Single(await Alerts(1)).GetProperty("alert");
        for (var guard = 0; alert.GetProperty("state").GetString() != "resolved" && guard < 600; guard++)
        {
            await Task.Delay(50, Cancellation);
            alert = Assert.Single(await Alerts(1)).GetProperty("alert");
        }
        Assert.Equal(
            ("resolved", "2026-03-02T05:00:00+00:00"),
            (alert.GetProperty("state").GetString(), alert.GetProperty("endsAt").GetString())
        );
        Assert.Empty(await Alerts(0, "?state=open"));

        // A slow replica says that the same episode still fires.
        await Post("alertmanager", Alert("firing", "2026-03-02T04:10:00Z", from: "slow"));
        alert = Assert.Single(await Alerts(1)).GetProperty("alert");
        Assert.Equal("resolved", alert.GetProperty("state").GetString());
        await Post("alertmanager", Alert("firing", "2026-03-02T06:00:00Z"));
        alert = Assert.Single(await Alerts(1, "?state=firing&service=Feed&severity=critical")).GetProperty("alert");
        Assert.Equal(2, alert.GetProperty("episodes").GetInt32());
    }

    [Fact]
    public async Task What_cannot_be_read_stays_visible_and_is_read_again()
    {
        Assert.Equal(HttpStatusCode.Accepted, (await Post("alertmanager", "this is no JSON")).StatusCode);
        JsonElement unreadable = default;
        for (var guard = 0; guard < 600; guard++)
        {
            unreadable = (await client.GetFromJsonAsync<JsonElement>("/api/inbox?unreadable=true", Cancellation)).GetProperty("items");
            if (unreadable.GetArrayLength() == 1)
                break;
            await Task.Delay(50, Cancellation);
        }
        Assert.Contains(
            "not JSON",
            Assert.Single(unreadable.EnumerateArray()).GetProperty("problem").GetString(),
            StringComparison.Ordinal
        );
        var replayed = await (await client.PostAsync("/api/inbox/replay", null, Cancellation)).Content.ReadFromJsonAsync<JsonElement>(
            Cancellation
        );
        Assert.Equal(1, replayed.GetProperty("requests").GetInt32());
    }

    [Fact]
    public async Task An_alert_without_a_runbook_is_a_gap()
    {
        await Post("alertmanager", Alert("firing", "2026-03-02T04:10:00Z", "ZebraEscaped", "z"));
        for (var guard = 0; guard < 600; guard++)
        {
            var gaps = (await client.GetFromJsonAsync<JsonElement>("/api/gaps", Cancellation)).GetProperty("gaps");
            if (gaps.EnumerateArray().Any(g => g.GetProperty("query").GetString()!.Contains("ZebraEscaped", StringComparison.Ordinal)))
                return;
            await Task.Delay(50, Cancellation);
        }
        Assert.Fail("The gap was not kept.");
    }

    [Fact]
    public async Task What_solved_an_alert_is_where_the_next_one_is_led()
    {
        await Post("alertmanager", Alert("firing", "2026-03-02T04:10:00Z", "ZebraEscaped", "z"));
        var item = Assert.Single(await Alerts(1));
        Assert.Equal("none", item.GetProperty("match").GetProperty("confidence").GetString());
        var id = item.GetProperty("alert").GetProperty("id").GetString();

        var form = new FormUrlEncodedContent([new("document", "load"), new("helped", "yes"), new("actor", "first line")]);
        var answer = await client.PostAsync($"/alerts/{id}/feedback", form, Cancellation);
        Assert.Equal((HttpStatusCode.Redirect, $"/alerts/{id}#solved"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        var match = Assert.Single(await Alerts(1)).GetProperty("match");
        Assert.Equal(
            ("load", "it solved this alert before (1 time)"),
            (match.GetProperty("documentId").GetString(), match.GetProperty("reason").GetString())
        );
        // One person has one vote, the last one.
        var votes = await (
            await client.PostAsJsonAsync(
                $"/api/alerts/{id}/feedback",
                new
                {
                    documentId = "load",
                    helped = false,
                    actor = "first line",
                },
                Cancellation
            )
        ).Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal(
            (0, 1),
            (Assert.Single(votes.EnumerateArray()).GetProperty("helped").GetInt32(), votes[0].GetProperty("notThisOne").GetInt32())
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            (
                await client.PostAsJsonAsync($"/api/alerts/{id}/feedback", new { documentId = "absent", helped = true }, Cancellation)
            ).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            (
                await client.PostAsJsonAsync("/api/alerts/absent/feedback", new { documentId = "load", helped = true }, Cancellation)
            ).StatusCode
        );
    }

    [Fact]
    public async Task The_pages_show_alerts_with_their_runbook_and_nothing_of_a_sender_is_markup()
    {
        await Post(
            "alertmanager",
            Alert("firing", "2026-03-02T04:10:00Z").Replace("No rows", "<script>alert(1)</script>", StringComparison.Ordinal)
        );
        var id = Assert.Single(await Alerts(1)).GetProperty("alert").GetProperty("id").GetString();
        var list = await client.GetAsync("/alerts?state=open", Cancellation);
        // Refreshed in place: a page that loads itself again takes away what is typed (fault 23 of November 2026).
        Assert.False(list.Headers.Contains("Refresh"));
        Assert.Contains("data-refresh=\"30\"", await list.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        foreach (
            var page in new[]
            {
                await list.Content.ReadAsStringAsync(Cancellation),
                await client.GetStringAsync($"/alerts/{id}", Cancellation),
            }
        )
        {
            Assert.Contains("LoadStale", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        }
        Assert.Contains(
            "Free the disk and start the load again",
            await client.GetStringAsync($"/alerts/{id}", Cancellation),
            StringComparison.Ordinal
        );
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/alerts/absent", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync("/alerts?state=x", Cancellation)).StatusCode);
        // As the form sends it.
        Assert.Contains(
            "LoadStale",
            await client.GetStringAsync("/alerts?q=&service=&severity=&owner=&runbook=", Cancellation),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Two_people_tick_steps_and_hand_over_what_was_done()
    {
        await Post("alertmanager", Alert("firing", "2026-03-02T04:10:00Z"));
        var id = Assert.Single(await Alerts(1)).GetProperty("alert").GetProperty("id").GetString();
        var page = await client.GetStringAsync($"/alerts/{id}", Cancellation);
        Assert.Contains("name=\"step\" value=\"step-remediation-1\"", page, StringComparison.Ordinal);

        await Tick("first", "", "step-remediation-1");
        // Whose page is older takes nothing back that it did not see.
        await Tick("second", "", "step-remediation-2");
        page = await client.GetStringAsync($"/alerts/{id}", Cancellation);
        Assert.Contains("value=\"step-remediation-1\" checked", page, StringComparison.Ordinal);
        Assert.Contains("<b>first</b> did step 1: Free the disk and start the load again", page, StringComparison.Ordinal);
        await Tick("second", "step-remediation-1 step-remediation-2", "step-remediation-1");
        page = await client.GetStringAsync($"/alerts/{id}", Cancellation);
        Assert.Contains("<b>second</b> undid remediation, step 2", page, StringComparison.Ordinal);

        var handoff = await (
            await client.PostAsJsonAsync(
                $"/api/alerts/{id}/handoff",
                new
                {
                    symptom = "The <b>board</b> is empty",
                    answers = new[] { "all clients" },
                    note = "n",
                },
                Cancellation
            )
        ).Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        var text = handoff.GetProperty("text").GetString()!;
        Assert.Contains("SYMPTOM\nThe <b>board</b> is empty", text, StringComparison.Ordinal);
        Assert.StartsWith("ALERT\nLoadStale, firing since 2026-03-02 04:10 UTC\nSeverity: critical", text, StringComparison.Ordinal);
        Assert.Contains("Free the disk and start the load again (first, ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("no result was noted", text, StringComparison.Ordinal);
        Assert.Contains("Load is stale (high confidence: the page says it is for this alert)", text, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;board", handoff.GetProperty("slack").GetRawText(), StringComparison.Ordinal);
        var shown = await (
            await client.PostAsync(
                $"/alerts/{id}/handoff",
                new FormUrlEncodedContent([new("symptom", "<script>alert(1)</script>")]),
                Cancellation
            )
        ).Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("SYMPTOM", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", shown, StringComparison.Ordinal);

        // What came of a step is said by whoever knows, and does not change who did it.
        await Say("second", "disk at  100 %\n<b>", was: "");
        await Say("third", "older page, nothing new", was: "older page, nothing new");
        page = await client.GetStringAsync($"/alerts/{id}", Cancellation);
        Assert.Contains("value=\"disk at 100 % &lt;b&gt;\"", page, StringComparison.Ordinal);
        text = (
            await (await client.PostAsJsonAsync($"/api/alerts/{id}/handoff", new { }, Cancellation)).Content.ReadFromJsonAsync<JsonElement>(
                Cancellation
            )
        )
            .GetProperty("text")
            .GetString()!;
        Assert.Contains("Free the disk and start the load again: disk at 100 % <b> (first, ", text, StringComparison.Ordinal);

        await Tick("first", "step-remediation-1", null);
        Assert.DoesNotMatch("class=\"step\"[^>]* checked", await client.GetStringAsync($"/alerts/{id}", Cancellation));

        async Task Say(string actor, string result, string was)
        {
            var answer = await client.PostAsync(
                $"/alerts/{id}/steps",
                new FormUrlEncodedContent([
                    new("document", "load"),
                    new("seen", "step-remediation-1"),
                    new("step", "step-remediation-1"),
                    new("actor", actor),
                    new("resultof", "step-remediation-1"),
                    new("result", result),
                    new("was", was),
                ]),
                Cancellation
            );
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        }

        async Task Tick(string actor, string seen, string? step)
        {
            var answer = await client.PostAsync(
                $"/alerts/{id}/steps",
                new FormUrlEncodedContent([
                    new("document", "load"),
                    new("seen", seen),
                    new("actor", actor),
                    .. step is null ? Array.Empty<KeyValuePair<string, string>>() : [new("step", step)],
                ]),
                Cancellation
            );
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_postmortem_begins_with_what_the_alert_knows()
    {
        await Post(
            "alertmanager",
            Alert("firing", "2026-03-02T04:10:00Z").Replace("No rows", """No rows: \"feed\" --- # x""", StringComparison.Ordinal)
        );
        var id = Assert.Single(await Alerts(1)).GetProperty("alert").GetProperty("id").GetString();
        await client.PostAsync(
            $"/alerts/{id}/steps",
            new FormUrlEncodedContent([new("document", "load"), new("step", "step-remediation-1"), new("actor", "first line")]),
            Cancellation
        );
        var answer = await client.GetAsync($"/alerts/{id}/postmortem.md", Cancellation);
        Assert.Equal("attachment; filename=\"2026-03-02-loadstale.md\"", answer.Content.Headers.ContentDisposition?.ToString());
        var draft = await answer.Content.ReadAsStringAsync(Cancellation);

        var document = Assert.Single(Knowledge.Content.DocumentReader.Read(new("s", "s", "2026-03-02-loadstale.md", draft)).Documents);
        Assert.Empty(document.Findings);
        Assert.Equal(
            (Knowledge.Content.Documents.DocumentKind.Postmortem, "No rows: \"feed\" --- # x", new DateOnly(2026, 3, 2), "critical"),
            (document.Kind, document.FrontMatter.Title, document.FrontMatter.Date, document.FrontMatter.Severity)
        );
        Assert.Equal(
            ("feed", "load", "LoadStale"),
            (
                Assert.Single(document.FrontMatter.Services),
                Assert.Single(document.FrontMatter.Runbooks),
                Assert.Single(document.FrontMatter.Alerts).Name
            )
        );
        Assert.Equal(2, document.Postmortem!.Timeline.Count);
    }

    [Theory]
    [InlineData("application/cloudevents+json")]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Whatever_its_content_type_it_is_kept(string type)
    {
        const string Event =
            """{"specversion": "1.0", "id": "a1", "source": "/batch/export", "type": "com.example.job.failed","""
            + """ "time": "2026-03-02T04:10:00Z", "data": """
            + """{"message": "No space left on device"}}""";
        Assert.Equal(
            HttpStatusCode.Accepted,
            (await client.PostAsync("/hooks/cloudevents", new StringContent(Event, Encoding.UTF8, type), Cancellation)).StatusCode
        );
        Assert.Equal("com.example.job.failed", Assert.Single(await Alerts(1)).GetProperty("alert").GetProperty("name").GetString());
        // The same event again, in other bytes.
        Assert.Equal(
            HttpStatusCode.OK,
            (await client.PostAsync("/hooks/cloudevents", new StringContent(Event + " ", Encoding.UTF8, type), Cancellation)).StatusCode
        );
    }

    [Fact]
    public async Task Too_much_at_once_is_told_to_come_again_and_never_with_429()
    {
        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 900 && answers.All(a => a.IsSuccessStatusCode); i += 50)
            answers.AddRange(
                await Task.WhenAll(
                    Enumerable.Range(i, 50).Select(n => Post("grafana", Alert("firing", "2026-03-02T04:10:00Z", fingerprint: $"f{n}")))
                )
            );
        Assert.All(
            answers.Where(a => !a.IsSuccessStatusCode),
            a => Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (a.StatusCode, a.Headers.RetryAfter?.Delta > TimeSpan.Zero))
        );
        // Another sender is not held up by it.
        Assert.Equal(HttpStatusCode.Accepted, (await Post("datadog", Alert("firing", "2026-03-02T04:10:00Z"))).StatusCode);
    }

    [Theory]
    [InlineData("absent", "{}", HttpStatusCode.NotFound)]
    [InlineData("alertmanager", "", HttpStatusCode.Accepted)]
    public async Task Names_are_those_that_are_configured(string source, string body, HttpStatusCode status) =>
        Assert.Equal(status, (await Post(source, body)).StatusCode);

    [Fact]
    public async Task Only_what_is_larger_than_sixteen_mebibytes_is_refused_for_its_size()
    {
        var alert = Alert("firing", "2026-03-02T04:10:00Z", fingerprint: "large");
        Assert.Equal(HttpStatusCode.Accepted, (await Post("alertmanager", alert.PadLeft(AlertPayloadReader.MaxBytes))).StatusCode);
        Assert.Single(await Alerts(1));
        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge,
            (await Post("alertmanager", new string(' ', AlertPayloadReader.MaxBytes + 1))).StatusCode
        );
    }
}
