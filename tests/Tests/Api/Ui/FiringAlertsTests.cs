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
        for (var guard = 0; guard < 3_000; guard++)
        {
            var listed = (await client.GetFromJsonAsync<JsonElement>("/api/alerts", Cancellation)).GetProperty("alerts");
            if (listed.GetArrayLength() > 0 && listed[0].GetProperty("alert").GetProperty("state").GetString() == status)
                return;
            await Task.Delay(20, Cancellation);
        }
        Assert.Fail("the alert was never read");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
