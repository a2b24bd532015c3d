using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AngleSharp.Html.Parser;

namespace Knowledge.Tests.Api.Ui;

/// <summary>Whoever looks at any page sees that something fires.</summary>
public sealed class FiringAlertsTests
{
    [Fact]
    public async Task The_header_the_home_page_and_the_page_of_the_service_show_what_fires()
    {
        using var server = Server.With(("feed.md", "---\nservices: [feed, other]\n---\n# Feed\n\nText.\n"));
        using var client = server.Client();
        Assert.Null(await Header(client));
        Assert.DoesNotContain("Firing now", await client.GetStringAsync("/", Cancellation), StringComparison.Ordinal);

        await Post(client, "firing");

        Assert.Equal("1 firing", await Header(client));
        foreach (var url in new[] { "/", "/services/feed" })
        {
            var page = await client.GetStringAsync(url, Cancellation);
            Assert.Contains("Firing now", page, StringComparison.Ordinal);
            Assert.Contains(">FeedStale</a>", page, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("Firing now", await client.GetStringAsync("/services/other", Cancellation), StringComparison.Ordinal);

        await Post(client, "resolved");

        Assert.Null(await Header(client));
        Assert.DoesNotContain("Firing now", await client.GetStringAsync("/services/feed", Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_the_home_page_the_most_urgent_of_them_comes_first_though_others_are_newer()
    {
        using var server = Server.With(("feed.md", "# Feed\n\nText.\n"));
        using var client = server.Client();
        var payload = new
        {
            version = "4",
            alerts = Enumerable
                .Range(0, 7)
                .Select(i => new
                {
                    status = "firing",
                    fingerprint = $"f{i}",
                    startsAt = $"2026-06-01T04:1{i}:00Z",
                    labels = new { alertname = i == 0 ? "Urgent" : $"Later{i}", severity = i == 0 ? "critical" : "info" },
                }),
        };
        (await client.PostAsJsonAsync("/hooks/alertmanager", payload, Cancellation)).EnsureSuccessStatusCode();
        await Until(client, alerts => alerts.GetArrayLength() == 7);

        var page = new HtmlParser().ParseDocument(await client.GetStringAsync("/", Cancellation));

        var rows = page.QuerySelectorAll("section[aria-labelledby=firing] li");
        Assert.Equal(["Urgent", "Later1", "Later2", "Later3", "Later4"], rows.Select(r => r.QuerySelector("a.name")!.TextContent));
        Assert.Equal("Critical", rows[0].QuerySelector(".sev1")!.TextContent);
        Assert.Contains("Nobody yet", rows[0].TextContent, StringComparison.Ordinal);
    }

    private static async Task<string?> Header(HttpClient client) =>
        new HtmlParser()
            .ParseDocument(await client.GetStringAsync("/help", Cancellation))
            .QuerySelector(".tabs a[href='/alerts'] .count")
            ?.TextContent;

    private static async Task Post(HttpClient client, string status)
    {
        using var alert = new StringContent(
            $$$"""
            {"version": "4", "alerts": [{"status": "{{{status}}}", "labels": {"alertname": "FeedStale", "service": "feed"},
            "annotations": {}, "startsAt": "2026-06-01T04:10:00Z", "endsAt": "2026-06-01T05:10:00Z", "fingerprint": "f"}]}
            """,
            Encoding.UTF8,
            "application/json"
        );
        (await client.PostAsync("/hooks/alertmanager", alert, Cancellation)).EnsureSuccessStatusCode();
        await Until(
            client,
            alerts => alerts.GetArrayLength() > 0 && alerts[0].GetProperty("alert").GetProperty("state").GetString() == status
        );
    }

    private static async Task Until(HttpClient client, Func<JsonElement, bool> holds)
    {
        for (var guard = 0; guard < 3_000; guard++)
        {
            if (holds((await client.GetFromJsonAsync<JsonElement>("/api/alerts", Cancellation)).GetProperty("alerts")))
                return;
            await Task.Delay(20, Cancellation);
        }
        Assert.Fail("the alert was never read");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
