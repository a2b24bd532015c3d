using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Knowledge.Api.Options;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Knowledge.Tests.Api.Hosting;

/// <summary>What is not known while the store cannot be read is never told as if it were not there.</summary>
[Trait("Reliability", "F-08")]
public sealed class WithoutStoreTests : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("kb-damaged-").FullName;
    private readonly Server server = Server.With(
        ("disk-full.md", "---\nservices: [shop]\n---\n# Disk full\n\n## Remediation\n\n1. Delete old files.\n")
    );
    private readonly WebApplicationFactory<ServerOptions> withoutStore;
    private readonly HttpClient client;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public WithoutStoreTests()
    {
        File.WriteAllText(Path.Combine(data, "knowledge.db"), new string('?', 8192));
        withoutStore = server.WithWebHostBuilder(builder => builder.UseSetting("data", data));
        client = withoutStore.CreateClient(new() { AllowAutoRedirect = false });
    }

    public void Dispose()
    {
        client.Dispose();
        withoutStore.Dispose();
        server.Dispose();
        Directory.Delete(data, recursive: true);
    }

    [Theory]
    [InlineData("/api/gaps")]
    [InlineData("/api/postmortems/2026-03-02-a")]
    [InlineData("/api/postmortems/2026-03-02-a/revisions")]
    [InlineData("/api/postmortems/2026-03-02-a/revisions/1")]
    [InlineData("/api/documents/absent")]
    [InlineData("/api/alerts")]
    [InlineData("/api/alerts/0123456789abcdef")]
    [InlineData("/api/inbox")]
    public async Task What_may_be_there_is_no_404_and_no_empty_list(string url)
    {
        var answer = await client.GetAsync(url, Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal("/problems/cannot-read", problem.GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("/gaps", HttpStatusCode.ServiceUnavailable, "cannot be read just now", "None. Every search so far found an answer.")]
    [InlineData("/", HttpStatusCode.OK, "Unanswered searches cannot be read just now", "without an answer</a>")]
    [InlineData("/?again", HttpStatusCode.OK, "Alerts cannot be read just now", "Firing now")]
    [InlineData("/services/shop", HttpStatusCode.OK, "Its alerts cannot be read just now", "Firing now")]
    [InlineData("/postmortems", HttpStatusCode.OK, "Drafts cannot be read just now", "<h2>Drafts</h2>")]
    [InlineData("/postmortems/2026-03-02-a/history", HttpStatusCode.ServiceUnavailable, "cannot be read", "There is no such postmortem")]
    [InlineData("/alerts", HttpStatusCode.ServiceUnavailable, "cannot be read just now", "None so far")]
    [InlineData("/alerts/0123456789abcdef", HttpStatusCode.ServiceUnavailable, "cannot be read", "There is no such alert")]
    [InlineData("/insights", HttpStatusCode.OK, "They cannot be read just now", "None. Every search so far found an answer.")]
    [InlineData("/docs/absent", HttpStatusCode.ServiceUnavailable, "cannot be read", "has never existed")]
    public async Task Pages_say_what_cannot_be_read(string url, HttpStatusCode status, string said, string unsaid)
    {
        var answer = await client.GetAsync(url, Cancellation);
        var page = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.DoesNotContain(unsaid, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_that_are_known_in_part_say_so()
    {
        var postmortems = await client.GetFromJsonAsync<JsonElement>("/api/postmortems", Cancellation);
        Assert.Contains(
            "Drafts",
            Assert.Single(postmortems.GetProperty("degraded").EnumerateArray()).GetString(),
            StringComparison.Ordinal
        );
        var insights = await client.GetFromJsonAsync<JsonElement>("/api/insights", Cancellation);
        Assert.False(insights.TryGetProperty("gaps", out var gaps) && gaps.ValueKind == JsonValueKind.Array);
        Assert.False(insights.TryGetProperty("firstSteps", out var steps) && steps.ValueKind == JsonValueKind.Array);
    }

    [Fact]
    public async Task What_is_not_known_is_not_measured()
    {
        var metrics = await client.GetStringAsync("/metrics", Cancellation);
        Assert.Contains("kb_index_documents 1", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("\nkb_alerts_firing ", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("\nkb_inbox_unread ", metrics, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PUT", "/api/postmortems/2026-03-02-a", "{\"text\":\"# A\"}")]
    [InlineData("POST", "/api/postmortems/2026-03-02-a/state", "{\"state\":\"published\"}")]
    [InlineData("POST", "/api/postmortems/2026-03-02-a/actions/done", "{\"text\":\"Do it\",\"reason\":\"done\"}")]
    [InlineData("POST", "/api/postmortems", "{\"title\":\"A\"}")]
    [InlineData("POST", "/api/inbox/replay", "{}")]
    public async Task What_cannot_be_kept_is_no_404(string method, string url, string body)
    {
        using var request = new HttpRequestMessage(new(method), url)
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.IfMatch.Add(new("\"1\""));
        var answer = await client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal("/problems/cannot-keep", problem.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Documents_and_searches_need_no_store()
    {
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/documents/disk-full", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/docs/disk-full", Cancellation)).StatusCode);
        var found = await client.GetFromJsonAsync<JsonElement>("/api/search?q=quantum+flamingo", Cancellation);
        Assert.Contains(
            found.GetProperty("degraded").EnumerateArray(),
            d => d.GetString()!.Contains("could not be recorded", StringComparison.Ordinal)
        );
    }
}
